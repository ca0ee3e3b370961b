import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";

/** One forward step of the schema. A released one is never edited. */
export interface Migration {
	readonly name: string;
	up(database: Kysely<unknown>, ddl: Ddl): Promise<void>;
}
