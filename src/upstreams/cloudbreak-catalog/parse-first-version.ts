import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { elementsAt, isMembers, type Members, memberOf, membersAt, membersOf, textOf } from "../reading/values.ts";
import type { Listing, Skipped } from "../source.ts";
import { readImages } from "./read-images.ts";

/**
 * Reads the first version: `cloudbreak[].ambari.<stack>[].images`. A line per branch of a stack (HDP 2.5), a release
 * per pair of stack and Ambari versions; there are no dates.
 */
export function parseFirstVersion(document: ListDocument): Listing {
	const root = membersAt(document, [], document.value);
	const lines = lineCollector(document);
	const skipped: Skipped[] = [];
	elementsAt(document, ["cloudbreak"], memberOf(root, "cloudbreak")).forEach((value, i) => {
		const path: DocumentPath = ["cloudbreak", i, "ambari"];
		const ambari = memberOf(membersOf(value), "ambari");
		if (!isMembers(ambari)) {
			lines.skip(["cloudbreak", i], "the entry has no ambari");
			return;
		}
		const version = textOf(ambari, "version");
		for (const [stack, builds] of Object.entries(ambari)) {
			if (!Array.isArray(builds) || !builds.some((build) => Object.hasOwn(membersOf(build), "images"))) continue;
			builds.forEach((build, n) => {
				skipped.push(
					...addBuild(document, lines, { stack, ambari: version, build: membersOf(build), path: [...path, stack, n] }),
				);
			});
		}
	});
	const listing = lines.listing();
	return { lines: listing.lines, skipped: [...listing.skipped, ...skipped] };
}

interface Build {
	readonly stack: string;
	readonly ambari: string | null;
	readonly build: Members;
	readonly path: DocumentPath;
}

function addBuild(
	document: ListDocument,
	lines: LineCollector,
	{ stack, ambari, build, path }: Build,
): readonly Skipped[] {
	const version = textOf(build, "version");
	const images = memberOf(build, "images");
	if (version === null || !isMembers(images)) {
		lines.skip(path, version === null ? "the build has no version" : "the build has no images");
		return [];
	}
	const branch = /^\d+(?:\.\d+)?/.exec(version)?.[0] ?? version;
	const release = ambari === null ? version : `${version}_ambari-${ambari}`;
	const facts = knownFacts({ variant: stack, release });
	const { parts, skipped } = readImages(document, { images, facts, path: [...path, "images"] });
	for (const { cloud, image } of parts.flatMap((part) => part.images)) {
		lines.add({
			path,
			line: {
				key: `cloudbreak/${stack}/${branch}`,
				name: lineName(`cloudbreak ${stack} ${branch}`, null),
				description: `Cloudbreak's image of ${stack.toUpperCase()} ${branch}`,
				tags: ["cloudbreak"],
				scope: { kind: "all" },
			},
			release: { version: release, releasedAt: null },
			place: () => cloud,
			image,
			facts,
		});
	}
	return skipped;
}
