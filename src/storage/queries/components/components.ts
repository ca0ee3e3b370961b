import { type Kysely, sql } from "kysely";
import type { ComponentKind } from "../../../core/component/index.ts";
import { openEnd, type Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";
import { ensureTexts } from "../texts.ts";

/** An MCI, a ServerTemplate or a script, with the fields of its HEAD. */
export interface StoredComponent {
	readonly id: number;
	readonly accountId: number;
	readonly kind: ComponentKind;
	/** Its identity on every installation. */
	readonly lineage: string;
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	/** Grows with every change of HEAD. */
	readonly headVersion: number;
	/** Number of the newest commit; 0 = none yet. */
	readonly latest: number;
	/** Number of the newest commit that its publisher does not hold back: `@latest`. 0 = none. */
	readonly current: number;
	/** The upstream product line that it comes from, and the number of its newest imported release. */
	readonly origin: { readonly key: string; readonly number: number | null } | null;
	/**
	 * The origin of a clone: its lineage, the newest of its commits that the copy contains (0 = none), and its name then.
	 */
	readonly parent: { readonly lineage: string; readonly number: number; readonly name: string } | null;
	/** HEAD's content as JSON, for kinds whose content is a document; null for an MCI. */
	readonly document: string | null;
	/** The publisher of an import, which is read-only. Null = the account's own. */
	readonly publisher: string | null;
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: string | null;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface ComponentFilter {
	readonly accountId: number;
	readonly kind: ComponentKind;
	readonly text?: string | undefined;
	readonly cloud?: string | undefined;
	readonly os?: string | undefined;
	readonly osVersion?: string | undefined;
	readonly architecture?: string | undefined;
	readonly sort: "name" | "updated";
	readonly after?: { readonly key: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** The facts that MCIs are found by: the OS and architecture that all images of HEAD share, null where they differ. */
export interface SharedFacts {
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: string | null;
}

export interface NewComponent {
	readonly accountId: number;
	readonly kind: ComponentKind;
	readonly lineage: string;
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	readonly originKey: string | null;
	readonly parent?: StoredComponent["parent"];
	/** The publisher of an import. */
	readonly publisher?: string;
	/** Null for an MCI. */
	readonly document?: string | null;
	readonly at: string;
}

/** A name from before a rename. */
export interface FormerName {
	readonly name: string;
	readonly componentId: number;
	/** UTC ISO 8601: it answers until then. */
	readonly expiresAt: string;
}

export function componentReads(db: Kysely<Tables>) {
	return {
		...componentLookups(db),
		...componentLists(db),
		...componentSearch(db),
	};
}

function componentLookups(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("components")
			.innerJoin("texts", "texts.id", "components.description_id")
			.leftJoin("texts as documents", "documents.id", "components.document_id")
			.selectAll("components")
			.select(["texts.body as description", "documents.body as document"]);
	return {
		find: async (accountId: number, kind: ComponentKind, name: string): Promise<StoredComponent | undefined> => {
			const row = await rows()
				.where("components.account_id", "=", accountId)
				.where("components.kind", "=", kind)
				.where("components.name", "=", name)
				.executeTakeFirst();
			return row && componentOf(row);
		},
		/** The name of a component that differs from this one in case only; undefined if there is none. */
		findNameInOtherCase: async (accountId: number, kind: ComponentKind, name: string): Promise<string | undefined> =>
			(
				await db
					.selectFrom("components")
					.select("name")
					.where("account_id", "=", accountId)
					.where("kind", "=", kind)
					.where((eb) => eb(eb.fn<string>("lower", ["name"]), "=", name.toLowerCase()))
					.where("name", "!=", name)
					.orderBy("name")
					.limit(1)
					.executeTakeFirst()
			)?.name,
		/** The component that a former name still answers for at a time, and until when. */
		findFormerName: async (
			accountId: number,
			kind: ComponentKind,
			asked: { readonly name: string; readonly at: string },
		): Promise<FormerName | undefined> => {
			const row = await db
				.selectFrom("former_names")
				.select(["name", "component_id", "expires_at"])
				.where("account_id", "=", accountId)
				.where("kind", "=", kind)
				.where("name", "=", asked.name)
				.where("expires_at", ">", asked.at)
				.executeTakeFirst();
			return row && { name: row.name, componentId: row.component_id, expiresAt: row.expires_at };
		},
		findByOrigin: async (accountId: number, key: string): Promise<StoredComponent | undefined> => {
			const row = await rows()
				.where("components.account_id", "=", accountId)
				.where("components.origin_key", "=", key)
				.orderBy("components.id")
				.executeTakeFirst();
			return row && componentOf(row);
		},
	};
}

function componentLists(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("components")
			.innerJoin("texts", "texts.id", "components.description_id")
			.leftJoin("texts as documents", "documents.id", "components.document_id")
			.selectAll("components")
			.select(["texts.body as description", "documents.body as document"]);
	return {
		/** The former names that still answer for a component. */
		listFormerNames: async (componentId: number, at: string): Promise<FormerName[]> => {
			const found = await db
				.selectFrom("former_names")
				.select(["name", "component_id", "expires_at"])
				.where("component_id", "=", componentId)
				.where("expires_at", ">", at)
				.orderBy("name")
				.execute();
			return found.map((row) => ({ name: row.name, componentId: row.component_id, expiresAt: row.expires_at }));
		},
		/** In no order, without those that do not exist. */
		listByIds: async (ids: readonly number[]): Promise<StoredComponent[]> => {
			const found: StoredComponent[] = [];
			for (let i = 0; i < ids.length; i += 500) {
				found.push(
					...(
						await rows()
							.where("components.id", "in", ids.slice(i, i + 500))
							.execute()
					).map(componentOf),
				);
			}
			return found;
		},
		/** In no order, without those that the account does not have. */
		listByLineages: async (accountId: number, lineages: readonly string[]): Promise<StoredComponent[]> => {
			const found: StoredComponent[] = [];
			for (let i = 0; i < lineages.length; i += 500) {
				const page = lineages.slice(i, i + 500);
				found.push(
					...(
						await rows()
							.where("components.account_id", "=", accountId)
							.where("components.lineage", "in", page)
							.execute()
					).map(componentOf),
				);
			}
			return found;
		},
		/** The clones of a lineage, by name. */
		listClones: async (accountId: number, lineage: string): Promise<StoredComponent[]> =>
			(
				await rows()
					.where("components.account_id", "=", accountId)
					.where("components.parent_lineage", "=", lineage)
					.orderBy("components.name")
					.execute()
			).map(componentOf),
		names: async (accountId: number, kind: ComponentKind): Promise<string[]> =>
			(
				await db
					.selectFrom("components")
					.select("name")
					.where("account_id", "=", accountId)
					.where("kind", "=", kind)
					.orderBy("name")
					.limit(10_000)
					.execute()
			).map((row) => row.name),
	};
}

function componentSearch(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("components")
			.innerJoin("texts", "texts.id", "components.description_id")
			.leftJoin("texts as documents", "documents.id", "components.document_id")
			.selectAll("components")
			.select(["texts.body as description", "documents.body as document"]);
	return {
		search: async (filter: ComponentFilter): Promise<StoredComponent[]> => {
			let query = rows()
				.where("components.account_id", "=", filter.accountId)
				.where("components.kind", "=", filter.kind);
			for (const word of (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean)) {
				query = query.where(
					sql<boolean>`components.search_text like ${`%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`} escape '\\'`,
				);
			}
			if (filter.os !== undefined) query = query.where("components.os", "=", filter.os);
			if (filter.osVersion !== undefined) query = query.where("components.os_version", "=", filter.osVersion);
			if (filter.architecture !== undefined) query = query.where("components.architecture", "=", filter.architecture);
			const { cloud, after } = filter;
			if (cloud !== undefined) {
				query = query.where((eb) =>
					eb.exists(
						eb
							.selectFrom("settings")
							.innerJoin("clouds", "clouds.id", "settings.cloud_id")
							.select("settings.mci_id")
							.whereRef("settings.mci_id", "=", "components.id")
							.where("clouds.slug", "=", cloud)
							.where("clouds.is_dormant", "=", 0)
							.where("settings.to_number", "=", openEnd),
					),
				);
			}
			if (filter.sort === "name") {
				if (after) query = query.where("components.name", ">", after.key);
				query = query.orderBy("components.name");
			} else {
				if (after)
					query = query.where((eb) =>
						eb(eb.refTuple("components.updated_at", "components.id"), "<", eb.tuple(after.key, after.id)),
					);
				query = query.orderBy("components.updated_at", "desc").orderBy("components.id", "desc");
			}
			return (await query.limit(filter.limit).execute()).map(componentOf);
		},
	};
}

export function componentWrites(db: Kysely<Tables>) {
	return {
		...componentInserts(db),
		...componentLocks(db),
		...componentUpdates(db),
		...componentRemovals(db),
	};
}

function componentInserts(db: Kysely<Tables>) {
	return {
		insert: async (mci: NewComponent): Promise<number> => {
			const document = mci.document ?? null;
			const texts = await ensureTexts(db, document === null ? [mci.description] : [mci.description, document]);
			const row = await db
				.insertInto("components")
				.values({
					account_id: mci.accountId,
					kind: mci.kind,
					lineage: mci.lineage,
					name: mci.name,
					description_id: texts.get(mci.description) ?? 0,
					tags: JSON.stringify(mci.tags),
					document_id: document === null ? null : (texts.get(document) ?? 0),
					parent_lineage: mci.parent?.lineage ?? null,
					parent_number: mci.parent?.number ?? null,
					parent_name: mci.parent?.name ?? null,
					head_version: 1,
					latest_number: 0,
					current_number: 0,
					origin_key: mci.originKey,
					publisher: mci.publisher ?? null,
					search_text: searchText(mci),
					created_at: mci.at,
					updated_at: mci.at,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
	};
}

function componentLocks(db: Kysely<Tables>) {
	return {
		/**
		 * Locks the component for a change: the first act of every transaction that changes it. Others wait here until the
		 * transaction ends. False if HEAD is not at the expected version; null expects any.
		 */
		lockHead: async (id: number, expectedVersion: number | null, at: string): Promise<boolean> => {
			let query = db
				.updateTable("components")
				.set((eb) => ({ head_version: eb("head_version", "+", 1), updated_at: at }))
				.where("id", "=", id);
			if (expectedVersion !== null) query = query.where("head_version", "=", comparable(expectedVersion));
			return (await query.returning("head_version").executeTakeFirst()) !== undefined;
		},
		/**
		 * Locks these components against deletion until the transaction ends, and waits for a transaction that is deleting
		 * one. HEAD can still change. Returns how many of them exist.
		 */
		lock: async (ids: readonly number[]): Promise<number> => {
			let there = 0;
			// One by one in one order, so that two transactions that lock the same rows don't deadlock.
			for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
				const held = await db
					.updateTable("components")
					.set((eb) => ({ updated_at: eb.ref("updated_at") }))
					.where("id", "=", id)
					.returning("id")
					.executeTakeFirst();
				if (held) there++;
			}
			return there;
		},
	};
}

function componentUpdates(db: Kysely<Tables>) {
	return {
		describe: async (
			mci: Pick<StoredComponent, "id" | "name">,
			description: string,
			tags: readonly string[],
		): Promise<void> => {
			const texts = await ensureTexts(db, [description]);
			await db
				.updateTable("components")
				.set({
					description_id: texts.get(description) ?? 0,
					tags: JSON.stringify(tags),
					search_text: searchText({ name: mci.name, description, tags }),
				})
				.where("id", "=", mci.id)
				.execute();
		},
		/** Replaces HEAD's document. */
		setDocument: async (id: number, document: string): Promise<void> => {
			const texts = await ensureTexts(db, [document]);
			await db
				.updateTable("components")
				.set({ document_id: texts.get(document) ?? 0 })
				.where("id", "=", id)
				.execute();
		},
		/** Renames it; the old name answers until `keepUntil`, or not at all. */
		rename: async (component: StoredComponent, name: string, keepUntil: string | null): Promise<void> => {
			const { accountId: account_id, kind, id } = component;
			await db
				.updateTable("components")
				.set({ name, search_text: searchText({ name, description: component.description, tags: component.tags }) })
				.where("id", "=", id)
				.execute();
			await db
				.deleteFrom("former_names")
				.where("account_id", "=", account_id)
				.where("kind", "=", kind)
				.where("name", "in", [name, component.name])
				.execute();
			if (keepUntil === null || name === component.name) return;
			await db
				.insertInto("former_names")
				.values({ account_id, kind, name: component.name, component_id: id, expires_at: keepUntil })
				.execute();
		},
		setFacts: async (id: number, facts: SharedFacts): Promise<void> => {
			await db
				.updateTable("components")
				.set({ os: facts.os, os_version: facts.osVersion, architecture: facts.architecture })
				.where("id", "=", id)
				.execute();
		},
		setLatest: async (id: number, latest: number, originNumber: number | null): Promise<void> => {
			await db
				.updateTable("components")
				.set(originNumber === null ? { latest_number: latest } : { latest_number: latest, origin_number: originNumber })
				.where("id", "=", id)
				.execute();
			await refreshCurrent(db, id);
		},
		/** Sets the number of the newest commit that is not held back, after commits were written or marked. */
		refreshCurrent: (id: number): Promise<void> => refreshCurrent(db, id),
	};
}

async function refreshCurrent(db: Kysely<Tables>, id: number): Promise<void> {
	const newest = db
		.selectFrom("revisions")
		.select((eb) => eb.fn.coalesce(eb.fn.max("number"), sql<number>`0`).as("number"))
		.where("component_id", "=", id)
		.where("held_back", "is", null);
	await db.updateTable("components").set({ current_number: newest }).where("id", "=", id).execute();
}

function componentRemovals(db: Kysely<Tables>) {
	return {
		/** Deletes former names: an expired one, or all of a component. */
		forgetFormerNames: async (
			which:
				| { readonly componentId: number }
				| { readonly accountId: number; readonly kind: ComponentKind; readonly name: string },
		) => {
			let query = db.deleteFrom("former_names");
			if ("componentId" in which) query = query.where("component_id", "=", which.componentId);
			else
				query = query
					.where("account_id", "=", which.accountId)
					.where("kind", "=", which.kind)
					.where("name", "=", which.name);
			await query.execute();
		},
		/**
		 * Deletes HEAD and all revisions, with everything that belongs to them. Fails while something else pins one of
		 * them.
		 */
		remove: async (id: number): Promise<void> => {
			await db
				.deleteFrom("channel_moves")
				.where("channel_id", "in", (eb) => eb.selectFrom("channels").select("id").where("component_id", "=", id))
				.execute();
			for (const table of ["channels", "lifecycles", "merges", "former_names", "imports", "revisions"] as const) {
				await db.deleteFrom(table).where("component_id", "=", id).execute();
			}
			await db.deleteFrom("settings").where("mci_id", "=", id).execute();
			await db.deleteFrom("pins").where("user_id", "=", id).execute();
			await db.deleteFrom("components").where("id", "=", id).execute();
		},
	};
}

function searchText(mci: { name: string; description: string; tags: readonly string[] }): string {
	return [mci.name, mci.description.slice(0, 2000), ...mci.tags].join(" ").toLowerCase();
}

function componentOf(row: {
	id: number;
	account_id: number;
	kind: string;
	lineage: string;
	name: string;
	description: string;
	document: string | null;
	tags: string;
	head_version: number;
	latest_number: number;
	current_number: number;
	origin_key: string | null;
	origin_number: number | null;
	parent_lineage: string | null;
	parent_number: number | null;
	parent_name: string | null;
	publisher: string | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	created_at: string;
	updated_at: string;
}): StoredComponent {
	return {
		id: row.id,
		accountId: row.account_id,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		name: row.name,
		description: row.description,
		tags: JSON.parse(row.tags) as string[],
		headVersion: row.head_version,
		latest: row.latest_number,
		current: row.current_number,
		origin: row.origin_key === null ? null : { key: row.origin_key, number: row.origin_number },
		parent:
			row.parent_lineage === null
				? null
				: { lineage: row.parent_lineage, number: row.parent_number ?? 0, name: row.parent_name ?? "" },
		document: row.document,
		publisher: row.publisher,
		os: row.os,
		osVersion: row.os_version,
		architecture: row.architecture,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
