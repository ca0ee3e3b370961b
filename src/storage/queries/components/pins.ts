import type { Insertable, Kysely } from "kysely";
import type { ScriptSequence } from "../../../core/template/index.ts";
import type { Engine } from "../../dialects/engine.ts";
import { openEnd, type PinsTable, type Tables } from "../../tables.ts";
import type { RevisionRange } from "../mcis/settings.ts";

/** The place of a pinned component in a template: its MCIs, or a sequence of scripts. */
export type PinPart = "mci" | ScriptSequence;

/** One component's revision in one part of a template. */
export interface PinToPut {
	readonly part: PinPart;
	readonly componentId: number;
	/** 0 = HEAD. */
	readonly number: number;
}

/** A range of a template's revisions that pins a revision of a component. */
export interface PinUsage extends PinToPut {
	readonly userId: number;
	readonly userName: string;
	/** First and last commit of the range; both 0 if only HEAD has it. */
	readonly firstRevision: number;
	readonly lastRevision: number;
	readonly head: boolean;
}

export function pinReads(db: Kysely<Tables>) {
	return {
		/** Every range in which a template pins one of these components, by the template's name. */
		listUsages: async (componentIds: readonly number[]): Promise<PinUsage[]> => {
			const found: PinUsage[] = [];
			for (let i = 0; i < componentIds.length; i += 500) {
				const rows = await db
					.selectFrom("pins")
					.innerJoin("components", "components.id", "pins.user_id")
					.select([
						"pins.user_id",
						"components.name",
						"components.latest_number",
						"pins.part",
						"pins.component_id",
						"pins.number",
					])
					.select(["pins.from_number", "pins.to_number"])
					.where("pins.component_id", "in", componentIds.slice(i, i + 500))
					.orderBy("components.name")
					.orderBy("pins.from_number")
					.orderBy("pins.part")
					.orderBy("pins.component_id")
					.orderBy("pins.number")
					.execute();
				for (const row of rows) {
					const onlyHead = row.from_number > row.latest_number;
					found.push({
						userId: row.user_id,
						userName: row.name,
						part: row.part as PinPart,
						componentId: row.component_id,
						number: row.number,
						firstRevision: onlyHead ? 0 : row.from_number,
						lastRevision: onlyHead ? 0 : Math.min(row.to_number - 1, row.latest_number),
						head: row.to_number === openEnd,
					});
				}
			}
			return found;
		},
	};
}

export function pinWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		/**
		 * Sets what HEAD, whose number is `head`, pins: a row that an earlier commit has ends, one that only HEAD has is
		 * deleted, and returning to what the newest commit pins reopens its row.
		 */
		changeHead: async (userId: number, head: number, wanted: readonly PinToPut[]): Promise<void> => {
			const rows = await db
				.selectFrom("pins")
				.selectAll()
				.where("user_id", "=", userId)
				.where("to_number", "in", [head, openEnd])
				.execute();
			const keyOf = (pin: { part: string; component_id: number; number: number }) =>
				`${pin.part} ${pin.component_id} ${pin.number}`;
			const wantedKeys = new Map(
				wanted.map(({ part, componentId, number }) => {
					const row = {
						user_id: userId,
						part,
						component_id: componentId,
						number,
						from_number: head,
						to_number: openEnd,
					};
					return [keyOf(row), row] as const;
				}),
			);
			const current = new Map(rows.filter((row) => row.to_number === openEnd).map((row) => [keyOf(row), row]));
			const ended = new Map(rows.filter((row) => row.to_number === head).map((row) => [keyOf(row), row]));
			for (const [key, row] of current) {
				if (wantedKeys.has(key)) continue;
				if (row.from_number === head) await rowOf(db.deleteFrom("pins"), row).execute();
				else await rowOf(db.updateTable("pins").set({ to_number: head }), row).execute();
			}
			const added: Insertable<PinsTable>[] = [];
			for (const [key, row] of wantedKeys) {
				if (current.has(key)) continue;
				const before = ended.get(key);
				if (before) await rowOf(db.updateTable("pins").set({ to_number: openEnd }), before).execute();
				else added.push(row);
			}
			await engine.insertMany(db, "pins", added);
		},
		/**
		 * Writes all pins of an imported commit, or of the HEAD of an import, over exactly that range; a repeated pin is
		 * one row.
		 */
		putRange: async (userId: number, range: RevisionRange, wanted: readonly PinToPut[]): Promise<void> => {
			const rows = new Map(
				wanted.map(({ part, componentId, number }) => {
					const row = {
						user_id: userId,
						part,
						component_id: componentId,
						number,
						from_number: range.from,
						to_number: range.to ?? openEnd,
					};
					return [`${part} ${componentId} ${number}`, row] as const;
				}),
			);
			await engine.insertMany(db, "pins", [...rows.values()]);
		},
		/** Ends the pins of the HEAD of an import. */
		dropHead: async (userId: number): Promise<void> => {
			await db.deleteFrom("pins").where("user_id", "=", userId).where("to_number", "=", openEnd).execute();
		},
		/** Moves the rows of the HEAD of an import to another number. */
		moveHead: async (userId: number, head: number): Promise<void> => {
			await db
				.updateTable("pins")
				.set({ from_number: head })
				.where("user_id", "=", userId)
				.where("to_number", "=", openEnd)
				.execute();
		},
	};
}

function rowOf<
	Q extends {
		where(column: "user_id" | "part" | "component_id" | "number" | "from_number", op: "=", value: string | number): Q;
	},
>(query: Q, row: PinsTable): Q {
	return query
		.where("user_id", "=", row.user_id)
		.where("part", "=", row.part)
		.where("component_id", "=", row.component_id)
		.where("number", "=", row.number)
		.where("from_number", "=", row.from_number);
}
