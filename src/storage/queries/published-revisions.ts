import type { Kysely } from "kysely";
import type { BundledPublication, ComponentKind, OfferState } from "../../core/index.ts";
import type { Tables } from "../tables.ts";

/** A publication of an account with all that others are told of it. */
export interface PublishedRevision extends BundledPublication {
	/** Null when it was retracted and its component deleted. */
	readonly componentId: number | null;
	/** The packed revision of a shared HEAD; null for a commit. */
	readonly snapshot: string | null;
	/** True = offered to everyone. */
	readonly isPublic: boolean;
	/** True = published because a template needs it: it travels with that, not by itself. */
	readonly isDependency: boolean;
	/** When its words or its state were last changed. */
	readonly updatedAt: string;
}

export function publishedRevisionReads(db: Kysely<Tables>) {
	const rows = (accountId: number) =>
		db
			.selectFrom("publications as p")
			.innerJoin("texts as description", "description.id", "p.description_id")
			.innerJoin("texts as notes", "notes.id", "p.notes_id")
			.leftJoin("texts as snapshot", "snapshot.id", "p.snapshot_id")
			.select(["p.component_id", "p.kind", "p.lineage", "p.number", "p.name", "p.digest", "p.short_description", "p.categories", "p.state"])
			.select(["p.is_public", "p.is_dependency", "p.published_at", "p.updated_at"])
			.select(["description.body as description", "notes.body as notes", "snapshot.body as snapshot"])
			.where("p.account_id", "=", accountId);
	return {
		/** What others see of the account itself; undefined for one that never published. */
		publisher: (accountId: number): Promise<{ readonly name: string; readonly url: string | null } | undefined> =>
			db.selectFrom("publishers").select(["name", "url"]).where("account_id", "=", accountId).executeTakeFirst(),
		/** All that the account offers to everyone, what it took back included, by kind, lineage and number. */
		listPublic: async (accountId: number): Promise<PublishedRevision[]> => {
			const found = await rows(accountId).where("p.is_public", "=", 1).orderBy("p.kind").orderBy("p.lineage").orderBy("p.number").execute();
			return found.map(publishedOf);
		},
		/** The publications of a name, whoever may see them, by number. */
		listNamed: async (accountId: number, named: { readonly kind: ComponentKind; readonly name: string }): Promise<PublishedRevision[]> => {
			const found = await rows(accountId)
				.where("p.kind", "=", named.kind)
				.where("p.name", "=", named.name)
				.orderBy("p.number")
				.orderBy("p.id")
				.execute();
			return found.map(publishedOf);
		},
	};
}

function publishedOf(row: {
	component_id: number | null;
	kind: string;
	lineage: string;
	number: number;
	name: string;
	digest: string;
	short_description: string;
	categories: string;
	state: string;
	is_public: number;
	is_dependency: number;
	published_at: string;
	updated_at: string;
	description: string;
	notes: string;
	snapshot: string | null;
}): PublishedRevision {
	return {
		componentId: row.component_id,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		number: row.number,
		name: row.name,
		digest: row.digest,
		state: row.state as OfferState,
		shortDescription: row.short_description,
		longDescription: row.description,
		releaseNotes: row.notes,
		categories: JSON.parse(row.categories) as string[],
		publishedAt: row.published_at,
		updatedAt: row.updated_at,
		snapshot: row.snapshot,
		isPublic: row.is_public === 1,
		isDependency: row.is_dependency === 1,
	};
}
