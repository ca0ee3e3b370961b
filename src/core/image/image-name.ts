import { type Architecture, parseArchitecture } from "./architecture.ts";
import { findRelease, type Span } from "./find-release.ts";
import { readOs } from "./read-os.ts";

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
	const name = lastPart(text.slice(0, nameLimit).trim());
	const arch = findArchitecture(name);
	const bare = arch ? blank(name, arch.index, arch.spelling.length) : name;
	const os = readOs(bare);
	const found = findRelease(bare, os?.os ?? null);
	const read = found.spans.length === 0 ? os : readOs(found.rest);
	return {
		os: read?.os ?? os?.os ?? null,
		osVersion: found.osVersion ?? read?.osVersion ?? null,
		architecture: arch?.architecture ?? null,
		publishedArchitecture: arch?.spelling ?? null,
		release: found.release,
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

const architecturePattern =
	/(?<![a-z0-9])(x86[-_]64|amd64|x64|intel64|em64t|aarch64|arm64|armv8|armhf|armv7l|armv7|ppc64le|ppc64el|powerpc64le|s390x|riscv64|i[3-6]86|ia32|x86)(?![a-z0-9])/i;

function findArchitecture(name: string): { architecture: Architecture; spelling: string; index: number } | undefined {
	const match = architecturePattern.exec(name);
	const spelling = match?.[1];
	const architecture = spelling === undefined ? undefined : parseArchitecture(spelling);
	return match && spelling !== undefined && architecture ? { architecture, spelling, index: match.index } : undefined;
}

function blank(text: string, from: number, length: number): string {
	return text.slice(0, from) + "|".repeat(length) + text.slice(from + length);
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
