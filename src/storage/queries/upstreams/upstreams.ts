import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

export interface StoredUpstream {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	readonly url: string;
	/** Null = recognized from the content at each sync. */
	readonly format: string | null;
	readonly options: Readonly<Record<string, string>>;
	readonly etag: string | null;
	readonly lastModified: string | null;
	readonly contentDigest: string | null;
	readonly createdAt: string;
	readonly checkedAt: string | null;
	readonly changedAt: string | null;
	/** The result of the last sync, as a sentence. */
	readonly outcome: string | null;
}

export function upstreamReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("upstreams").selectAll();
	return {
		find: async (accountId: number, name: string): Promise<StoredUpstream | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("name", "=", name).executeTakeFirst();
			return row && upstreamOf(row);
		},
		list: async (accountId: number): Promise<StoredUpstream[]> =>
			(await rows().where("account_id", "=", accountId).orderBy("name").execute()).map(upstreamOf),
	};
}

export function upstreamWrites(db: Kysely<Tables>) {
	return {
		insert: async (
			upstream: Pick<StoredUpstream, "accountId" | "name" | "url" | "format" | "options" | "createdAt">,
		): Promise<number> => {
			const row = await db
				.insertInto("upstreams")
				.values({
					account_id: upstream.accountId,
					name: upstream.name,
					url: upstream.url,
					format: upstream.format,
					options: JSON.stringify(upstream.options),
					created_at: upstream.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/** Records a sync: the server's validators and the result. */
		record: async (
			id: number,
			sync: Pick<StoredUpstream, "etag" | "lastModified" | "contentDigest" | "checkedAt" | "outcome"> & {
				readonly changedAt?: string;
			},
		): Promise<void> => {
			await db
				.updateTable("upstreams")
				.set({
					etag: sync.etag,
					last_modified: sync.lastModified,
					content_digest: sync.contentDigest,
					checked_at: sync.checkedAt,
					outcome: sync.outcome,
					...(sync.changedAt === undefined ? {} : { changed_at: sync.changedAt }),
				})
				.where("id", "=", id)
				.execute();
		},
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("upstreams").where("id", "=", id).execute();
		},
	};
}

function upstreamOf(row: {
	id: number;
	account_id: number;
	name: string;
	url: string;
	format: string | null;
	options: string;
	etag: string | null;
	last_modified: string | null;
	content_digest: string | null;
	created_at: string;
	checked_at: string | null;
	changed_at: string | null;
	outcome: string | null;
}): StoredUpstream {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		url: row.url,
		format: row.format,
		options: JSON.parse(row.options) as Record<string, string>,
		etag: row.etag,
		lastModified: row.last_modified,
		contentDigest: row.content_digest,
		createdAt: row.created_at,
		checkedAt: row.checked_at,
		changedAt: row.changed_at,
		outcome: row.outcome,
	};
}
