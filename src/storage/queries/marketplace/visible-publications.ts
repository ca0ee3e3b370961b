import { type Kysely, sql } from "kysely";
import type { ComponentKind, Lifecycle } from "../../../core/component/index.ts";
import { publisherKey } from "../../../core/marketplace/index.ts";
import type { Tables } from "../../tables.ts";
import { visibleTo } from "./visible-to.ts";

/** A publication as an account that may import it sees it. */
export interface VisiblePublication {
	readonly publicationId: number;
	/** The account that publishes it, and its publisher name. */
	readonly accountId: number;
	readonly publisher: string;
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** The publisher's component. */
	readonly componentId: number;
	/** 0 = a shared HEAD. */
	readonly number: number;
	readonly name: string;
	readonly digest: string;
	readonly state: "active" | "deprecated" | "retracted";
	/** True = published as a template's dependency: imported only with the template. */
	readonly isDependency: boolean;
	/** The packed revision of a shared HEAD; null for a commit. */
	readonly snapshot: string | null;
	readonly publishedAt: string;
	/** The publisher's lifecycle of the commit; null = none. */
	readonly lifecycle: Lifecycle | null;
}

export function visiblePublicationReads(db: Kysely<Tables>) {
	const all = () =>
		db
			.selectFrom("publications as p")
			.innerJoin("publishers", "publishers.account_id", "p.account_id")
			.leftJoin("texts", "texts.id", "p.snapshot_id")
			.leftJoin("lifecycles as l", (join) =>
				join.onRef("l.component_id", "=", "p.component_id").onRef("l.number", "=", "p.number"),
			)
			.select([
				"p.id",
				"p.account_id",
				"publishers.name as publisher",
				"p.kind",
				"p.lineage",
				"p.component_id",
				"p.number",
				"p.name",
				"p.digest",
			])
			.select(["p.state", "p.is_dependency", "texts.body as snapshot", "p.published_at"])
			.select(["l.component_id as has_life", "l.deprecated_at", "l.revoked_at", "l.reason", "l.replacement"])
			.where("p.component_id", "is not", null);
	const rows = (accountId: number) => all().where(visibleTo(accountId, "p"));
	return {
		/**
		 * Undefined both if it does not exist and if the account may not see it. An account sees its own publications too.
		 */
		find: async (accountId: number, publicationId: number): Promise<VisiblePublication | undefined> => {
			const row = await rows(accountId).where("p.id", "=", publicationId).executeTakeFirst();
			return row && visiblePublicationOf(row);
		},
		/** A publication that the account has imported, visible to it or not; undefined if it has not. */
		findImported: async (accountId: number, publicationId: number): Promise<VisiblePublication | undefined> => {
			const row = await all()
				.where("p.id", "=", publicationId)
				.where(
					sql<boolean>`exists (select 1 from imports i where i.publication_id = p.id and i.account_id = ${accountId})`,
				)
				.executeTakeFirst();
			return row && visiblePublicationOf(row);
		},
		/** The publications of a name by publishers of a name, newest first, HEADs last. */
		listNamed: async (
			accountId: number,
			asked: { readonly publisher: string; readonly name: string },
		): Promise<VisiblePublication[]> => {
			const found = await rows(accountId)
				.where("publishers.name_key", "=", publisherKey(asked.publisher))
				.where("p.name", "=", asked.name)
				.orderBy("p.number", "desc")
				.orderBy("p.id")
				.execute();
			return found.map(visiblePublicationOf);
		},
		/** The accounts of these publications, by publication. */
		accountsOf: async (publicationIds: readonly number[]): Promise<Map<number, number>> => {
			if (publicationIds.length === 0) return new Map();
			const found = await db
				.selectFrom("publications")
				.select(["id", "account_id"])
				.where("id", "in", publicationIds)
				.execute();
			return new Map(found.map((row) => [row.id, row.account_id]));
		},
		/** All visible publications of these lineages, by lineage, newest first, HEADs last. */
		listByLineages: async (accountId: number, lineages: readonly string[]): Promise<VisiblePublication[]> => {
			const found: VisiblePublication[] = [];
			for (let i = 0; i < lineages.length; i += 500) {
				const page = lineages.slice(i, i + 500);
				const query = rows(accountId).where("p.lineage", "in", page);
				found.push(
					...(await query.orderBy("p.lineage").orderBy("p.number", "desc").orderBy("p.id").execute()).map(
						visiblePublicationOf,
					),
				);
			}
			return found;
		},
	};
}

export function visiblePublicationWrites(db: Kysely<Tables>) {
	return {
		/** Locks these publications until the transaction ends. */
		lock: async (publicationIds: readonly number[]): Promise<void> => {
			// One by one in one order, so that two transactions that lock the same rows don't deadlock.
			for (const id of [...new Set(publicationIds)].sort((a, b) => a - b)) {
				await db
					.updateTable("publications")
					.set((eb) => ({ updated_at: eb.ref("updated_at") }))
					.where("id", "=", id)
					.execute();
			}
		},
		/** Counts again how many accounts have imported these publications. */
		countImports: async (publicationIds: readonly number[]): Promise<void> => {
			for (const id of [...new Set(publicationIds)].sort((a, b) => a - b)) {
				await db
					.updateTable("publications")
					.set({
						imports_count: sql<number>`(select count(distinct i.account_id) from imports i where i.publication_id = publications.id)`,
					})
					.where("id", "=", id)
					.execute();
			}
		},
	};
}

function visiblePublicationOf(row: {
	id: number;
	account_id: number;
	publisher: string;
	kind: string;
	lineage: string;
	component_id: number | null;
	number: number;
	name: string;
	digest: string;
	state: string;
	is_dependency: number;
	snapshot: string | null;
	published_at: string;
	has_life: number | null;
	deprecated_at: string | null;
	revoked_at: string | null;
	reason: string | null;
	replacement: string | null;
}): VisiblePublication {
	return {
		publicationId: row.id,
		accountId: row.account_id,
		publisher: row.publisher,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		componentId: row.component_id ?? 0,
		number: row.number,
		name: row.name,
		digest: row.digest,
		state: row.state as VisiblePublication["state"],
		isDependency: row.is_dependency === 1,
		snapshot: row.snapshot,
		publishedAt: row.published_at,
		lifecycle:
			row.has_life === null
				? null
				: {
						deprecatedAt: row.deprecated_at,
						revokedAt: row.revoked_at,
						reason: row.reason,
						replacement: row.replacement,
					},
	};
}
