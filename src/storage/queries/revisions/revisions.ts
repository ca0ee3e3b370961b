import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";
import { ensureTexts } from "../texts.ts";

/** One commit. */
export interface StoredRevision {
	readonly componentId: number;
	readonly number: number;
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	/** Its content as JSON, for kinds whose content is a document; null for an MCI. */
	readonly document: string | null;
	readonly digest: string;
	readonly message: string;
	readonly author: string;
	/**
	 * When it was committed; for an upstream's release, the time of the release. The audit has the time when it was
	 * written here.
	 */
	readonly createdAt: string;
	readonly settingsCount: number;
	/** Number of differences from the previous commit. */
	readonly changesCount: number;
	/** The upstream's release, if it is one. */
	readonly release: StoredRelease | null;
	/** What was overridden at its commit; permanent. */
	readonly notes: readonly RevisionNote[];
	/** Why its publisher holds it back, in its words: `preview`. Null = `@latest` may mean it. */
	readonly heldBack: string | null;
}

/** A permanent warning of a commit. */
export interface RevisionNote {
	/** `pins-head`: it refers to a HEAD, which still moves. `lint-overridden`: committed in spite of errors. */
	readonly code: "pins-head" | "lint-overridden";
	readonly text: string;
}

export interface StoredRelease {
	readonly version: string | null;
	readonly releasedAt: string | null;
	/** The date of the list that it came from; null if the list has none. */
	readonly listedAt: string | null;
	/** For each part of its scope (a cloud type, a region), a digest of the map as the upstream listed it. */
	readonly parts: Readonly<Record<string, string>>;
}

/** A release as a commit. */
export interface NumberedRelease extends StoredRelease {
	readonly number: number;
	/** Why its publisher holds it back; null = it does not. */
	readonly heldBack: string | null;
}

export function revisionReads(db: Kysely<Tables>) {
	return {
		...revisionLookups(db),
		...revisionLists(db),
		...releaseLists(db),
	};
}

function revisionLookups(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("revisions")
			.innerJoin("texts", "texts.id", "revisions.description_id")
			.leftJoin("texts as documents", "documents.id", "revisions.document_id")
			.selectAll("revisions")
			.select(["texts.body as description", "documents.body as document"]);
	return {
		find: async (componentId: number, number: number): Promise<StoredRevision | undefined> => {
			const row = await rows()
				.where("component_id", "=", componentId)
				.where("number", "=", comparable(number))
				.executeTakeFirst();
			return row && revisionOf(row);
		},
	};
}

function revisionLists(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("revisions")
			.innerJoin("texts", "texts.id", "revisions.description_id")
			.leftJoin("texts as documents", "documents.id", "revisions.document_id")
			.selectAll("revisions")
			.select(["texts.body as description", "documents.body as document"]);
	return {
		/** Newest first, below `before`. */
		list: async (
			componentId: number,
			page: { readonly before?: number | undefined; readonly limit: number },
		): Promise<StoredRevision[]> => {
			let query = rows().where("component_id", "=", componentId);
			if (page.before !== undefined) query = query.where("number", "<", comparable(page.before));
			return (await query.orderBy("number", "desc").limit(page.limit).execute()).map(revisionOf);
		},
		/** The numbers of all commits of these components, oldest first: those of an import have gaps. */
		listNumbers: async (componentIds: readonly number[]): Promise<Map<number, number[]>> => {
			const found = new Map<number, number[]>();
			for (let i = 0; i < componentIds.length; i += 500) {
				const page = componentIds.slice(i, i + 500);
				const query = db.selectFrom("revisions").select(["component_id", "number"]).where("component_id", "in", page);
				for (const row of await query.orderBy("component_id").orderBy("number").execute()) {
					const numbers = found.get(row.component_id);
					if (numbers) numbers.push(row.number);
					else found.set(row.component_id, [row.number]);
				}
			}
			return found;
		},
		/** These commits, in no order, without those that do not exist. */
		listAt: async (
			asked: readonly { readonly componentId: number; readonly number: number }[],
		): Promise<StoredRevision[]> => {
			const found: StoredRevision[] = [];
			for (const [componentId, of] of Map.groupBy(asked, (one) => one.componentId)) {
				const numbers = of.map(({ number }) => comparable(number));
				for (let i = 0; i < numbers.length; i += 500) {
					const page = numbers.slice(i, i + 500);
					found.push(
						...(await rows().where("component_id", "=", componentId).where("number", "in", page).execute()).map(
							revisionOf,
						),
					);
				}
			}
			return found;
		},
		listByDigest: async (accountId: number, digest: string): Promise<{ name: string; number: number }[]> =>
			db
				.selectFrom("revisions")
				.innerJoin("components", "components.id", "revisions.component_id")
				.select(["components.name", "revisions.number"])
				.where("components.account_id", "=", accountId)
				.where("digest", "=", digest)
				.execute(),
	};
}

