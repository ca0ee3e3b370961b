import { type Architecture, readImageName } from "../../core/image/index.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";

/** The content of a PINT image name. */
export interface Product {
	/**
	 * The product in SUSE's words, the same in each cloud: `sles-15-sp1-byos`, `sles-15-sp1-hvm-ssd`, `sles-12-sp5-gen2`.
	 */
	readonly line: string;
	/** `v20190916`, `20150105`, `v1.00`; null when the name has none. */
	readonly release: string | null;
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: Architecture | null;
	readonly publishedArchitecture: string | null;
	/** What EC2 and Azure build of one product: `hvm-ssd`, `pv-mag`, `gen2`. */
	readonly variant: string | null;
}

/** A date, or the build number of Azure's first images. */
const releasePattern = /[-_.](v?(?:19|20)\d{6}|\d{1,9}(?:\.\d{1,9}){1,9}-build[\d.]{1,40})(?=[-_.]|$)/i;

/**
 * Reads a name such as `suse-sles-15-sp1-v20190624-hvm-ssd-x86_64` or `<32 hex
 * digits>__suse-sles-sap-12-sp4-v20200206`.
 */
export function readProduct(name: string): Product {
	// Azure's classic image names began with the id of the publisher's subscription, which can change while the product
	// stays.
	const bare = name.replace(/^[0-9a-f]{32}__/i, "");
	const read = readImageName(bare);
	const dated = releasePattern.exec(bare);
	const release = dated?.[1] ?? read.release;
	const undated = dated ? bare.slice(0, dated.index) + bare.slice(dated.index + dated[0].length) : read.line;
	const words = withoutArchitecture(undated.toLowerCase(), read.architecture);
	return {
		line: sharedWords(words),
		release,
		os: read.os,
		osVersion: read.osVersion,
		architecture: read.architecture,
		publishedArchitecture: read.publishedArchitecture,
		variant: /(?:^|-)((?:hvm|pv)(?:-(?:ssd|mag))?|gen\d)(?=-|$)/.exec(words)?.[1] ?? null,
	};
}

/** EC2's and Azure's names say suse-sles-sap-15, Google's and Oracle's sles-15-sap: one product, so one spelling. */
function sharedWords(words: string): string {
	return words.replace(/^suse-(?=sles|opensuse)/, "").replace(/^sles-(sap|hpc)-(\d+(?:-sp\d+)?)(?=-|$)/, "sles-$2-$1");
}
