import type { ImageFacts } from "../core/image/index.ts";
import type { Listing, ListWarning, ProductLine } from "./source.ts";

/** Facts of which one image has only one value, and what they are called. */
const facts = [
	["architecture", "architecture"],
	["os", "OS"],
	["name", "name"],
] as const satisfies readonly (readonly [keyof ImageFacts, string])[];

interface Claim {
	readonly line: ProductLine;
	readonly version: string | null;
	readonly facts: Partial<ImageFacts>;
}

/** Fact in which two entries contradict each other. */
interface Contradiction {
	readonly fact: string;
	readonly claims: readonly [string, string];
	readonly values: readonly [string, string];
	readonly images: string[];
}

/**
 * The images that two entries of a list claim with different architectures, OSes or names: one of the two is wrong. One
 * warning for each pair of entries, however many images it is about.
 */
export function findContradictions({ lines }: Listing): ListWarning[] {
	const first = new Map<string, Claim>();
	const found = new Map<string, Contradiction>();
	for (const line of lines)
		for (const { version, images } of line.releases)
			for (const { cloud, image, facts: said } of images) {
				const key = JSON.stringify([cloud.slug, image.kind, image.uid, image.checksum]);
				const before = first.get(key);
				const claim = { line, version, facts: said };
				if (before === undefined) first.set(key, claim);
				else if (before.line !== line) note(found, [before, claim], `${image.uid} of ${cloud.slug}`);
			}
	return [...found.values()].map(({ fact, claims, values, images }) => ({
		row: claims.join(" and "),
		why: `both list ${listed(images)}, the first with the ${fact} ${values[0]}, the second with ${values[1]}`,
	}));
}

function note(found: Map<string, Contradiction>, [a, b]: readonly [Claim, Claim], image: string): void {
	for (const [fact, word] of facts) {
		const [x, y] = [a.facts[fact] ?? null, b.facts[fact] ?? null];
		if (x === null || y === null || x === y) continue;
		const claims = [entryName(a), entryName(b)] as const;
		const key = JSON.stringify([fact, ...claims, x, y]);
		const known = found.get(key) ?? { fact: word, claims, values: [x, y] as const, images: [] };
		found.set(key, known);
		known.images.push(image);
		return;
	}
}

function entryName({ line, version }: Claim): string {
	return version === null ? line.name : `${line.name} ${version}`;
}

function listed([first = "", ...others]: readonly string[]): string {
	if (others.length === 0) return first;
	return `${first} and ${others.length} more ${others.length === 1 ? "image" : "images"}`;
}
