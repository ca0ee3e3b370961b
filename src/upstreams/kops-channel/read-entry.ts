import {
	type Architecture,
	cloudType,
	type ImageIdentity,
	imageKindOf,
	parseArchitecture,
	readImageName,
} from "../../core/image/index.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { type Members, memberOf, membersOf, textOf } from "../reading/values.ts";

/** The content of one entry of a channel. */
export interface Entry {
	readonly provider: string;
	readonly name: string;
	readonly image: ImageIdentity;
	readonly owner: string | null;
	/** The logical image, the same in every cloud: `ubuntu 22.04`, `debian 9 k8s 1.14`. */
	readonly line: string;
	/** How this cloud's image differs from the line's name: `hvm ebs`, `gen2`. */
	readonly variant: string;
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: Architecture;
	readonly publishedArchitecture: string | null;
	/** As published: `2017-07-28`, `v20250615`, `22.04.202506120`. */
	readonly release: string | null;
	/** The day in the release, YYYYMMDD. */
	readonly day: string | null;
	readonly range: string | null;
}

/** Words about the packaging of an image for one cloud, not about its content. */
const packing: ReadonlySet<string> = new Set(["hvm", "ebs", "ssd", "gp2", "gp3", "gen1", "gen2"]);
/** Words of Ubuntu's names that plain server images have in one cloud or another. */
const idle: ReadonlySet<string> = new Set(["server", "lts", "com", "0001"]);

/** Reads an entry, or returns why it can't be used. */
export function readEntry(fields: Members): Entry | string {
	const name = textOf(fields, "name");
	if (name === null) return "the entry names no image";
	const provider =
		textOf(fields, "providerID") ?? textOf(membersOf(memberOf(fields, "labels")), "k8s.io/cloudprovider");
	if (provider === null) return "the entry names no provider";
	const said = readImageName(name);
	const publishedArchitecture = textOf(fields, "architectureID") ?? said.publishedArchitecture;
	const architecture = parseArchitecture(publishedArchitecture ?? "amd64");
	if (architecture === undefined) return `the architecture ${JSON.stringify(publishedArchitecture)} is not known`;
	const isRolling = said.osVersion !== null && said.osVersion === said.release;
	const osVersion = isRolling ? null : said.osVersion;
	const words = wordsOf(withoutArchitecture(said.line, said.architecture), said.os, osVersion);
	const rest = words.filter((word) => !packing.has(word));
	return {
		provider,
		name,
		image: imageOf(cloudType(provider), name),
		owner: /^([^/:]+)[/:]/.exec(name)?.[1] ?? null,
		line: [said.os ?? "", osVersion ?? "", ...rest].filter((word) => word !== "").join(" "),
		variant: words.filter((word) => packing.has(word)).join(" "),
		os: said.os,
		osVersion: said.osVersion,
		architecture,
		publishedArchitecture,
		release: said.release,
		day: dayOf(said.release),
		range: textOf(fields, "kubernetesVersion"),
	};
}

/**
 * Names of AWS are looked up by owner and name, images of Google belong to a project, those of Azure's marketplace are
 * URNs.
 */
function imageOf(type: string, name: string): ImageIdentity {
	const parts = /^([^/:]+)\/([^/]+)$/.exec(name);
	if (type === "gcp" && parts)
		return { kind: "path", uid: `projects/${parts[1]}/global/images/${parts[2]}`, checksum: null };
	const kind = imageKindOf(name);
	return { kind: kind === "id" ? "name" : kind, uid: name, checksum: null };
}

/** The words of a name that belong neither to the OS nor to its version; its owner and folders don't count. */
function wordsOf(line: string, os: string | null, osVersion: string | null): string[] {
	const text = line.toLowerCase();
	const own = /:/.test(text) ? text.slice(text.indexOf(":") + 1) : text.slice(text.lastIndexOf("/") + 1);
	const words = own
		.replace(/ubuntuserver/, "ubuntu-server")
		.replace(/(?<![\d.])(\d{2})[-_](\d{2})(?![\d.])/g, "$1.$2")
		.split(/[^a-z0-9.]+/)
		.filter((word) => word !== "");
	return words.filter(
		(word) => packing.has(word) || !(idle.has(word) || isOs(word, os) || isVersion(word, os, osVersion)),
	);
}

function isOs(word: string, os: string | null): boolean {
	return os !== null && (word === os || readImageName(word).os === os);
}

/** `22.04`, `2204` and `jammy` after `ubuntu` all mean the version. */
function isVersion(word: string, os: string | null, osVersion: string | null): boolean {
	return (
		osVersion !== null && /^(?:[a-z]+|[\d.]+)$/.test(word) && readImageName(`${os}-${word}`).osVersion === osVersion
	);
}

function dayOf(release: string | null): string | null {
	const day = /(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])/.exec(release ?? "");
	return day ? `${day[1]}${day[2]}${day[3]}` : null;
}