function releaseLists(db: Kysely<Tables>) {
	return {
		/** The commits of these components that their publishers hold back, with the reasons, in no order. */
		listHeldBack: async (
			componentIds: readonly number[],
		): Promise<{ readonly componentId: number; readonly number: number; readonly heldBack: string }[]> => {
			const found = [];
			for (let i = 0; i < componentIds.length; i += 500) {
				const rows = await db
					.selectFrom("revisions")
					.select(["component_id", "number", "held_back"])
					.where("component_id", "in", componentIds.slice(i, i + 500))
					.where("held_back", "is not", null)
					.execute();
				found.push(...rows);
			}
			return found.map((row) => ({
				componentId: row.component_id,
				number: row.number,
				heldBack: row.held_back ?? "",
			}));
		},
		/** The upstream releases among the commits, oldest first. */
		listReleases: async (componentId: number): Promise<NumberedRelease[]> => {
			const found = await db
				.selectFrom("revisions")
				.select(["number", "release_version", "released_at", "listed_at", "release_parts", "held_back"])
				.where("component_id", "=", componentId)
				.where("release_parts", "is not", null)
				.orderBy("number")
				.execute();
			return found.map((row) => ({
				number: row.number,
				version: row.release_version,
				releasedAt: row.released_at,
				listedAt: row.listed_at,
				parts: partsOf(row.release_parts),
				heldBack: row.held_back,
			}));
		},
	};
}

export function revisionWrites(db: Kysely<Tables>) {
	return {
		insert: async (revision: StoredRevision): Promise<void> => {
			const { document } = revision;
			const texts = await ensureTexts(
				db,
				document === null ? [revision.description] : [revision.description, document],
			);
			await db
				.insertInto("revisions")
				.values({
					component_id: revision.componentId,
					number: revision.number,
					name: revision.name,
					description_id: texts.get(revision.description) ?? 0,
					tags: JSON.stringify(revision.tags),
					document_id: document === null ? null : (texts.get(document) ?? 0),
					digest: revision.digest,
					message: revision.message,
					author: revision.author,
					created_at: revision.createdAt,
					settings_count: revision.settingsCount,
					changes_count: revision.changesCount,
					release_version: revision.release?.version ?? null,
					released_at: revision.release?.releasedAt ?? null,
					listed_at: revision.release?.listedAt ?? null,
					release_parts: revision.release ? JSON.stringify(revision.release.parts) : null,
					notes: revision.notes.length === 0 ? null : JSON.stringify(revision.notes),
					held_back: revision.heldBack,
				})
				.execute();
		},
		/** Marks a commit as held back, or clears the mark with null. `@latest` follows by `refreshCurrent`. */
		setHeldBack: async (componentId: number, number: number, heldBack: string | null): Promise<void> => {
			await db
				.updateTable("revisions")
				.set({ held_back: heldBack })
				.where("component_id", "=", componentId)
				.where("number", "=", number)
				.execute();
		},
	};
}

function revisionOf(row: {
	component_id: number;
	number: number;
	name: string;
	description: string;
	document: string | null;
	tags: string;
	digest: string;
	message: string;
	author: string;
	created_at: string;
	settings_count: number;
	changes_count: number;
	release_version: string | null;
	released_at: string | null;
	listed_at: string | null;
	release_parts: string | null;
	notes: string | null;
	held_back: string | null;
}): StoredRevision {
	return {
		componentId: row.component_id,
		number: row.number,
		name: row.name,
		description: row.description,
		tags: JSON.parse(row.tags) as string[],
		document: row.document,
		digest: row.digest,
		message: row.message,
		author: row.author,
		createdAt: row.created_at,
		settingsCount: row.settings_count,
		changesCount: row.changes_count,
		release:
			row.release_parts === null
				? null
				: {
						version: row.release_version,
						releasedAt: row.released_at,
						listedAt: row.listed_at,
						parts: partsOf(row.release_parts),
					},
		notes: row.notes === null ? [] : (JSON.parse(row.notes) as RevisionNote[]),
		heldBack: row.held_back,
	};
}

function partsOf(text: string | null): Record<string, string> {
	return text === null ? {} : (JSON.parse(text) as Record<string, string>);
}
