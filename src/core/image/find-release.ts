export type Span = readonly [number, number];

/** The span of a name that is its release. */
export interface FoundRelease {
	readonly release: string | null;
	/** The OS version when the release's own form says it (`413.86.202301191042-0` → `4.13`). */
	readonly osVersion: string | null;
	/** Parts of the name that change with every release: from, to (exclusive). */
	readonly spans: readonly Span[];
	/** The name with those parts blanked: what is left says OS and version. */
	readonly rest: string;
}

interface Rule {
	/** OSes it is for, or `unknown` for names that tell none; absent = any. */
	readonly os?: readonly string[] | "unknown";
	readonly pattern: RegExp;
	/**
	 * What the match means; by default its whole text is the release. `cut`: the parts of the match that change, default
	 * all of it.
	 */
	readonly read?: (match: RegExpExecArray) => { release: string; osVersion?: string; cut?: readonly Span[] };
}

const stream = ["fedora-coreos", "rhcos", "scos"];
const majorLines = ["almalinux", "almalinux-kitten", "rocky", "centos-stream"];
/** OSes whose Azure version is their OS version: 934.9.0 of the offer gardenlinux. */
const versionedByRelease = ["coreos", "flatcar", "gardenlinux", "talos", "bottlerocket", "rancheros"];

