import type { ComponentKind } from "../core/index.ts";
import type { ChannelMove, StoredChannel, StoredComponent } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { channelNotFound, getComponent } from "./get-component.ts";
import type { ChannelInput } from "./move-channel.ts";
import type { Needs } from "./needs.ts";

/** The channels of a component, by name. Throws the kind's `…-not-found`. */
export async function listChannels(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<{ readonly component: StoredComponent; readonly channels: readonly StoredChannel[] }> {
	const component = await getComponent(needs.store.read, actor, { ...asked, at: needs.now() });
	return { component, channels: await needs.store.read.channels.list([component.id]) };
}

/** A channel and where it has pointed, newest first, one page. Throws `channel-not-found`. */
export async function listChannelMoves(
	needs: Needs,
	actor: Actor,
	asked: ChannelInput & { readonly before?: number | undefined; readonly limit: number },
): Promise<{ readonly component: StoredComponent; readonly channel: StoredChannel; readonly moves: readonly ChannelMove[] }> {
	const reads = needs.store.read;
	const component = await getComponent(reads, actor, { kind: asked.kind, name: asked.name, at: needs.now() });
	const channel = await reads.channels.find(component.id, asked.channel);
	if (!channel) throw await channelNotFound(reads, component, asked.channel);
	return { component, channel, moves: await reads.channels.listMoves(channel.id, asked) };
}
