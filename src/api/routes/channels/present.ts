import type { ListedChannel } from "../../../registry/channels/list-channels.ts";
import type { MovedChannel } from "../../../registry/channels/move-channel.ts";
import type { ChannelMove, StoredChannel } from "../../../registry/stored.ts";
import { presentChanges } from "../../schema.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";

/** A channel in an answer. */
export function presentChannel({ name, number, guards, movers, movesCount, createdAt, updatedAt }: StoredChannel) {
	return {
		name,
		revision: number,
		guards: [...guards],
		movers: movers && [...movers],
		moves: movesCount,
		createdAt,
		updatedAt,
	};
}

export function presentListed(channel: ListedChannel) {
	const { deprecatedAt, revokedAt, reason, replacement } = channel.lifecycle;
	return {
		...presentChannel(channel),
		state: channel.state,
		lifecycle: { deprecatedAt, revokedAt, reason, replacement },
		status: presentRevisionStatus(channel.status),
	};
}

export function presentMove({ actor, ...move }: ChannelMove) {
	return { ...move, by: actor };
}

export function presentMoved({ name, channel, from, to, moved, changes, warnings }: MovedChannel) {
	return {
		name,
		channel: presentChannel(channel),
		from,
		to,
		moved,
		changes: presentChanges(changes),
		warnings: [...warnings],
	};
}