/** Patterns in matching order. Of several matches the last counts: names end in their release. */
const rules: readonly Rule[] = [
	// myapp-1.4.2-20250102, web v2.0.1: without an OS, whose version it could be, three numbers are the product's own
	// release
	{
		os: "unknown",
		pattern:
			/(?<![a-z0-9.])v?\d{1,4}\.\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:[-_.](?:v?20\d{6}\d{0,6}|r?\d{1,4}))?(?![a-z0-9.])/gi,
	},
	// Fedora CoreOS 42.20250818.3.0; dashes where a cloud allows no dots
	{
		os: ["fedora-coreos"],
		pattern: /(?<![\d.])(\d\d)[.-](\d{8})((?:[.-]\d{1,3}){1,2})(?!\d)/gi,
		read: ([, major = "", date, rest = ""]) => ({
			release: `${major}.${date}${rest.replaceAll("-", ".")}`,
			osVersion: major,
		}),
	},
	// rhel-9-500.90.202601151000-0: OpenShift 5.0 on RHEL 9.0
	{
		os: ["rhcos"],
		pattern: /(?<=rhel-\d{1,2}(?:\.\d)?-)(\d{3})(\.\d\d\.)\d{12}-\d{1,3}(?!\d)/gi,
		read: ([release, first = "", second = ""]) => ({
			release,
			osVersion: streamVersion(first, second),
			cut: [[first.length + second.length, release.length]],
		}),
	},
	// RHCOS 413.86.202301191042-0 (OpenShift 4.13 on RHEL 8.6), 9.6.20250523-0 (RHEL 9.6), 410.8.20190325.0,
	// 42s390x.81.20191224.0, whose architecture is blanked
	{
		os: stream,
		pattern: /(?<![\d.])(\d{1,3})(\|*)[.-](\d{1,2})[.-](\d{8,14})([.-])(\d{1,3})(?!\d)/gi,
		read: ([, first = "", blank = "", second = "", date = "", mark = "", build = ""]) => ({
			release: `${first}${blank}.${second}.${date}${date.length === 8 && mark === "." ? "." : "-"}${build}`,
			osVersion: streamVersion(first, second),
		}),
	},
	{
		os: stream,
		pattern: /(?<![\d.])(\d{2,3})\.(\d{2})\.(\d{12,14})(?![\d.-])/gi,
		read: ([release, first = "", second = ""]) => ({ release, osVersion: streamVersion(first, second) }),
	},
	// 2023.0.20230503.0, 2.0.20190618, 2018.03.0.20181129, 2017.09.f
	{
		os: ["amazon-linux"],
		pattern: /(?<![\d.])(20(?=1)\d\d\.\d\d|20\d\d|2)(?=\.)(?:\.\d{1,2}){0,2}(?:\.20\d{6}(?:\.\d+)?|\.[a-z](?![a-z]))/gi,
		read: ([release, version = ""]) => ({ release, osVersion: version }),
	},
	{
		os: ["amazon-linux"],
		pattern: /(?<![\d.])(201\d\.\d\d)(?:\.\d+)*(?![\d.])/gi,
		read: ([release, version = ""]) => ({ release, osVersion: version }),
	},
	// AlmaLinux-8-GenericCloud-8.6-20220513, Rocky-8-ec2-8.6-20220515.0
	{
		os: majorLines,
		pattern: /(?<=(?<![a-z0-9])(\d{1,2})[-_][a-z].*?[-_])(\1\.\d{1,2})-(20\d{6}(?:\.\d+)?)(?!\d)/gi,
		read: ([release, , version = ""]) => ({ release, osVersion: version }),
	},
	// 9.6.20250522: the version and its date in one
	{
		os: majorLines,
		pattern: /(?<![\d.])((\d{1,2})(?:\.\d{1,2})?)(?:-(?:beta|rc)-\d)?\.20\d{6}(?:\.\d+)?(?!\d)/gi,
		read: ([release, version = "", major = ""]) => ({
			release,
			osVersion: version,
			cut: [[major.length, release.length]],
		}),
	},
	{
		pattern: /(?<![\d.])(\d{1,2}(?:\.\d{1,2}){0,2})\.(20\d{6}\d{0,4}(?:\.\d+)?)(?!\d)/gi,
		read: ([whole, version = "", release = ""]) => ({
			release,
			osVersion: version,
			cut: [[version.length, whole.length]],
		}),
	},
	// alpine-ami-3.10.3-x86_64-r0: branch 3.10 is the product
	{
		os: ["alpine"],
		pattern: /(?<![\d.])(\d+\.\d+)\.(\d+)(?=[-_]).*?[-_](r\d+)(?![a-z0-9])/gi,
		read: ([whole, branch = "", patch = "", revision = ""]) => ({
			release: `${branch}.${patch}-${revision}`,
			osVersion: `${branch}.${patch}`,
			cut: [
				[branch.length, branch.length + 1 + patch.length],
				[whole.length - revision.length, whole.length],
			],
		}),
	},
	// CoreOS-stable-1010.5.0-hvm, flatcar_production 2345-3-0, coreos_2345_3.0, gardenlinux-amd64.576.12
	{
		os: versionedByRelease,
		pattern:
			/(?<!\d\.?)(v?)(\d{1,4})(?:[.-]|_(?=\d+\.))(\d{1,3})(?:[.-](\d{1,3}))?(-[\da-f]{8}|-v20\d{6})?(?![\da-z]|\.\d)/gi,
		read: (match) => {
			const [, mark = "", ...parts] = match;
			const build = parts.pop() ?? "";
			const version = parts.filter((part) => part !== undefined).join(".");
			// flatcar-stable-3374.2.3-kube-v1.24.8: the image is named after Kubernetes' version
			const node = /(\d+[.-]\d+[.-]\d+)[-_]kube[-_]?$/i.exec(match.input.slice(0, match.index))?.[1];
			return { release: `${mark}${version}${build}`, osVersion: node?.replaceAll("-", ".") ?? version };
		},
	},
	{ pattern: /(?<![a-z0-9])20\d\d-\d\d-\d\dt\d\d-\d\d-\d\dz?(?![a-z0-9])/gi },
	// 20230503-arm64-41-Hourly2: Red Hat's build number stands apart from its date
	{
		os: ["rhel"],
		pattern: /(?<![a-z0-9])(20\d{6})-\|+-(\d{1,4})(?=-(?:hourly|access))/gi,
		read: ([whole, date = "", build = ""]) => ({
			release: `${date}-${build}`,
			cut: [
				[0, date.length],
				[whole.length - build.length, whole.length],
			],
		}),
	},
	{ pattern: /(?<![a-z0-9])v?20[0-3]\d[-._][01]\d[-._][0-3]\d(?:[-.]\d{1,6})?(?![a-z0-9])/gi },
	{ pattern: /(?<![a-z0-9])v?20[0-3]\d[01]\d[0-3]\d(?:\d\d){0,3}(?:[-.]\d{1,6})?(?![a-z0-9])/gi },
	// CentOS Linux 7 x86_64 HVM EBS ENA 1901_01
	{ os: ["centos"], pattern: /(?<![a-z0-9])\d{4}_\d\d(?![a-z0-9])/gi },
	// Fedora-Cloud-Base-35-1.2
	{
		os: ["fedora"],
		pattern: /(?<![\d.])(\d\d)-(\d[.-]\d{1,2})(?!\d)/gi,
		read: ([whole, version = "", build = ""]) => ({
			release: build.replace("-", "."),
			osVersion: version,
			cut: [[version.length + 1, whole.length]],
		}),
	},
	{
		os: ["cos"],
		pattern: /(?<![\d.])(\d{2,3})-(\d{4,5}(?:-\d{1,4}){1,2})(?!\d)/gi,
		read: ([whole, version = "", build = ""]) => ({
			release: build,
			osVersion: version,
			cut: [[version.length + 1, whole.length]],
		}),
	},
	{ pattern: /(?<![a-z0-9])v\d+(?:\.\d+)*(?![a-z0-9]|\.\d)/gi },
	{ pattern: /(?<![a-z0-9.])\d{10,14}(?![a-z0-9])/gi },
	// A commit or a random mark that a build adds to its name
	{ pattern: /(?<=[-_])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}$/gi },
	{ pattern: /(?<=[-_])[a-z0-9]{18,40}$/gi },
];

