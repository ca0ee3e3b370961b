import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** A named pointer of a component to one of its revisions. */
export interface StoredChannel {
	readonly id: number;
	readonly componentId: number;
	readonly name: string;
	/** 0 = HEAD. */
	readonly number: number;
	/** Conditions that a revision must meet before the channel may point to it. */
	readonly guards: readonly string[];
	/** Who may move it; null = every writer. */
	readonly movers: readonly string[] | null;
	readonly movesCount: number;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface ChannelMove {
	/** 1, 2, 3 … within the channel. */
	readonly seq: number;
	/** Null for the first. */
	readonly from: number | null;
	readonly to: number;
	readonly at: string;
	readonly actor: string;
	readonly act: ChannelAct;
	readonly reason: string | null;
}

/** How a channel came to its revision: set, promoted from another channel, or rolled back. */
export type ChannelAct = "set" | "promote" | "rollback";

export function channelReads(db: Kysely<Tables>) {
	return {
		find: async (componentId: number, name: string): Promise<StoredChannel | undefined> => {
			const row = await db
				.selectFrom("channels")
				.selectAll()
				.where("component_id", "=", componentId)
				.where("name", "=", name)
				.executeTakeFirst();
			return row && channelOf(row);
		},
		/** By name. */
		list: async (componentIds: readonly number[]): Promise<StoredChannel[]> => {
			const found: StoredChannel[] = [];
			for (let i = 0; i < componentIds.length; i += 500) {
				const page = componentIds.slice(i, i + 500);
				const rows = await db
					.selectFrom("channels")
					.selectAll()
					.where("component_id", "in", page)
					.orderBy("component_id")
					.orderBy("name")
					.execute();
				found.push(...rows.map(channelOf));
			}
			return found;
		},
		/** A channel's moves, newest first, below `before`. */
		listMoves: async (
			channelId: number,
			page: { readonly before?: number | undefined; readonly limit: number },
		): Promise<ChannelMove[]> => {
			let query = db.selectFrom("channel_moves").selectAll().where("channel_id", "=", channelId);
			if (page.before !== undefined) query = query.where("seq", "<", page.before);
			const rows = await query.orderBy("seq", "desc").limit(page.limit).execute();
			return rows.map((row) => ({
				seq: row.seq,
				from: row.from_number,
				to: row.to_number,
				at: row.at,
				actor: row.actor,
				act: row.act as ChannelAct,
				reason: row.reason,
			}));
		},
	};
}

export function channelWrites(db: Kysely<Tables>) {
	return {
		...channelLocks(db),
		...channelInserts(db),
		...channelUpdates(db),
		...channelRemovals(db),
	};
}

function channelLocks(db: Kysely<Tables>) {
	return {
		/**
		 * Locks the channel and returns it as it is then: others wait here until the transaction ends. Undefined if there
		 * is none.
		 */
		lock: async (componentId: number, name: string): Promise<StoredChannel | undefined> => {
			const row = await db
				.updateTable("channels")
				.set((eb) => ({ updated_at: eb.ref("updated_at") }))
				.where("component_id", "=", componentId)
				.where("name", "=", name)
				.returningAll()
				.executeTakeFirst();
			return row && channelOf(row);
		},
	};
}

function channelInserts(db: Kysely<Tables>) {
	return {
		/** Creates a channel with its first move. Returns its id. */
		insert: async (
			channel: Pick<StoredChannel, "componentId" | "name" | "number" | "guards" | "movers">,
			move: Omit<ChannelMove, "seq" | "from" | "to">,
		) => {
			const { id } = await db
				.insertInto("channels")
				.values({
					component_id: channel.componentId,
					name: channel.name,
					number: channel.number,
					guards: JSON.stringify(channel.guards),
					movers: channel.movers === null ? null : JSON.stringify(channel.movers),
					moves_count: 1,
					created_at: move.at,
					updated_at: move.at,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			await db
				.insertInto("channel_moves")
				.values({
					channel_id: id,
					seq: 1,
					from_number: null,
					to_number: channel.number,
					at: move.at,
					actor: move.actor,
					act: move.act,
					reason: move.reason,
				})
				.execute();
			return id;
		},
	};
}

function channelUpdates(db: Kysely<Tables>) {
	return {
		/** Moves a locked channel, and stores the move. */
		move: async (channel: StoredChannel, move: Omit<ChannelMove, "seq" | "from">): Promise<void> => {
			const seq = channel.movesCount + 1;
			await db
				.updateTable("channels")
				.set({ number: move.to, moves_count: seq, updated_at: move.at })
				.where("id", "=", channel.id)
				.execute();
			await db
				.insertInto("channel_moves")
				.values({
					channel_id: channel.id,
					seq,
					from_number: channel.number,
					to_number: move.to,
					at: move.at,
					actor: move.actor,
					act: move.act,
					reason: move.reason,
				})
				.execute();
		},
		/** Sets guards and movers. */
		restrict: async (
			id: number,
			rules: Pick<StoredChannel, "guards" | "movers"> & { readonly at: string },
		): Promise<void> => {
			await db
				.updateTable("channels")
				.set({
					guards: JSON.stringify(rules.guards),
					movers: rules.movers === null ? null : JSON.stringify(rules.movers),
					updated_at: rules.at,
				})
				.where("id", "=", id)
				.execute();
		},
	};
}

function channelRemovals(db: Kysely<Tables>) {
	return {
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("channel_moves").where("channel_id", "=", id).execute();
			await db.deleteFrom("channels").where("id", "=", id).execute();
		},
	};
}

function channelOf(row: {
	id: number;
	component_id: number;
	name: string;
	number: number;
	guards: string;
	movers: string | null;
	moves_count: number;
	created_at: string;
	updated_at: string;
}): StoredChannel {
	return {
		id: row.id,
		componentId: row.component_id,
		name: row.name,
		number: row.number,
		guards: JSON.parse(row.guards) as string[],
		movers: row.movers === null ? null : (JSON.parse(row.movers) as string[]),
		movesCount: row.moves_count,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
