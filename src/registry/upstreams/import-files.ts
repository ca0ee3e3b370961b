import type { ListBytes } from "../../upstreams/read-listing.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type ImportReport, importUpstream } from "./import-listing.ts";

/** Files to import, in order, and how to read them. */
export interface ListsInput {
	readonly files: readonly ListBytes[];
	readonly format?: string | undefined;
	readonly options?: Readonly<Record<string, string>> | undefined;
	readonly allowOlder?: boolean | undefined;
	readonly dryRun?: boolean | undefined;
	readonly onProgress?:
		| ((progress: { readonly done: number; readonly total: number; readonly what: string }) => void)
		| undefined;
}

/**
 * Imports files given as bytes. Reads all before writing anything: one malformed file refuses all. Returns one report
 * for each list; files that belong together (one per cloud) are one list.
 */
export async function importLists(needs: Needs, actor: Actor, input: ListsInput): Promise<ImportReport[]> {
	assertMay(actor, "upstreams.manage");
	input.onProgress?.({
		done: 0,
		total: 0,
		what: input.files.length === 1 ? `reading ${input.files[0]?.path}` : `reading ${input.files.length} files`,
	});
	const listings = await needs.lists.read(input.files, { format: input.format, options: input.options });
	const total = listings.reduce((sum, { listing }) => sum + listing.lines.length, 0);
	const reports: ImportReport[] = [];
	let before = 0;
	for (const { format, from, listing, warnings } of listings) {
		const report = await importUpstream(needs, actor, {
			format,
			from,
			listing,
			warnings,
			allowOlder: input.allowOlder,
			dryRun: input.dryRun,
			onProgress: (done) => input.onProgress?.({ done: before + done, total, what: from }),
		});
		before += listing.lines.length;
		reports.push(report);
	}
	return reports;
}