/** AWS Marketplace adds product and image ids to a name; they carry no facts. */
const marks = [
	/[-_ ]?(?<![a-z0-9])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![a-z0-9])(?:\.\d{1,2})?/gi,
	/[-_ ]?(?<![a-z0-9])ami-[0-9a-f]{8,17}(?:\.\d{1,2})?(?![a-z0-9])/gi,
];

/**
 * Finds the release in a name whose architecture is blanked with `|`; `os` selects forms that are only valid for
 * that OS.
 */
export function findRelease(name: string, os: string | null): FoundRelease {
	const urn = /^[^:\s]+:[^:\s]+:[^:\s]+(:([^:\s]+))$/.exec(name) ?? /^[^:\s]+(:([^:\s]+))$/.exec(name);
	if (urn?.[1] !== undefined && urn[2] !== undefined) {
		const osVersion = versionOfUrn(urn[2], os);
		return result(name, { release: urn[2], osVersion, spans: [[name.length - urn[1].length, name.length]] });
	}
	const noise = marks.flatMap((mark) =>
		[...name.matchAll(mark)].map((match) => [match.index, match.index + match[0].length] as const),
	);
	const bare = blanked(name, noise).replace(
		/(?<![a-z0-9])(?:k8s|kernel|kubernetes|eks|node|docker|dcos|containerd)[-_ ]?v?\d+\.\d+(?:\.\d+)?(?![\d.])/gi,
		(part) => "|".repeat(part.length),
	);
	const trimmed = bare.replace(/[|\s]+$/, "");
	for (const rule of rules) {
		if (rule.os && (os === null ? rule.os !== "unknown" : !rule.os.includes(os))) continue;
		const matches = [...(rule.pattern.source.endsWith("$") ? trimmed : bare).matchAll(rule.pattern)];
		const last = matches.at(-1);
		if (!last) continue;
		const read = rule.read?.(last) ?? { release: last[0] };
		const cut = read.cut ?? [[0, last[0].length]];
		const changing = matches
			.filter((match) => match[0] === last[0])
			.flatMap((match) => cut.map(([from, to]) => [match.index + from, match.index + to] as const));
		return result(name, { release: read.release, osVersion: read.osVersion ?? null, spans: [...noise, ...changing] });
	}
	return result(name, { release: null, osVersion: null, spans: noise });
}

/** 413 is OpenShift 4.13 and 500 is 5.0; 9 and 10 are RHEL's, with its minor version behind. */
function streamVersion(first: string, second: string): string {
	if (first.length === 1 || (first.length === 2 && first < "40")) return `${first}.${second}`;
	return `${first[0]}.${Number(first.slice(1))}`;
}

/** `8.4.2021052301` is 8.4 as it is dated; CoreOS and its like have no other version than their release. */
function versionOfUrn(version: string, os: string | null): string | null {
	if (os === null) return null;
	const dated = /^(\d{1,2}\.\d{1,2})\.20\d{6,}$/.exec(version)?.[1];
	if (dated !== undefined) return dated;
	return versionedByRelease.includes(os) && /^\d+(?:\.\d+)+$/.test(version) ? version : null;
}

function result(name: string, found: Omit<FoundRelease, "rest">): FoundRelease {
	return { ...found, rest: blanked(name, found.spans) };
}

function blanked(name: string, spans: readonly Span[]): string {
	let text = name;
	for (const [from, to] of spans) text = text.slice(0, from) + "|".repeat(to - from) + text.slice(to);
	return text;
}
