import { type Architecture, parseArchitecture } from "../../core/image/index.ts";
import type { DocumentPath } from "../document.ts";
import { isMembers, type Members, membersOf, plainText, textOf } from "../reading/values.ts";
import { list } from "./profile.ts";

/** One build of a version: its ids, for one architecture. */
export interface Flavor {
	readonly path: DocumentPath;
	readonly members: Members;
	readonly architecture: Architecture;
	/** The spelling in the file; null if it is missing, which means amd64. */
	readonly published: string | null;
	/** Distinguishes flavors of one architecture. */
	readonly variant: string | null;
}

/**
 * The builds of a version: itself, or each of its `capabilityFlavors`; a text instead of one with an unknown
 * architecture.
 */
export function flavorsOf(
	version: Members,
	path: DocumentPath,
): (Flavor | { readonly path: DocumentPath; readonly why: string })[] {
	const flavors = list(version, "capabilityFlavors");
	if (flavors.length === 0) return [flavor(version, path, textOf(version, "architecture"), null)];
	const read = flavors.flatMap((entry, i) => {
		if (!isMembers(entry)) return [];
		const capabilities = membersOf(Object.hasOwn(entry, "capabilities") ? entry.capabilities : undefined);
		const named = list(capabilities, "architecture").flatMap((word) => plainText(word) ?? []);
		const architectures: (string | null)[] =
			named.length > 0 ? named : [textOf(entry, "architecture") ?? textOf(version, "architecture")];
		return architectures.map((word) => ({
			entry,
			path: [...path, "capabilityFlavors", i],
			word,
			others: otherWords(capabilities),
		}));
	});
	return read.map(({ entry, path: at, word, others }) => {
		const isOnly =
			read.filter((other) => parseArchitecture(other.word ?? "amd64") === parseArchitecture(word ?? "amd64")).length ===
			1;
		return flavor(entry, at, word, isOnly || others === "" ? null : others);
	});
}

/** The architecture of a region's entry, otherwise its flavor's. */
export function withOwnArchitecture(whole: Flavor, region: Members, path: DocumentPath): ReturnType<typeof flavor> {
	const word = textOf(region, "architecture");
	return word === null ? { ...whole, path } : flavor(region, path, word, whole.variant);
}

function flavor(
	members: Members,
	path: DocumentPath,
	word: string | null,
	variant: string | null,
): Flavor | { path: DocumentPath; why: string } {
	const architecture = parseArchitecture(word ?? "amd64");
	if (!architecture) return { path, why: `${word} is not a known architecture` };
	return { path, members, architecture, published: word, variant };
}

function otherWords(capabilities: Members): string {
	return Object.keys(capabilities)
		.filter((key) => key !== "architecture")
		.sort()
		.flatMap((key) => list(capabilities, key).flatMap((word) => plainText(word) ?? []))
		.join("-")
		.toLowerCase();
}
