import { canonicalJson } from "../../base/canonical-json.ts";
import { componentAct } from "../../core/audit/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredChannel } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { channelNotFound } from "../components/get-component.ts";
import { lockNamed } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { assertMayMove, type ChannelGuard, channelGuards, parseMovers } from "./channel-rules.ts";
import type { ChannelInput } from "./move-channel.ts";

/**
 * Sets a channel's guards and movers. Omitted fields keep their value; an empty list of movers means every designer.
 * Movers and admins may do this. A restricted channel also protects its component from deletion.
 */
export async function restrictChannel(
	needs: Needs,
	actor: Actor,
	input: ChannelInput & {
		readonly guards?: readonly string[] | undefined;
		readonly movers?: readonly string[] | undefined;
	},
): Promise<StoredChannel> {
	assertMay(actor, "channels.move");
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const component = await lockNamed(needs, tx, actor, input);
		const channel = await tx.channels.lock(component.id, input.channel);
		if (!channel) throw await channelNotFound(tx, component, input.channel);
		if (!actor.roles.includes("admin")) assertMayMove(actor, channel, component.name);
		const guards = input.guards === undefined ? channel.guards : parseGuards(channel.name, input.guards);
		const movers = input.movers === undefined ? channel.movers : parseMovers(channel.name, input.movers);
		const told = ({ guards, movers }: Pick<StoredChannel, "guards" | "movers">) => ({
			channel: channel.name,
			guards,
			movers,
		});
		if (canonicalJson(told(channel)) === canonicalJson(told({ guards, movers }))) return tx.undo(channel);
		await tx.channels.restrict(channel.id, { guards, movers, at });
		tx.record(
			auditEntry(actor, componentAct(component.kind, "channel-restrict"), component, {
				at,
				before: told(channel),
				after: told({ guards, movers }),
			}),
		);
		return { ...channel, guards, movers, updatedAt: at };
	});
}

/**
 * Removes a channel with its history; the audit keeps both. Throws `channel-restricted` unless the actor may move it.
 */
export async function removeChannel(needs: Needs, actor: Actor, input: ChannelInput): Promise<void> {
	assertMay(actor, "channels.move");
	await needs.store.write(async (tx) => {
		const at = needs.now();
		const component = await lockNamed(needs, tx, actor, input);
		const channel = await tx.channels.lock(component.id, input.channel);
		if (!channel) throw await channelNotFound(tx, component, input.channel);
		assertMayMove(actor, channel, component.name);
		const moves = await tx.channels.listMoves(channel.id, { limit: 1000 });
		await tx.channels.remove(channel.id);
		const before = {
			channel: channel.name,
			revision: channel.number,
			guards: channel.guards,
			movers: channel.movers,
			moves,
		};
		tx.record(
			auditEntry(actor, componentAct(component.kind, "channel-remove"), component, { at, before, after: null }),
		);
	});
}

function parseGuards(channel: string, guards: readonly string[]): ChannelGuard[] {
	return [...new Set(guards)].sort().map((guard) => {
		const known = channelGuards.find((one) => one === guard);
		if (!known)
			throw fault("channel-invalid", {
				channel,
				problem: `“${guard}” is not a guard; the guards are ${channelGuards.join(" and ")}`,
			});
		return known;
	});
}
