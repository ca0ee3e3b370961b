import { compareVersion } from "../../base/compare-version.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type Cell, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import {
	elementsAt,
	isMembers,
	type Members,
	memberOf,
	membersAt,
	membersOf,
	plainText,
	textOf,
} from "../reading/values.ts";
import type { ListedImage, Listing, Skipped } from "../source.ts";
import { readImages } from "./read-images.ts";

/**
 * Reads the first version: `cloudbreak[].ambari.<stack>[].images`. A line per branch of a stack (HDP 2.5), a release
 * per pair of stack and Ambari versions; there are no dates. A pair that has other images for other versions of
 * Cloudbreak is a release for each of them.
 */
export function parseFirstVersion(document: ListDocument): Listing {
	const root = membersAt(document, [], document.value);
	const lines = lineCollector(document);
	const skipped: Skipped[] = [];
	const builds: Build[] = [];
	elementsAt(document, ["cloudbreak"], memberOf(root, "cloudbreak")).forEach((value, i) => {
		const path: DocumentPath = ["cloudbreak", i, "ambari"];
		const ambari = memberOf(membersOf(value), "ambari");
		if (!isMembers(ambari)) {
			lines.skip(["cloudbreak", i], "the entry has no ambari");
			return;
		}
		for (const [stack, list] of Object.entries(ambari)) {
			if (!Array.isArray(list) || !list.some((build) => Object.hasOwn(membersOf(build), "images"))) continue;
			list.forEach((value, n) => {
				const build = readBuild(document, { stack, ambari, build: membersOf(value), path: [...path, stack, n] });
				if (typeof build === "string") {
					lines.skip([...path, stack, n], build);
					return;
				}
				builds.push(build);
				skipped.push(...build.skipped);
			});
		}
	});
	for (const same of Map.groupBy(builds, ({ stack, release }) => `${stack}/${release}`).values()) {
		const isApart = contradict(same);
		for (const build of same) {
			const label = isApart && build.cloudbreak !== null ? `_cb-${build.cloudbreak}` : "";
			for (const cell of cellsOf(build, `${build.release}${label}`)) lines.add(cell);
		}
	}
	const listing = lines.listing();
	return { lines: listing.lines, skipped: [...listing.skipped, ...skipped] };
}

interface Build {
	readonly stack: string;
	readonly branch: string;
	readonly release: string;
	/** The newest version of Cloudbreak that it is for. */
	readonly cloudbreak: string | null;
	readonly path: DocumentPath;
	readonly images: readonly ListedImage[];
	readonly skipped: readonly Skipped[];
}

interface BuildPlace {
	readonly stack: string;
	readonly ambari: Members;
	readonly build: Members;
	readonly path: DocumentPath;
}

/** The build, or why it can't be used. */
function readBuild(document: ListDocument, { stack, ambari, build, path }: BuildPlace): Build | string {
	const version = textOf(build, "version");
	const images = memberOf(build, "images");
	if (version === null) return "the build has no version";
	if (!isMembers(images)) return "the build has no images";
	const ambariVersion = textOf(ambari, "version");
	const { parts, skipped } = readImages(document, { images, facts: {}, path: [...path, "images"] });
	return {
		stack,
		branch: /^\d+(?:\.\d+)?/.exec(version)?.[0] ?? version,
		release: ambariVersion === null ? version : `${version}_ambari-${ambariVersion}`,
		cloudbreak: newestOf(memberOf(ambari, "cb_versions")),
		path,
		images: parts.flatMap((part) => part.images),
		skipped,
	};
}

function newestOf(versions: unknown): string | null {
	const list = (Array.isArray(versions) ? versions : []).flatMap((version: unknown) => plainText(version) ?? []);
	return list.sort(compareVersion).at(-1) ?? null;
}

/** True if builds of one release have different images in one place, and are for different versions of Cloudbreak. */
function contradict(builds: readonly Build[]): boolean {
	if (new Set(builds.map(({ cloudbreak }) => cloudbreak)).size < 2) return false;
	const ids = new Map<string, string>();
	return builds
		.flatMap(({ images }) => images)
		.some(({ cloud, image }) => {
			const before = ids.get(cloud.slug);
			ids.set(cloud.slug, image.uid);
			return before !== undefined && before !== image.uid;
		});
}

function cellsOf({ stack, branch, path, images }: Build, release: string): Cell[] {
	return images.map(({ cloud, image }) => ({
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
		facts: knownFacts({ variant: stack, release }),
	}));
}
