import {
	activeLifecycle,
	type ComponentKind,
	type Lifecycle,
	type LifecycleState,
} from "../../core/component/index.ts";
import type { ChannelMove, StoredChannel, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { channelNotFound, getComponent } from "../components/get-component.ts";
import { type RevisionStatus, revisionStatuses } from "../components/revision-status.ts";
import type { Needs } from "../needs.ts";
import type { ChannelInput } from "./move-channel.ts";

/** A channel with the lifecycle of the revision that it points to. */
export interface ListedChannel extends StoredChannel {
	readonly lifecycle: Lifecycle;
	/** The state of that revision; HEAD is always active. */
	readonly state: LifecycleState;
	readonly status: RevisionStatus;
}

/** A component's channels, by name. Throws the kind's `…-not-found`. */
export async function listChannels(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<{ readonly component: StoredComponent; readonly channels: readonly ListedChannel[] }> {
	const reads = needs.store.read;
	const component = await getComponent(reads, actor, { ...asked, at: needs.now() });
	const channels = await reads.channels.list([component.id]);
	const lifecycles = new Map((await reads.lifecycles.list([component.id])).map((one) => [one.number, one]));
	const statuses = await revisionStatuses(
		needs,
		reads,
		channels.map(({ number }) => ({ component, number })),
	);
	return {
		component,
		channels: channels.map((channel, i) => {
			const status = statuses[i] as RevisionStatus;
			return { ...channel, lifecycle: lifecycles.get(channel.number) ?? activeLifecycle, state: status.state, status };
		}),
	};
}

/** One channel of a component. Throws `channel-not-found`. */
export async function getChannel(
	needs: Needs,
	actor: Actor,
	asked: ChannelInput,
): Promise<{ readonly component: StoredComponent; readonly channel: ListedChannel }> {
	const { component, channels } = await listChannels(needs, actor, { kind: asked.kind, name: asked.name });
	const channel = channels.find((one) => one.name === asked.channel);
	if (!channel) throw await channelNotFound(needs.store.read, component, asked.channel);
	return { component, channel };
}

/** A channel with one page of its moves, newest first. Throws `channel-not-found`. */
export async function listChannelMoves(
	needs: Needs,
	actor: Actor,
	asked: ChannelInput & { readonly before?: number | undefined; readonly limit: number },
): Promise<{
	readonly component: StoredComponent;
	readonly channel: StoredChannel;
	readonly moves: readonly ChannelMove[];
}> {
	const reads = needs.store.read;
	const component = await getComponent(reads, actor, { kind: asked.kind, name: asked.name, at: needs.now() });
	const channel = await reads.channels.find(component.id, asked.channel);
	if (!channel) throw await channelNotFound(reads, component, asked.channel);
	return { component, channel, moves: await reads.channels.listMoves(channel.id, asked) };
}
