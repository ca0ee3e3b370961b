import type { ImageFacts } from "../../core/image/index.ts";
import { readImageName } from "../../core/image/index.ts";

/** The known facts: null and undefined are omitted. */
export function knownFacts(
	facts: { readonly [Fact in keyof ImageFacts]?: ImageFacts[Fact] | undefined },
): Partial<ImageFacts> {
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
}

/** OS, version and architecture from a name. */
export function factsOfName(name: string): Partial<ImageFacts> {
	const { os, osVersion, architecture, publishedArchitecture } = readImageName(name);
	return knownFacts({ os, osVersion, architecture, publishedArchitecture });
}
