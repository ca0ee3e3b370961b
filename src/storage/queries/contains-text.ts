import { type Expression, type SqlBool, sql } from "kysely";

/** The condition that a text stands literally in one of the columns; case of A to Z doesn't matter. */
export function containsText(columns: readonly string[], text: string): Expression<SqlBool> {
	const pattern = `%${text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[\\%_]/g, "\\$&")}%`;
	const all = columns.map((column) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`);
	return sql<SqlBool>`(${sql.join(all, sql` or `)})`;
}
