import { debianCodeNames, findCodeName, type OsWord, osWords, ubuntuCodeNames } from "./os-words.ts";

export interface NamedOs {
	readonly os: string;
	readonly osVersion: string | null;
}

/** OS and version in a name whose architecture and release are blanked; undefined if no OS is named. */
export function readOs(name: string): NamedOs | undefined {
	const text = name
		.toLowerCase()
		.replace(
			/(?<![a-z0-9])(?:k8s|kubernetes|kernel|eks|node|docker|dcos|containerd|gen|gp)[-_ ]?v?\d+(?:\.\d+){0,2}(?![\d.])/g,
			(part) => "|".repeat(part.length),
		)
		.replace(/(?<![a-z0-9])hw[-_]?\d+(?![\d.])|ec2(?![\d.])/g, (hardware) => "-".repeat(hardware.length));
	const code = findCodeName(text);
	for (const word of osWords) {
		const ends = [...text.matchAll(word.pattern)].map((match) => match.index + match[0].length);
		if (ends.length === 0) continue;
		const version = bestVersion(word, text, ends);
		return { os: word.os, osVersion: version ?? codeVersion(word, text) ?? impliedVersion(word, text) };
	}
	return code;
}

/**
 * Of several mentions of the OS, the one with the nearest number has the version (`rh-rhel-main-2-rhel_7_main` is
 * 7), unless another one has the same version more exactly.
 */
function bestVersion(word: OsWord, text: string, ends: readonly number[]): string | null {
	const found = ends
		.map((end) => text.slice(end))
		.map((after) => ({ version: versionAfter(word, after), distance: after.search(/\d/) }))
		.sort((a, b) => a.distance - b.distance);
	let best: string | null = null;
	for (const { version } of found)
		if (version !== null && (best === null || version.startsWith(`${best}.`))) best = version;
	return best;
}

function codeVersion(word: OsWord, text: string): string | null {
	const names = word.style === "ubuntu" ? ubuntuCodeNames : word.style === "debian" ? debianCodeNames : undefined;
	if (!names) return null;
	for (const token of text.split(/[^a-z]+/)) {
		const version = names.get(token);
		if (version) return version;
	}
	return null;
}

/**
 * Alpine's rolling branch is `edge`; `amzn-ami` is the first Amazon Linux, `amazon-eks-node` without a mark is Amazon
 * Linux 2.
 */
function impliedVersion(word: OsWord, text: string): string | null {
	if (word.os === "alpine") return /(?<![a-z0-9])edge(?![a-z0-9])/.test(text) ? "edge" : null;
	if (word.os !== "amazon-linux") return null;
	if (/amzn-ami/.test(text)) return "1";
	return /amazon[-_ ]eks/.test(text) ? "2" : /parallelcluster.*alinux(?!\d)/.test(text) ? "1" : null;
}

function versionAfter(word: OsWord, text: string): string | null {
	switch (word.style) {
		case "ubuntu":
			return ubuntuVersion(text);
		case "windows":
			return windowsVersion(text);
		case "suse":
			return suseVersion(text);
		case "rolling":
			return null;
		default:
			return plainVersion(word, text);
	}
}

/** 22.04, 2204, 22_04, 22-04; 18.4, which drops the zero; and 16 directly behind the word, which is 16.04. */
function ubuntuVersion(text: string): string | null {
	const match = /(?<![\d.])([4-9]|[1-4]\d)[._-]?(04|06|10|4(?![\d]))(?!\d)/.exec(text);
	if (match) return `${match[1]}.${match[2] === "4" ? "04" : match[2]}`;
	const longTerm = /^[-_ ]?(1[02468]|2[02468])(?![\d._])/.exec(text);
	return longTerm ? `${longTerm[1]}.04` : null;
}

/** Major versions that an OS has or may soon have: other numbers behind its word are a plan's, an offer's or a size. */
const majors: Readonly<Record<string, readonly [from: number, to: number]>> = {
	rhel: [3, 12],
	centos: [3, 10],
	"centos-stream": [8, 12],
	almalinux: [8, 12],
	"almalinux-kitten": [8, 12],
	rocky: [8, 12],
	"oracle-linux": [4, 12],
	debian: [3, 19],
	alpine: [2, 9],
};

function isPlausible(os: string, version: string): boolean {
	const range = Object.hasOwn(majors, os) ? majors[os] : undefined;
	const major = Number.parseInt(version, 10);
	return range === undefined || (major >= range[0] && major <= range[1]);
}

function windowsVersion(text: string): string | null {
	const match =
		/^[-_ ]?(?:server[-_ ]?)?(7|8\.1|8|10|11)(?![\d.])(?:[-_ ]?(r2))?/.exec(text) ??
		/^[-_ ]?(1[01])(?=64\d\dh\d)/.exec(text) ??
		/(?<!\d)(20(?:03|08|12|16|19|22|25))(?:[-_ ]?(r2))?/.exec(text);
	if (!match) return null;
	return match[2] ? `${match[1]}-r2` : (match[1] ?? null);
}

/** 12-sp3, 15sp4, 15-5 (= 15 SP5), 16-0 (16 has minor versions), 11.4 (= 11 SP4 as some write it: kept as written) */
function suseVersion(text: string): string | null {
	const match = /(?<![\d.])(1[0-9])(?:[-_ .]?(sp\d)|[.](\d)|(?![\d.]))/.exec(text);
	if (!match) return null;
	if (match[2]) return `${match[1]}-${match[2]}`;
	if (match[3]) return `${match[1]}.${match[3]}`;
	const minor = /^[-_](\d)(?=[-_:]|$)/.exec(text.slice(match.index + match[0].length))?.[1];
	if (minor === undefined) return match[1] ?? null;
	if (Number(match[1]) >= 16) return `${match[1]}.${minor}`;
	return minor === "0" ? (match[1] ?? null) : `${match[1]}-sp${minor}`;
}

const words = 4;

/** The first number among the next words; `rhel84` and `7-9` are 8.4 and 7.9 where minor versions exist. */
function plainVersion(word: OsWord, text: string): string | null {
	const match = /^[^\d|]*(\d{1,4}(?:\.\d{1,2}){0,3})(?!\d)(?:[-_](\d)(?![\d.])|u(\d{1,2})(?!\d))?/.exec(text);
	const version = match?.[1];
	if (!match || version === undefined) return null;
	if (match[0].split(/[-_ :]+/).length > words + 1) return null;
	const minor = match[2] ?? match[3];
	const exact = word.style === "compact" ? compactVersion(version, minor) : ordinaryVersion(word, version, minor);
	return isPlausible(word.os, exact) ? exact : null;
}

function ordinaryVersion(word: OsWord, version: string, minor: string | undefined): string {
	if (
		word.os === "debian" ||
		word.os === "amazon-linux" ||
		word.os === "fedora" ||
		version.includes(".") ||
		minor === undefined
	)
		return version;
	return `${version}.${minor}`;
}

function compactVersion(version: string, minor: string | undefined): string {
	if (/^[3-9]\d{1,2}$/.test(version)) return `${version[0]}.${version.slice(1)}`;
	if (/^1[0-2]\d$/.test(version)) return `${version.slice(0, 2)}.${version.slice(2)}`;
	if (version.includes(".") || minor === undefined) return version;
	return `${version}.${minor}`;
}
