import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import type { BenchStore } from "./stores.ts";

/** A connection of its own, as hand-written SQL would use. */
export interface RawDatabase {
	/**
	 * Statements have `$1`, `$2` …; `{holds $1}` stands for the engine's way to find a text in the `search_text` of
	 * publications `p`.
	 */
	all(
		text: string,
		values: readonly (string | number)[],
	): Promise<Record<string, unknown>[]> | Record<string, unknown>[];
	close(): Promise<void> | void;
}

export async function openRawDatabase({ location }: BenchStore): Promise<RawDatabase> {
	return "url" in location ? openPostgres(location.url) : openSqlite(location.file);
}

async function openPostgres(url: string): Promise<RawDatabase> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const names = new Map<string, string>();
	const spell = (text: string) =>
		text.replace(/\{holds (\$\d)\}/g, (_all, place: string) => `p.search_text like '%' || ${place} || '%'`);
	return {
		all: async (text, values) => {
			if (!names.has(text)) names.set(text, `bench${names.size}`);
			return (await client.query({ name: names.get(text) ?? "", text: spell(text), values: [...values] })).rows;
		},
		close: () => client.end(),
	};
}

function openSqlite(file: string): RawDatabase {
	const database = new DatabaseSync(file);
	database.exec("pragma cache_size = -65536; pragma mmap_size = 1073741824; pragma query_only = on");
	const holds =
		"p.id in (select rowid from publication_texts where search_text like '%' || $1 || '%') and p.search_text like '%' || $1 || '%'";
	const spell = (text: string) =>
		text.replace(/\{holds (\$\d)\}/g, (_all, place: string) => holds.replaceAll("$1", place)).replace(/\$(\d)/g, "?$1");
	const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
	const prepared = (text: string) => {
		const known = statements.get(text) ?? database.prepare(spell(text));
		statements.set(text, known);
		return known;
	};
	return {
		all: (text, values) => prepared(text).all(...values),
		close: () => database.close(),
	};
}
