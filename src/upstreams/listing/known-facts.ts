import type { ImageFacts } from "../../core/image/index.ts";
import { readImageName } from "../../core/image/index.ts";

/** The facts that are known: null and undefined are left out. */
export function knownFacts(
	facts: { readonly [Fact in keyof ImageFacts]?: ImageFacts[Fact] | undefined },
): Partial<ImageFacts> {
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
}

/** OS, version and architecture as far as a name says them. */
export function factsOfName(name: string): Partial<ImageFacts> {
	const { os, osVersion, architecture, publishedArchitecture } = readImageName(name);
	return knownFacts({ os, osVersion, architecture, publishedArchitecture });
}
