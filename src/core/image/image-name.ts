import { type Architecture, parseArchitecture } from "./architecture.ts";
import { findRelease, type Span } from "./find-release.ts";
import { type NamedOs, readOs } from "./read-os.ts";

/** Facts read from an image's name. Null = the name does not say. */
export interface ImageName {
	/** Lower-case word of the OS: `ubuntu`, `rhel`, `fedora-coreos`, `windows` … */
	readonly os: string | null;
	/** As text; Ubuntu and Debian code names become their numbers (`jammy` → `22.04`). */
	readonly osVersion: string | null;
	readonly architecture: Architecture | null;
	/** The architecture as the name spells it. */
	readonly publishedArchitecture: string | null;
	/** Serial, date or build that changes with every release: `20250805`, `v20190916`. */
	readonly release: string | null;
	/** The name without its release: the same for all releases of one product line. */
	readonly line: string;
}

/** Longer names are read up to this length. */
const nameLimit = 512;

/**
 * Reads facts from an image's name, path, URN or file name. Never throws; facts that the name does not contain are
 * null. Where the OS version changes with every release (CoreOS, Amazon Linux), it is part of the release; where
 * only the major number makes the product (AlmaLinux, Rocky), the line keeps the major number.
 */
export function readImageName(text: string): ImageName {
	const whole = text.slice(0, nameLimit).trim();
	const name = lastPart(whole);
	const folders = foldersOf(whole, name);
	const arch = findArchitecture(name) ?? findArchitecture(folders);
	const own = arch && name.startsWith(arch.spelling, arch.index) ? arch : undefined;
	const os = readOs(withoutArchitectures(name, own));
	const bare = own ? blank(name, own, "|") : name;
	const found = findRelease(bare, os?.os ?? null);
	const read = found.spans.length === 0 ? os : readOs(withoutArchitectures(found.rest, own));
	const named = found.osVersion !== null && os ? os : (read ?? os);
	const { os: word, osVersion } = named
		? withFolderVersion({ os: named.os, osVersion: found.osVersion ?? read?.osVersion ?? null }, folders)
		: (osOfFolders(folders, bare) ?? { os: null, osVersion: found.osVersion });
	return {
		os: word,
		osVersion: word === "ubuntu" ? (osVersion?.replace(/\.4$/, ".04") ?? null) : osVersion,
		architecture: arch ? canonical(arch, word, osVersion) : null,
		publishedArchitecture: arch?.spelling ?? null,
		release: arch ? (found.release?.replace(/\|+/, arch.spelling) ?? null) : found.release,
		line: lineOf(name, found.spans) || name,
	};
}

/** In paths and URLs, the last part is the name; owner/name and folders within names are part of the name. */
function lastPart(text: string): string {
	const gallery = /\/images\/([^/]+)\/versions\/([^/]+)$/i.exec(text);
	if (gallery) return `${gallery[1]}:${gallery[2]}`;
	if (/^(?:[a-z]+:\/\/|projects\/|\/subscriptions\/|\/)/i.test(text))
		return text.slice(text.lastIndexOf("/") + 1) || text;
	return text;
}

/**
 * The folders above the name in a URL or path, without the host unless it serves one OS only; empty where they are
 * accounts and projects of a cloud, which say nothing about their images.
 */
function foldersOf(whole: string, name: string): string {
	if (/^(?:projects\/|\/subscriptions\/)/i.test(whole) || !whole.endsWith(name)) return "";
	return whole.slice(0, whole.length - name.length).replace(/^[a-z]+:\/\/(?![^/]*talos\.dev\/)[^/]*/i, "");
}

/** The nearest folder that names an OS, with its version from there: `…/talos/1.3.6/disk.raw`. */
function osOfFolders(folders: string, name: string): NamedOs | undefined {
	const parts = folders.split("/").filter((part) => part !== "");
	for (const [i] of [...parts.entries()].reverse()) {
		const os = readOs(parts.slice(i).join("/"));
		if (!os) continue;
		const osVersion = os.osVersion ?? findRelease(name, os.os).osVersion;
		return withFolderVersion({ os: os.os, osVersion }, folders);
	}
	return undefined;
}

/** OSes with one number for version and release, which often is a folder's and not the file's. */
const numberedByFolder = ["flatcar", "coreos", "talos", "gardenlinux", "rancheros", "bottlerocket"];

