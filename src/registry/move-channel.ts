import { type Change, type ComponentKind, fault, lifecycleState, versioned } from "../core/index.ts";
import type { ChannelAct, StoredChannel, StoredComponent, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { assertMayMove, parseChannelName, usualGuards } from "./channel-rules.ts";
import { componentEntry } from "./component-entry.ts";
import { type ComponentRevision, channelNotFound, getComponent, getRevision } from "./get-component.ts";
import { lintRevision } from "./lint-revision.ts";
import type { NamedRevision } from "./merge-revision.ts";
import type { Needs } from "./needs.ts";

export interface ChannelInput {
	readonly kind: ComponentKind;
	/** The component's name. */
	readonly name: string;
	readonly channel: string;
}

export interface MovedChannel {
	readonly channel: StoredChannel;
	/** Where it pointed; null = it is new. */
	readonly from: NamedRevision | null;
	readonly to: NamedRevision;
	/** What the move changes for those who follow the channel. */
	readonly changes: readonly Change[];
}

interface Move extends ChannelInput {
	readonly reason?: string | undefined;
	/** How many times it had been moved when the move was decided on; null or absent = whatever it is. */
	readonly expectedMoves?: number | null | undefined;
	/** True = nothing is kept. */
	readonly rehearsal?: boolean;
}

/**
 * Points a channel to a revision, and makes it when it is not there. `to` is what stands behind the @: a number, `latest`, `head`, or
 * another channel. Throws `channel-restricted`, `channel-guarded` when a guard does not let the revision in, `channel-moved` when somebody was
 * faster, and `revision-revoked` for a revision that must not be used.
 */
export function moveChannel(needs: Needs, actor: Actor, input: Move & { readonly to: string }): Promise<MovedChannel> {
	return move(needs, actor, { ...input, act: isChannelName(input.to) ? "promote" : "set", target: async () => input.to });
}

/** Points a channel back to where it pointed before the move that brought it here. Throws `channel-no-way-back` when there is nothing before. */
export function rollBackChannel(needs: Needs, actor: Actor, input: Move): Promise<MovedChannel> {
	return move(needs, actor, {
		...input,
		act: "rollback",
		target: async (tx, component, channel) => {
			if (!channel) throw await channelNotFound(tx, component, input.channel);
			const moves = await tx.channels.listMoves(channel.id, { limit: 10_000 });
			const before = pointedBefore(moves.toReversed());
			if (before === undefined) throw fault("channel-no-way-back", { name: component.name, channel: channel.name });
			return before === 0 ? "head" : String(before);
		},
	});
}

/** What a channel pointed to before it came to point where it does: each rollback takes one move away. Undefined = it pointed nowhere. */
function pointedBefore(moves: readonly { readonly to: number; readonly act: ChannelAct }[]): number | undefined {
	const stack: number[] = [];
	for (const { to, act } of moves) {
		if (act === "rollback") stack.pop();
		else stack.push(to);
	}
	return stack.at(-2);
}

async function move(
	needs: Needs,
	actor: Actor,
	input: Move & {
		readonly act: ChannelAct;
		target(tx: Transaction, component: StoredComponent, channel: StoredChannel | undefined): Promise<string>;
	},
): Promise<MovedChannel> {
	assertMay(actor, "writer", "move channels");
	const { kind } = input;
	const name = parseChannelName(input.channel);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const component = await getComponent(tx, actor, { kind, name: input.name, at });
		const channel = await tx.channels.find(component.id, name);
		if (channel) assertMayMove(actor, channel, component.name);
		const { expectedMoves } = input;
		if (expectedMoves !== undefined && expectedMoves !== null && expectedMoves !== (channel?.movesCount ?? 0)) {
			throw fault("channel-moved", { name: component.name, channel: name, now: channel?.number ?? null });
		}
		const target = await input.target(tx, component, channel);
		const to = await getRevision(needs, actor, { kind, ref: `${component.name}@${target}`, reads: tx });
		const from = channel ? await getRevision(needs, actor, { kind, ref: `${component.name}@${channel.number}`, reads: tx }) : null;
		await assertLetIn(needs, tx, { actor, channel: channel ?? { name, guards: usualGuards }, to });
		const changes = versioned[kind].diff((from?.content ?? versioned[kind].empty(component.name)) as never, to.content as never);
		const moved = { from: from && named(from), to: named(to), changes };
		if (input.rehearsal || channel?.number === to.number) {
			const still = channel ?? {
				id: 0,
				componentId: component.id,
				name,
				guards: [...usualGuards],
				movers: null,
				movesCount: 0,
				createdAt: at,
				updatedAt: at,
			};
			return { ...moved, channel: { ...still, number: to.number } };
		}
		const { act } = input;
		const reason = input.reason ?? null;
		if (!channel) {
			const made = { componentId: component.id, name, number: to.number, guards: usualGuards, movers: null };
			await tx.channels.insert(made, { at, actor: actor.name, act, reason });
		} else if (!(await tx.channels.move(channel, { to: to.number, at, actor: actor.name, act, reason }))) {
			throw fault("channel-moved", { name: component.name, channel: name, now: null });
		}
		const before = channel ? { channel: name, revision: channel.number } : null;
		tx.record(componentEntry(actor, component, { at, act: `channel-${act}`, before, after: { channel: name, revision: to.number, reason } }));
		const now = await tx.channels.find(component.id, name);
		if (!now) throw new Error(`channel ${name} was written and is not there`);
		return { ...moved, channel: now };
	});
}

async function assertLetIn(
	needs: Needs,
	tx: Transaction,
	asked: { readonly actor: Actor; readonly channel: Pick<StoredChannel, "name" | "guards">; readonly to: ComponentRevision },
): Promise<void> {
	const { actor, channel, to } = asked;
	const ref = `${to.component.name}@${to.number === 0 ? "head" : to.number}`;
	const refused = (problem: string, more: object = {}) =>
		fault("channel-guarded", { name: to.component.name, channel: channel.name, ref, problem, ...more });
	if (to.number === 0 && channel.guards.includes("commits")) throw refused("it takes commits only, and HEAD still moves");
	const lifecycle = to.number === 0 ? undefined : await tx.lifecycles.find(to.component.id, to.number);
	if (lifecycle && lifecycleState(lifecycle, needs.now()) === "revoked") {
		throw refused(`that revision is revoked${lifecycle.reason === null ? "" : ` (${lifecycle.reason})`}`, { replacement: lifecycle.replacement });
	}
	if (!channel.guards.includes("lint")) return;
	const findings = (await lintRevision(needs, tx, { actor, found: to })).filter((finding) => finding.severity === "error");
	const [first] = findings;
	if (first) throw refused(`lint finds ${findings.length} error${findings.length === 1 ? "" : "s"}, such as: ${first.text}`, { findings });
}

function isChannelName(text: string): boolean {
	return !/^\d+$/.test(text) && text !== "head" && text !== "latest";
}

function named({ component, number, digest }: ComponentRevision): NamedRevision {
	return { name: component.name, number, digest };
}
