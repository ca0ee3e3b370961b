import { fault } from "../../core/errors.ts";
import type { Listing, ListWarning, ProductLine, Skipped } from "../../upstreams/source.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { HeadMoved } from "./head-moved.ts";
import { type ImportedLine, importLine, type LineReport } from "./import-product-line.ts";

/** A listing that was read, and how to import it. */
export interface ImportInput {
	/** Id of the format, which is part of each MCI's origin. */
	readonly format: string;
	/** The list's name in messages: the file's name, or the upstream's. */
	readonly from: string;
	readonly listing: Listing;
	/** What is imported and probably wrong; goes into the report. */
	readonly warnings?: readonly ListWarning[] | undefined;
	readonly allowOlder?: boolean | undefined;
	/**
	 * Dry run: report what would change, and save nothing. A large listing takes several transactions, so a group does
	 * not see what an earlier group would have written.
	 */
	readonly dryRun?: boolean | undefined;
	/** Called after each group of product lines. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ImportReport {
	readonly format: string;
	readonly from: string;
	readonly lines: readonly LineReport[];
	readonly skipped: readonly Skipped[];
	/** Entries that were imported and contradict each other. */
	readonly warnings: readonly ListWarning[];
	readonly counts: {
		readonly mcisMade: number;
		readonly committed: number;
		readonly imagesAdded: number;
		readonly imagesChanged: number;
		readonly skipped: number;
	};
	/** True if nothing changed in the registry. */
	readonly unchanged: boolean;
}

/** The most images that one transaction imports, unless one product line has more. */
const groupSize = 5000;
const tries = 20;

/**
 * Imports a listing: finds or creates an MCI for each product line by its key, and commits each new release. Product
 * lines are written whole, several in one transaction: a crash leaves no half release, and importing again adds the
 * rest. Throws `upstream-file-unusable` if no row could be used.
 */
export async function importUpstream(needs: Needs, actor: Actor, input: ImportInput): Promise<ImportReport> {
	assertMay(actor, "upstreams.manage");
	const { listing } = input;
	if (listing.lines.length === 0)
		throw fault("upstream-file-unusable", { file: input.from, skipped: listing.skipped.slice(0, 100) });
	const lines: LineReport[] = [];
	const counts = { mcisMade: 0, committed: 0, imagesAdded: 0, imagesChanged: 0 };
	for (const group of groups(listing.lines)) {
		const done = await importGroup(needs, actor, input, group);
		for (const { report, imagesAdded, imagesChanged } of done) {
			lines.push(report);
			counts.mcisMade += report.made ? 1 : 0;
			counts.committed += report.releases.filter((release) => release.outcome === "committed").length;
			counts.imagesAdded += imagesAdded;
			counts.imagesChanged += imagesChanged;
		}
		input.onProgress?.(lines.length, listing.lines.length);
	}
	const unchanged =
		!lines.some(isMarked) && counts.committed === 0 && counts.imagesAdded === 0 && counts.imagesChanged === 0;
	return {
		format: input.format,
		from: input.from,
		lines,
		skipped: listing.skipped,
		warnings: input.warnings ?? [],
		counts: { ...counts, skipped: listing.skipped.length },
		unchanged,
	};
}

async function importGroup(
	needs: Needs,
	actor: Actor,
	input: ImportInput,
	group: readonly ProductLine[],
): Promise<ImportedLine[]> {
	const { format, from, allowOlder = false } = input;
	for (let attempt = 1; ; attempt++) {
		try {
			return await needs.store.write(
				async (tx) => {
					const done: ImportedLine[] = [];
					for (const line of group) done.push(await importLine(needs, tx, { actor, line, format, from, allowOlder }));
					return done.some(isChanged) ? done : tx.undo(done);
				},
				{ dryRun: input.dryRun },
			);
		} catch (error) {
			if (!(error instanceof HeadMoved)) throw error;
			if (attempt >= tries)
				throw fault("head-busy", {
					name: group
						.map((line) => line.name)
						.join(", ")
						.slice(0, 200),
				});
		}
	}
}

function isChanged({ report, imagesAdded, imagesChanged }: ImportedLine): boolean {
	return (
		imagesAdded + imagesChanged > 0 ||
		isMarked(report) ||
		report.releases.some(({ outcome }) => outcome === "committed")
	);
}

function isMarked({ releases }: LineReport): boolean {
	return releases.some(({ outcome }) => outcome === "held-back" || outcome === "released");
}

function* groups(lines: readonly ProductLine[]): Generator<readonly ProductLine[]> {
	let group: ProductLine[] = [];
	let size = 0;
	for (const line of lines) {
		const images = line.releases.reduce((sum, release) => sum + release.images.length, 0);
		if (group.length > 0 && size + images > groupSize) {
			yield group;
			group = [];
			size = 0;
		}
		group.push(line);
		size += images;
	}
	if (group.length > 0) yield group;
}
