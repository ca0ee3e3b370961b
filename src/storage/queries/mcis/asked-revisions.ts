import { sql } from "kysely";

/** One revision of an MCI; HEAD is the number after its newest commit. */
export interface AskedRevision {
	readonly mciId: number;
	readonly number: number;
}

/** The rows (mci_id, number) of these revisions, of which there must be one. */
export function askedRows(asked: readonly AskedRevision[]) {
	return sql.join(
		asked.map(({ mciId, number }) => sql`select cast(${mciId} as bigint), cast(${number} as bigint)`),
		sql` union all `,
	);
}
