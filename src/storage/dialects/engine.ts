import type { ColumnDefinitionBuilder, CreateTableBuilder, Expression, Insertable, Kysely, RawBuilder } from "kysely";
import type { Tables } from "../tables.ts";

/** Values that both engines take and give. */
export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;

/** What the engines do differently, and nothing else. */
export interface Engine {
	readonly name: "sqlite" | "postgres";
	/** For reads outside a transaction: sees only what was committed. */
	readonly reader: Kysely<Tables>;
	/** Runs `act` in one transaction, alone among writers of the rows it locks; repeated when the engine asks for it (busy, 40001). */
	transaction<T>(act: (writer: Kysely<Tables>) => Promise<T>): Promise<T>;
	/** The counter of committed writes, of any process. */
	generation(): Promise<number> | number;
	/** A prepared point read with `?` placeholders, the hot path past the query builder. */
	query(sql: string, parameters: readonly SqlValue[]): Promise<readonly SqlRow[]> | readonly SqlRow[];
	/** True for the error of a row that another writer has made meanwhile, or that refers to one which another has deleted. */
	isLostRace(error: unknown): boolean;
	/** The condition that `images.search_text` contains `text` (lower case), through the engine's own index. */
	containsText(text: string): Expression<boolean>;
	/**
	 * Ids of publications that may contain `text` (lower case), as a query over the engine's own index, and none that does is left out.
	 * Undefined where no index helps.
	 */
	publicationsWith(text: string): RawBuilder<{ id: number }> | undefined;
	/** A column that is compared, but whose index is not to be chosen: SQLite, without statistics, would; PostgreSQL knows better. */
	withoutIndex(column: string): RawBuilder<unknown>;
	/** The condition that `images` has one of these clouds with its uid, each looked up in the index on both. */
	isOneOf(images: readonly CloudUid[]): Expression<boolean>;
	/** Brings rows just written into the text index, where the engine does not do it by itself. */
	indexTexts(
		writer: Kysely<Tables>,
		ids: { readonly added: readonly number[]; readonly changed: readonly TextChange[] },
		table?: SearchedTable,
	): Promise<void>;
	/** Inserts many rows of one table quickly; rows whose unique key is there already are left as they are. */
	insertMany<T extends keyof Tables & string>(
		writer: Kysely<Tables>,
		table: T,
		rows: readonly Insertable<Tables[T]>[],
	): Promise<void>;
	close(): Promise<void>;
}

export interface CloudUid {
	readonly cloudId: number;
	readonly uid: string;
}

/** Tables whose `search_text` is indexed; the images' when none is named. */
export type SearchedTable = "images" | "publications";

export interface TextChange {
	readonly id: number;
	readonly before: string;
}

/** How an engine spells what the migrations need. */
export interface Ddl {
	readonly name: Engine["name"];
	/** Primary key made by the database, below 2^53. */
	id(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
	readonly idType: "integer" | "bigint";
	/** Text that sorts by code point on both engines. */
	readonly text: RawBuilder<unknown>;
	/** For tables that are read only by their primary key. */
	clustered<T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C>;
	/** The index behind searches in a table's `search_text`. */
	createTextIndex(database: Kysely<unknown>, table: SearchedTable): Promise<void>;
}
