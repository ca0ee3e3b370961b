import { compareText } from "../../base/compare-text.ts";
import { awsPartition } from "../../core/image/index.ts";
import type { Release, Scope } from "../../upstreams/source.ts";

/** A part of a scope with its own timeline: what one document covers. */
export interface ScopePart {
	readonly name: string;
	holds(cloud: string): boolean;
}

/** The parts of a scope, with the same names in every import. */
export function scopeParts(scope: Scope): ScopePart[] {
	switch (scope.kind) {
		case "all":
			return [{ name: "all", holds: () => true }];
		case "cloud-type":
			return [
				{ name: `type ${scope.type}`, holds: (cloud) => cloud === scope.type || cloud.startsWith(`${scope.type}-`) },
			];
		case "aws-partition":
			return [
				{
					name: `aws ${scope.partition}`,
					holds: (cloud) => cloud.startsWith("aws-") && awsPartition(cloud.slice("aws-".length)) === scope.partition,
				},
			];
		case "clouds":
			return [{ name: [...scope.clouds].sort(compareText).join(" "), holds: (cloud) => scope.clouds.includes(cloud) }];
		case "any-of":
			return scope.scopes.flatMap(scopeParts);
	}
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
