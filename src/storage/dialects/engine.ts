import type { ColumnDefinitionBuilder, CreateTableBuilder, Expression, Insertable, Kysely, RawBuilder } from "kysely";
import type { Tables } from "../tables.ts";

/** Values that both engines accept and return. */
export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;

/** The differences between the engines, and nothing else. */
export interface Engine {
	readonly name: "sqlite" | "postgres";
	/** For reads outside a transaction: sees only committed rows. */
	readonly reader: Kysely<Tables>;
	/**
	 * Runs `act` in one transaction with locks on the rows it writes; repeats it if the engine asks for that (busy,
	 * 40001).
	 */
	transaction<T>(act: (writer: Kysely<Tables>) => Promise<T>): Promise<T>;
	/** The counter of committed writes of all processes. */
	generation(): Promise<number> | number;
	readonly time: DatabaseTime;
	/** A prepared point read with `?` placeholders: the hot path past the query builder. */
	query(sql: string, parameters: readonly SqlValue[]): Promise<readonly SqlRow[]> | readonly SqlRow[];
	/** True for the error of a row that another writer has inserted meanwhile, or that references a deleted one. */
	isLostRace(error: unknown): boolean;
	/** The condition that `images.search_text` contains `text` (lower case), using the engine's own index. */
	containsText(text: string): Expression<boolean>;
	/**
	 * Ids of publications that may contain `text` (lower case), as a query on the engine's own index; includes all that
	 * do. Undefined where no index helps.
	 */
	publicationsWith(text: string): RawBuilder<{ id: number }> | undefined;
	/** A column to compare without its index: SQLite would choose it, having no statistics; PostgreSQL knows better. */
	withoutIndex(column: string): RawBuilder<unknown>;
	/** The condition that `images` has one of these clouds with its uid; both engines look each up in the index. */
	isOneOf(images: readonly CloudUid[]): Expression<boolean>;
	/** Adds new rows to the text index, where the engine does not do so automatically. */
	indexTexts(
		writer: Kysely<Tables>,
		ids: { readonly added: readonly number[]; readonly changed: readonly TextChange[] },
		table?: SearchedTable,
	): Promise<void>;
	/** Inserts many rows of one table quickly; rows whose unique key exists stay as they are. */
	insertMany<T extends keyof Tables & string>(
		writer: Kysely<Tables>,
		table: T,
		rows: readonly Insertable<Tables[T]>[],
	): Promise<void>;
	close(): Promise<void>;
}

/** The time as the database knows it, which is the same for all processes on it. */
export interface DatabaseTime {
	/** The clock of the machine that the database runs on, in milliseconds since 1970. */
	machine(): number;
	/** The latest time that a write is known to have recorded, UTC ISO 8601; "" before the first. Never goes back. */
	recorded(): string;
	/** Takes note of a recorded time that a statement returned. */
	note(at: string): void;
}

export interface CloudUid {
	readonly cloudId: number;
	readonly uid: string;
}

/** Tables with an indexed `search_text`; the default is the images'. */
export type SearchedTable = "images" | "publications";

export interface TextChange {
	readonly id: number;
	readonly before: string;
}

/** An engine's spelling of what the migrations need. */
export interface Ddl {
	readonly name: Engine["name"];
	/** A generated primary key, below 2^53. */
	id(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
	readonly idType: "integer" | "bigint";
	/** Text that sorts by code point on both engines. */
	readonly text: RawBuilder<unknown>;
	/** For tables that are read only by their primary key. */
	clustered<T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C>;
	/** Creates the index for searches in a table's `search_text`. */
	createTextIndex(database: Kysely<unknown>, table: SearchedTable): Promise<void>;
}
