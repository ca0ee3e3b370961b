import { compareText } from "../../base/compare-text.ts";
import type { Release, Scope } from "../../upstreams/source.ts";
import { partIncludes } from "../components/place-releases.ts";

/** A part of a scope with its own timeline: what one document covers. */
export interface ScopePart {
	readonly name: string;
	holds(cloud: string): boolean;
}

/** The parts of a scope, with the same names in every import. */
export function scopeParts(scope: Scope): ScopePart[] {
	switch (scope.kind) {
		case "all":
			return [partNamed("all")];
		case "cloud-type":
			return [partNamed(`type ${scope.type}`)];
		case "aws-partition":
			return [partNamed(`aws ${scope.partition}`)];
		case "clouds":
			return [partNamed([...scope.clouds].sort(compareText).join(" "))];
		case "any-of":
			return scope.scopes.flatMap(scopeParts);
	}
}

function partNamed(name: string): ScopePart {
	return { name, holds: (cloud) => partIncludes(name, cloud) };
}

/** A digest of a release's map for each part of its scope, independent of the list's order. */
export function releaseParts(scope: Scope, release: Release, sha256: (text: string) => string): Record<string, string> {
	const parts: Record<string, string> = {};
	for (const part of scopeParts(scope)) {
		const map = release.images
			.filter(({ cloud }) => part.holds(cloud.slug))
			.map(({ cloud, image }) => [cloud.slug, image.kind, image.uid, image.checksum ?? ""].join(" "));
		parts[part.name] = sha256(map.sort(compareText).join("\n"));
	}
	return parts;
}
