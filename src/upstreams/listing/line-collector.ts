import { compareText } from "../../base/compare-text.ts";
import { isFault } from "../../core/errors.ts";
import {
	type Cloud,
	canonicalUid,
	checkImageIdentity,
	hasRegionForm,
	type ImageFacts,
	type ImageIdentity,
	imageProblem,
	orderReleases,
	sameImage,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { rowOf } from "../reading/values.ts";
import type { ListedDefaults, ListedImage, Listing, ProductLine, Release, Scope, Skipped } from "../source.ts";
import { settleHeldBack } from "./held-back.ts";

/** Properties that all releases of a line share. */
export interface LineHead {
	readonly key: string;
	readonly name: string;
	readonly description: string;
	/** The line gets the tags of all its cells. */
	readonly tags: readonly string[];
	readonly scope: Scope;
}

/** A release without its images. Cells with the same `version` are one release; its time is the latest of theirs. */
export interface ReleaseHead {
	readonly version: string | null;
	readonly releasedAt: string | null;
	/** Its place in the vendor's own order. */
	readonly order?: number | undefined;
}

/** One cell of the map as a document gives it; `place` may throw the fault of a cloud's name. */
export interface Cell {
	readonly path: DocumentPath;
	readonly line: LineHead;
	readonly release: ReleaseHead;
	readonly place: () => Cloud;
	readonly image: ImageIdentity;
	readonly facts: Partial<ImageFacts>;
	/** Values of a setting that is new. */
	readonly defaults?: ListedDefaults | undefined;
	/** Why its publisher holds it back in this place. */
	readonly heldBack?: string | null | undefined;
}

/** Gathers the cells of a document, in any order, into product lines with their releases. */
export interface LineCollector {
	/**
	 * Adds a cell; one whose place or id can't be used is skipped. Throws the document's fault for a second image in one
	 * place of a release.
	 */
	add(cell: Cell): void;
	/** Notes a row that can't be used. */
	skip(path: DocumentPath, why: string): void;
	/** Adds a sentence to a release that has images. */
	note(lineKey: string, version: string | null, note: string): void;
	/** The gathered lines, releases oldest first. Lines of the same name get a number. */
	listing(): Listing;
}

/** Instructions that resolve an ambiguous list, where a source knows better ones than the collector. */
export interface Cures {
	/** Instruction for two images in one place of a release. */
	readonly twoImagesCure?: string;
}

const oneImageCure = "Keep one of the two in the list, or list them under different names or releases";

interface GatheredLine {
	readonly head: LineHead;
	readonly tags: Set<string>;
	readonly releases: Map<string | null, GatheredRelease>;
}

interface GatheredRelease {
	readonly version: string | null;
	readonly order: number | undefined;
	releasedAt: string | null;
	readonly images: Map<string, ListedImage>;
	readonly notes: Set<string>;
}

/** Starts an empty collector for one document. */
export function lineCollector(document: ListDocument, { twoImagesCure = oneImageCure }: Cures = {}): LineCollector {
	const lines = new Map<string, GatheredLine>();
	const skipped: Skipped[] = [];

	function skip(path: DocumentPath, why: string): void {
		skipped.push({ row: rowOf(path), why });
	}

	function add({
		path,
		line: head,
		release: { version, releasedAt, order },
		place,
		image: given,
		facts,
		heldBack,
		defaults,
	}: Cell): void {
		const placing = placed(place, given);
		if (typeof placing === "string") {
			skip(path, placing);
			return;
		}
		const { cloud, image } = placing;
		const line = lines.get(head.key) ?? { head, tags: new Set(), releases: new Map() };
		lines.set(head.key, line);
		for (const tag of head.tags) line.tags.add(tag);
		const release = line.releases.get(version) ?? { version, order, releasedAt, images: new Map(), notes: new Set() };
		line.releases.set(version, release);
		if (releasedAt !== null && releasedAt > (release.releasedAt ?? "")) release.releasedAt = releasedAt;
		const before = release.images.get(cloud.slug);
		if (before && !sameImage(before.image, image)) {
			const both = `${before.image.uid} and ${image.uid}`;
			const release = version === null ? head.name : `release ${version} of ${head.name}`;
			throw document.unclear(path, `${release} has two images for ${cloud.slug}: ${both}`, twoImagesCure);
		}
		if (before) return;
		const more = { ...(heldBack ? { heldBack } : {}), ...(defaults ? { defaults } : {}) };
		release.images.set(cloud.slug, { cloud, image, facts, ...more });
	}

	function note(lineKey: string, version: string | null, text: string): void {
		lines.get(lineKey)?.releases.get(version)?.notes.add(text);
	}

	return { add, skip, note, listing: () => ({ lines: namedLines(lines.values()), skipped }) };
}

/** The cloud, and the image in its one spelling; or why they can't be right. */
function placed(place: () => Cloud, given: ImageIdentity): { cloud: Cloud; image: ImageIdentity } | string {
	try {
		const cloud = place();
		if (cloud.type === "aws" && cloud.region !== null && !hasRegionForm("aws", cloud.region))
			return `“${cloud.region.slice(0, 80)}” is not a region of AWS`;
		const found = imageProblem(cloud, given);
		// A moving name of other clouds is what the publisher lists; lint reports it.
		if (found && (cloud.type === "aws" || !found.isMoving)) return found.problem;
		const image = { ...given, uid: canonicalUid(given.uid) };
		return { cloud, image: checkImageIdentity(cloud.slug, image) };
	} catch (error) {
		if (isFault(error)) return error.message;
		throw error;
	}
}

function namedLines(lines: Iterable<GatheredLine>): ProductLine[] {
	const used = new Set<string>();
	return [...lines].map(({ head, tags, releases }) => {
		const name = unusedName(head.name, used);
		used.add(name);
		return {
			...head,
			name,
			tags: [...tags].sort(compareText),
			releases: settleHeldBack(orderReleases([...releases.values()].map(finished))),
		};
	});
}

function unusedName(name: string, used: ReadonlySet<string>): string {
	if (!used.has(name)) return name;
	let n = 2;
	while (used.has(`${name}-${n}`)) n++;
	return `${name}-${n}`;
}

function finished({ version, releasedAt, order, images, notes }: GatheredRelease): Release {
	const placed = order === undefined ? {} : { order };
	return { version, releasedAt, ...placed, images: [...images.values()], notes: [...notes] };
}
