import { compareText } from "../../base/compare-text.ts";
import { compareVersion } from "../../base/compare-version.ts";
import { isFault } from "../../core/errors.ts";
import { type Cloud, checkImageIdentity, cloudOf } from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineName } from "../listing/line-name.ts";
import { readTime } from "../reading/read-time.ts";
import { elementsAt, isMembers, memberOf, membersAt, membersOf, rowOf } from "../reading/values.ts";
import type { ListedImage, Listing, ProductLine, Release, Skipped } from "../source.ts";
import { type Entry, readEntry } from "./read-entry.ts";

/** An entry in the one place its provider has: names, paths and URNs are the same in all regions. */
type Placed = Entry & { readonly cloud: Cloud };

interface Line {
	readonly key: string;
	readonly entries: Placed[];
	/** The id of each cloud and release that the line has. */
	readonly cells: Map<string, string>;
}

/** True for `spec.images[]` with a provider or a Kubernetes range, or next to kOps' own version lists. */
export function isKopsChannel(value: unknown): boolean {
	const spec = membersOf(memberOf(membersOf(value), "spec"));
	const images = memberOf(spec, "images");
	if (!Array.isArray(images)) return false;
	if (Array.isArray(memberOf(spec, "kopsVersions"))) return true;
	return images.some(
		(image) =>
			isMembers(image) &&
			"name" in image &&
			["providerID", "kubernetesVersion", "labels"].some((key) => Object.hasOwn(image, key)),
	);
}

/** Reads `spec.images[]`: one line per OS, version and architecture over all providers. */
export function parseKopsChannel(document: ListDocument): Listing {
	const spec = membersAt(document, ["spec"], memberOf(membersAt(document, [], document.value), "spec"));
	const skipped: Skipped[] = [];
	const lines = new Map<string, Line>();
	elementsAt(document, ["spec", "images"], memberOf(spec, "images")).forEach((value, i) => {
		const entry = isMembers(value) ? placed(readEntry(value)) : "the entry is not an image";
		if (typeof entry === "string") skipped.push({ row: rowOf(["spec", "images", i]), why: entry });
		else addTo(lines, entry);
	});
	return { lines: [...lines.values()].map(lineOf), skipped };
}

function placed(entry: Entry | string): Placed | string {
	if (typeof entry === "string") return entry;
	try {
		const cloud = cloudOf(entry.provider, null);
		checkImageIdentity(cloud.slug, entry.image);
		return { ...entry, cloud };
	} catch (error) {
		if (isFault(error)) return error.message;
		throw error;
	}
}

/** A second image of one cloud and release is packaged differently (`gen1` and `gen2`): it becomes a separate line. */
function addTo(lines: Map<string, Line>, entry: Placed): void {
	const usual = [lineName(entry.line, null), entry.architecture];
	const packed = lineName(entry.variant === "" ? entry.name : entry.variant, null);
	for (const parts of [usual, [...usual, packed], [...usual, packed, lineName(entry.name, null)]]) {
		const key = parts.join("/");
		const line: Line = lines.get(key) ?? { key, entries: [], cells: new Map() };
		const cell = JSON.stringify([entry.cloud.slug, timeKeyOf(entry)]);
		const other = line.cells.get(cell);
		if (other !== undefined && other !== entry.image.uid) continue;
		lines.set(key, line);
		line.cells.set(cell, entry.image.uid);
		line.entries.push(entry);
		return;
	}
}

function lineOf({ key, entries }: Line): ProductLine {
	const [words = key, platform = null, ...variant] = key.split("/");
	const ranges = entries.flatMap(({ range }) => (range === null ? [] : [`kubernetes:${range}`]));
	const name = lineName([words, ...variant].join(" "), platform);
	return {
		key,
		name,
		description: `${words} for ${platform}, as a kOps channel recommends it`,
		tags: [...new Set(ranges.filter((tag) => tag.length <= 200 && !/\p{Cc}/u.test(tag)))].sort(compareText),
		scope: { kind: "all" },
		releases: releasesOf(entries),
	};
}

/**
 * A channel gives each cloud its own release of the line. The newest state has the newest of each cloud; where a cloud
 * has several (for different ranges of Kubernetes), there is an earlier state with each older one, in which the other
 * clouds are as they were then or, without an older one, as they are.
 */
function releasesOf(entries: readonly Placed[]): Release[] {
	const sorted = [...entries].sort(olderFirst);
	const current = new Map(entries.map((entry) => [entry.cloud.slug, entry]));
	for (const entry of sorted.toReversed()) current.set(entry.cloud.slug, entry);
	const releases: Release[] = [];
	for (const time of timesOf(sorted)) {
		const isNew = time.some((entry) => current.get(entry.cloud.slug)?.image.uid !== entry.image.uid);
		for (const entry of time) current.set(entry.cloud.slug, entry);
		if (!isNew) releases.pop();
		releases.push(releaseOf(time, [...current.values()]));
	}
	return releases;
}

function timesOf(sorted: readonly Placed[]): Placed[][] {
	const groups: Placed[][] = [];
	for (const entry of sorted) {
		const last = groups.at(-1);
		if (last?.[0] && olderFirst(last[0], entry) === 0) last.push(entry);
		else groups.push([entry]);
	}
	return groups;
}

function olderFirst(a: Entry, b: Entry): number {
	return (
		compareText(a.day ?? "", b.day ?? "") || (a.day === null ? compareVersion(a.release ?? "", b.release ?? "") : 0)
	);
}

function timeKeyOf(entry: Entry): string {
	return entry.day ?? entry.release ?? "";
}

function releaseOf(time: readonly Placed[], state: readonly Placed[]): Release {
	const [newest] = time;
	const behind = state.filter(
		(entry) => entry.release !== null && timeKeyOf(entry) !== (newest ? timeKeyOf(newest) : null),
	);
	return {
		version: newest?.release?.replace(/^v(?=\d)/, "") ?? null,
		releasedAt: readTime(newest?.day ?? null),
		images: state.map(listedImage),
		notes: behind.map((entry) => `${entry.cloud.slug} is at ${entry.release}`),
	};
}

function listedImage({
	cloud,
	image,
	name,
	os,
	osVersion,
	architecture,
	publishedArchitecture,
	owner,
	release,
	variant,
}: Placed): ListedImage {
	const facts = knownFacts({
		name,
		os,
		osVersion,
		architecture,
		publishedArchitecture,
		owner,
		release,
		variant: variant === "" ? null : variant,
	});
	return { cloud, image, facts };
}
