import type { Architecture } from "./architecture.ts";
import {
	blankArchitecture,
	canonicalArchitecture,
	findArchitecture,
	withoutArchitectures,
} from "./architecture-in-name.ts";
import { type FoundRelease, findRelease, type Span } from "./find-release.ts";
import { foldersOf, osOfFolders, withFolderVersion } from "./name-folders.ts";
import { type NamedOs, readOs } from "./read-os.ts";

/** Facts read from an image's name. Null = the name does not say. */
export interface ImageName {
	/** Word of the OS, in lowercase: `ubuntu`, `rhel`, `fedora-coreos`, `windows` … */
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
	const own = findArchitecture(name);
	const published = own ?? findArchitecture(folders);
	const bare = own ? blankArchitecture(name, own, "|") : name;
	const os = readOs(withoutArchitectures(name, own));
	const found = findRelease(bare, os?.os ?? null);
	const read = found.spans.length === 0 ? os : readOs(withoutArchitectures(found.rest, own));
	const { os: word, osVersion } = namedOs({ os, read, found, folders, bare });
	return {
		os: word,
		osVersion,
		architecture: published ? canonicalArchitecture(published, word, osVersion) : null,
		publishedArchitecture: published?.spelling ?? null,
		release: own ? (found.release?.replace(/\|+/, own.spelling) ?? null) : found.release,
		line: lineOf(name, found.spans) || name,
	};
}

interface Readings {
	/** The OS of the whole name, and of the name without its release. */
	readonly os: NamedOs | undefined;
	readonly read: NamedOs | undefined;
	readonly found: FoundRelease;
	readonly folders: string;
	readonly bare: string;
}

/** The OS that the name has, or else a folder above it. A release of an OS's own form says its version best. */
function namedOs({ os, read, found, folders, bare }: Readings): { os: string | null; osVersion: string | null } {
	const named = found.osVersion !== null && os ? os : (read ?? os);
	if (!named) return osOfFolders(folders, bare) ?? { os: null, osVersion: found.osVersion };
	const osVersion = found.osVersion ?? read?.osVersion ?? null;
	// 18.4 drops the zero.
	const exact = named.os === "ubuntu" && osVersion !== null ? osVersion.replace(/\.4$/, ".04") : osVersion;
	return withFolderVersion({ os: named.os, osVersion: exact }, folders);
}

/** In paths and URLs, the last part is the name; owner/name and folders within names are part of the name. */
function lastPart(text: string): string {
	const gallery = /\/images\/([^/]+)\/versions\/([^/]+)$/i.exec(text);
	if (gallery) return `${gallery[1]}:${gallery[2]}`;
	if (/^(?:[a-z]+:\/\/|projects\/|\/subscriptions\/|\/)/i.test(text))
		return text.slice(text.lastIndexOf("/") + 1) || text;
	return text;
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
