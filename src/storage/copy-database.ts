import { sql } from "kysely";
import { fault } from "../core/errors.ts";
import type { Engine } from "./dialects/engine.ts";
import { migrate } from "./migrate.ts";
import { openEngine } from "./open-store.ts";
import type { Tables } from "./tables.ts";

type Location = Parameters<typeof openEngine>[0];

/** Every table with its key, referenced tables first. A table that is missing here does not compile. */
const keys = {
	accounts: ["id"],
	users: ["id"],
	memberships: ["account_id", "user_id", "source"],
	sessions: ["id"],
	sign_in_attempts: ["subject"],
	sign_in_providers: ["id"],
	group_mappings: ["provider_id", "group_name", "account_id"],
	user_identities: ["issuer", "subject"],
	workload_rules: ["id"],
	used_workload_tokens: ["digest"],
	tokens: ["id"],
	texts: ["id"],
	clouds: ["id"],
	images: ["id"],
	components: ["id"],
	revisions: ["component_id", "number"],
	settings: ["mci_id", "cloud_id", "from_number"],
	former_names: ["account_id", "kind", "name"],
	channels: ["id"],
	channel_moves: ["channel_id", "seq"],
	lifecycles: ["component_id", "number"],
	image_lifecycles: ["image_id"],
	pins: ["user_id", "part", "component_id", "number", "from_number"],
	merges: ["component_id", "number", "from_lineage", "from_number"],
	deployments: ["id"],
	servers: ["id"],
	publishers: ["account_id"],
	account_groups: ["id"],
	group_members: ["group_id", "account_id"],
	group_invitations: ["id"],
	publications: ["id"],
	publication_groups: ["publication_id", "group_id"],
	publication_clouds: ["publication_id", "cloud"],
	publication_categories: ["publication_id", "category"],
	imports: ["id"],
	subscriptions: ["id"],
	signing_keys: ["id"],
	publisher_keys: ["account_id", "fingerprint"],
	feeds: ["id"],
	feed_offers: ["feed_id", "lineage", "number"],
	feed_lifecycles: ["feed_id", "lineage", "number"],
	upstreams: ["id"],
	event_cursor: ["id"],
	notifications: ["id"],
	webhooks: ["id"],
	deliveries: ["id"],
	jobs: ["id"],
	audit_entries: ["seq"],
	registry_state: ["id"],
} as const satisfies Readonly<Record<keyof Tables, readonly string[]>>;

/** Tables of one row that an empty registry has too, and whose ids nothing counts. */
const singleRows = ["registry_state", "event_cursor"] as const satisfies readonly (keyof Tables)[];

type Row = Readonly<Record<string, string | number | null>>;

const batchSize = 1000;

/**
 * Copies a whole registry, history and tokens included, into an empty database of either engine, in one transaction:
 * everything, or nothing. Throws `database-not-empty` if the target holds a registry that was used. Returns the number
 * of copied rows.
 */
export async function copyDatabase(
	from: Location,
	to: Location,
	onProgress: (table: string, rows: number) => void,
): Promise<number> {
	const [source, target] = [await openEngine(from), await openEngine(to)];
	try {
		await migrate(source);
		await migrate(target);
		const used = await target.reader.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
		if (used) throw fault("database-not-empty");
		return await target.transaction(async (db) => {
			let copied = 0;
			for (const table of singleRows) await db.deleteFrom(table).execute();
			for (const table of Object.keys(keys) as (keyof Tables)[]) {
				let rows = 0;
				for await (const batch of batches(source, table)) {
					await target.insertMany(db, table, batch as never);
					if (table === "images" || table === "publications") {
						await target.indexTexts(db, { added: batch.map((row) => Number(row.id)), changed: [] }, table);
					}
					rows += batch.length;
				}
				if (target.name === "postgres" && keys[table][0] === "id" && !singleRows.some((one) => one === table)) {
					await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 0) + 1 from ${sql.table(table)}), false)`.execute(
						db,
					);
				}
				copied += rows;
				onProgress(table, rows);
			}
			return copied;
		});
	} finally {
		await source.close();
		await target.close();
	}
}

/** A table's rows in the order of its key, page by page. */
async function* batches(source: Engine, table: keyof Tables): AsyncGenerator<readonly Row[]> {
	const key = sql.join(keys[table].map((column) => sql.ref(column)));
	let last: Row | undefined;
	for (;;) {
		const beyond = last ? sql`where (${key}) > (${sql.join(keys[table].map((column) => last?.[column]))})` : sql``;
		const page = await sql<Row>`select * from ${sql.table(table)} ${beyond} order by ${key} limit ${batchSize}`.execute(
			source.reader,
		);
		if (page.rows.length > 0) yield page.rows;
		if (page.rows.length < batchSize) return;
		last = page.rows.at(-1);
	}
}
