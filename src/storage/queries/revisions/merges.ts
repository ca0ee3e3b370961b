import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** A merge of one revision into another. */
export interface StoredMerge {
	readonly componentId: number;
	/** The commit that merged it; for an uncommitted merge, HEAD's number. */
	readonly number: number;
	readonly fromLineage: string;
	readonly fromNumber: number;
}

export function mergeReads(db: Kysely<Tables>) {
	return {
		/** Every merge of a revision of a lineage. */
		listOf: async (lineage: string): Promise<StoredMerge[]> => {
			const rows = await db
				.selectFrom("merges")
				.selectAll()
				.where("from_lineage", "=", lineage)
				.orderBy("component_id")
				.orderBy("number")
				.execute();
			return rows.map(mergeOf);
		},
		/** The merges of these components. */
		list: async (componentIds: readonly number[]): Promise<StoredMerge[]> => {
			if (componentIds.length === 0) return [];
			const rows = await db
				.selectFrom("merges")
				.selectAll()
				.where("component_id", "in", componentIds)
				.orderBy("component_id")
				.orderBy("number")
				.orderBy("from_lineage")
				.orderBy("from_number")
				.execute();
			return rows.map(mergeOf);
		},
	};
}

export function mergeWrites(db: Kysely<Tables>) {
	return {
		add: async (merge: StoredMerge): Promise<void> => {
			await db
				.insertInto("merges")
				.values({
					component_id: merge.componentId,
					number: merge.number,
					from_lineage: merge.fromLineage,
					from_number: merge.fromNumber,
				})
				.onConflict((conflict) =>
					conflict.columns(["component_id", "number", "from_lineage", "from_number"]).doNothing(),
				)
				.execute();
		},
		/** Removes a merge from a HEAD, because its edit was undone. */
		remove: async (merge: StoredMerge): Promise<void> => {
			await db
				.deleteFrom("merges")
				.where("component_id", "=", merge.componentId)
				.where("number", "=", merge.number)
				.where("from_lineage", "=", merge.fromLineage)
				.where("from_number", "=", merge.fromNumber)
				.execute();
		},
	};
}

function mergeOf(row: {
	component_id: number;
	number: number;
	from_lineage: string;
	from_number: number;
}): StoredMerge {
	return {
		componentId: row.component_id,
		number: row.number,
		fromLineage: row.from_lineage,
		fromNumber: row.from_number,
	};
}