function withFolderVersion(os: NamedOs, folders: string): NamedOs {
	if (os.osVersion !== null || !numberedByFolder.includes(os.os)) return os;
	return { ...os, osVersion: [...folders.matchAll(/(?<=\/)v?(\d+(?:\.\d+)+)(?=\/)/gi)].at(-1)?.[1] ?? null };
}

/** `x86` beside a version of an OS that has no 32-bit edition is short for x86_64. */
function canonical(
	{ architecture, spelling }: FoundArchitecture,
	os: string | null,
	version: string | null,
): Architecture {
	if (spelling.toLowerCase() !== "x86" || os === null || version === null) return architecture;
	const first = Object.hasOwn(first64BitOnly, os) ? first64BitOnly[os] : undefined;
	return first !== undefined && Number.parseInt(version, 10) >= first ? "x86_64" : architecture;
}

/** The first version of an OS without an edition for i386. */
const first64BitOnly: Readonly<Record<string, number>> = {
	rhel: 7,
	centos: 8,
	"centos-stream": 8,
	almalinux: 8,
	rocky: 8,
	"oracle-linux": 7,
	sles: 12,
	ubuntu: 20,
	fedora: 31,
	"amazon-linux": 2,
	"fedora-coreos": 1,
	debian: 13,
};

const architecturePattern =
	/(?<![a-z0-9])(x86[-_]64|amd64|x64|intel64|em64t|aarch64|arm64|armv8|armhf|armv7l|armv7|ppc64le|ppc64el|powerpc64le|s390x|riscv64|i[3-6]86|ia32|x86)(?![a-z0-9])/i;

/** Glued to a version: `42s390x.81`. */
const gluedPattern = /(?<=(?<![a-z])\d{1,3})(aarch64|arm64|x86_64|ppc64le|s390x|riscv64)(?![a-z0-9])/i;
/** Windows for Arm: `win11_a64_24h2`, `win11a6425h2`. */
const windowsPattern = /(?<=(?<![a-z])win(?:dows)?[-_ ]?1[01][-_ ]?)(a64)(?![a-z])/i;

interface FoundArchitecture {
	readonly architecture: Architecture;
	readonly spelling: string;
	readonly index: number;
}

function findArchitecture(name: string): FoundArchitecture | undefined {
	const windows = windowsPattern.exec(name);
	const match = architecturePattern.exec(name) ?? gluedPattern.exec(name) ?? windows;
	const spelling = match?.[1];
	const architecture = match === windows ? "arm64" : parseArchitecture(spelling ?? "");
	return match && spelling !== undefined && architecture ? { architecture, spelling, index: match.index } : undefined;
}

/** The name with every mention of an architecture dashed, so that its digits are no version. */
function withoutArchitectures(name: string, found: FoundArchitecture | undefined): string {
	return (found ? blank(name, found, "-") : name).replace(new RegExp(architecturePattern, "gi"), (spelling) =>
		"-".repeat(spelling.length),
	);
}

function blank(text: string, { index, spelling }: FoundArchitecture, mark: string): string {
	return text.slice(0, index) + mark.repeat(spelling.length) + text.slice(index + spelling.length);
}

const regionPattern =
	/(?<![a-z0-9])(?:us|eu|ap|sa|ca|cn|me|af|il|mx)(?:-gov|-isob?)?-(?:north|south|east|west|central){1,2}-\d(?![a-z0-9])/gi;
const separators = "-_. :";

/** The name without the spans, and without an AWS region, which some publishers put into every copy's name. */
function lineOf(name: string, spans: readonly Span[]): string {
	let line = name;
	for (const [from, to] of [...spans].sort((a, b) => b[0] - a[0])) line = cutOut(line, from, to);
	const regions = [...line.matchAll(regionPattern)].reverse();
	for (const region of regions) line = cutOut(line, region.index, region.index + region[0].length);
	return line.trim();
}

/** Removes a part and the separator before it (after it, at the start). */
function cutOut(text: string, from: number, to: number): string {
	const isSeparator = (char: string | undefined) => char !== undefined && separators.includes(char);
	if (from === 0) return text.slice(isSeparator(text[to]) ? to + 1 : to);
	return text.slice(0, isSeparator(text[from - 1]) ? from - 1 : from) + text.slice(to);
}
