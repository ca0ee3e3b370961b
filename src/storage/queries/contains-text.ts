import { type Expression, type SqlBool, sql } from "kysely";

/** The condition that one of the columns contains the literal text, ignoring the case of A to Z. */
export function containsText(columns: readonly string[], text: string): Expression<SqlBool> {
	const pattern = `%${text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[\\%_]/g, "\\$&")}%`;
	const all = columns.map((column) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`);
	return sql<SqlBool>`(${sql.join(all, sql` or `)})`;
}
