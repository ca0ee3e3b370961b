import { isFault } from "../../core/errors.ts";
import type { StoredUpstream } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { importLists, type ListsInput } from "./import-files.ts";
import type { ImportReport } from "./import-listing.ts";
import { getUpstream } from "./list-upstreams.ts";

/** The result of a sync. */
export interface SyncReport {
	readonly upstream: StoredUpstream;
	/** `not-modified`: according to the server or the bytes · `imported`: the list was read, see the reports. */
	readonly outcome: "not-modified" | "imported";
	readonly reports: readonly ImportReport[];
}

/**
 * Fetches an upstream's list again and imports it. A list that returns to an earlier release is followed: the
 * publisher's current list counts. Throws the faults of fetching and reading, which are noted on the upstream; nothing
 * else changes then.
 */
export async function syncUpstream(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly onProgress?: ListsInput["onProgress"] },
): Promise<SyncReport> {
	assertMay(actor, "upstreams.manage");
	const upstream = await getUpstream(needs, actor, input.name);
	try {
		const fetched = await needs.lists.fetch(upstream.url, { etag: upstream.etag, lastModified: upstream.lastModified });
		if (fetched.kind === "not-modified")
			return await noteSync(needs, actor, { upstream, seen: upstream, text: "not modified", reports: [] });
		const seen = { etag: fetched.etag, lastModified: fetched.lastModified, contentDigest: needs.sha256(fetched.bytes) };
		if (seen.contentDigest === upstream.contentDigest)
			return await noteSync(needs, actor, { upstream, seen, text: "same bytes as before", reports: [] });
		const reports = await importLists(needs, actor, {
			files: [{ path: upstream.url, bytes: fetched.bytes }],
			format: upstream.format ?? undefined,
			options: upstream.options,
			allowOlder: true,
			onProgress: input.onProgress,
		});
		const commits = reports.reduce((sum, report) => sum + report.counts.committed, 0);
		const text =
			commits === 0 ? "the list changed, the map did not" : `${commits} new revision${commits === 1 ? "" : "s"}`;
		// Rows that could not be imported are tried again: a stored validator would hide this list as “not modified”.
		const isWhole = !reports.some((report) =>
			report.lines.some((line) => line.releases.some(({ outcome }) => outcome === "blocked" || outcome === "conflict")),
		);
		return await noteSync(needs, actor, {
			upstream,
			seen: isWhole ? seen : { etag: null, lastModified: null, contentDigest: null },
			text,
			reports,
		});
	} catch (error) {
		if (isFault(error)) await noteSync(needs, actor, { upstream, seen: upstream, text: error.message, reports: [] });
		throw error;
	}
}

async function noteSync(
	needs: Needs,
	actor: Actor,
	sync: {
		readonly upstream: StoredUpstream;
		readonly seen: Pick<StoredUpstream, "etag" | "lastModified" | "contentDigest">;
		readonly text: string;
		readonly reports: readonly ImportReport[];
	},
): Promise<SyncReport> {
	const { upstream, seen, text, reports } = sync;
	const at = needs.now();
	const changed = reports.some((report) => !report.unchanged);
	const revisions = reports.reduce((sum, report) => sum + report.counts.committed, 0);
	await needs.store.write(async (tx) => {
		await tx.upstreams.record(upstream.id, {
			...seen,
			checkedAt: at,
			outcome: text,
			...(changed ? { changedAt: at } : {}),
		});
		const before = upstream.outcome === null ? null : { outcome: upstream.outcome };
		tx.record(
			auditEntry(
				actor,
				"upstream.sync",
				{ id: upstream.id, name: upstream.name },
				{ at, before, after: { outcome: text, revisions } },
			),
		);
	});
	const after = await getUpstream(needs, actor, upstream.name);
	return { upstream: after, outcome: reports.length === 0 ? "not-modified" : "imported", reports };
}
