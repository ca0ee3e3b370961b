import { componentAct } from "../../core/audit/index.ts";
import { type ComponentKind, type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import { heldBackWarnings, revisionWarnings, type Warning } from "../../core/resolve/index.ts";
import { revisionRef, revisionWord } from "../../core/revision/index.ts";
import type { ChannelAct, StoredChannel, StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { type ComponentRevision, channelNotFound, getRevision } from "../components/get-component.ts";
import { lockNamed } from "../components/lock-component.ts";
import { type NamedRevision, namedRevision } from "../components/named-revision.ts";
import { lintRevision } from "../lint/lint-revision.ts";
import type { Needs } from "../needs.ts";
import { changesTo } from "../revisions/diff-revisions.ts";
import { assertMayMove, parseChannelName, usualGuards } from "./channel-rules.ts";

export interface ChannelInput {
	readonly kind: ComponentKind;
	/** The component's name. */
	readonly name: string;
	readonly channel: string;
}

export interface MovedChannel {
	/** The component's current name, in case the request used a former one. */
	readonly name: string;
	readonly channel: StoredChannel;
	/** The revision before the move; null = the channel is new. */
	readonly from: NamedRevision | null;
	readonly to: NamedRevision;
	/** The changes that followers of the channel get. */
	readonly changes: readonly Change[];
	/** Warnings about the target revision, such as a deprecation. */
	readonly warnings: readonly Warning[];
	/** False if it already pointed there and nothing was written. */
	readonly moved: boolean;
}

export interface ChannelMoveInput extends ChannelInput {
	readonly reason?: string | undefined;
	/** Number of moves when the move was decided on, 0 for a new channel; null or omitted = any. */
	readonly expectedMoves?: number | null | undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

const reasonLimit = 2000;
/** More moves than a channel ever has; a rollback does not look further back. */
const mostMoves = 10_000;

/**
 * Moves a channel to a revision, and creates it if it does not exist. `to` is what stands after the @: a number,
 * `latest`, `head`, or another channel. Throws `channel-restricted`, `channel-guarded` if a guard refuses the revision
 * or it is revoked, and `channel-moved` if this channel, or the one it is moved to, was moved meanwhile.
 */
export function moveChannel(
	needs: Needs,
	actor: Actor,
	input: ChannelMoveInput & {
		readonly to: string;
		/** The number that `to` resolved to when the move was decided on; omitted = any. */
		readonly expectedTo?: number | undefined;
	},
): Promise<MovedChannel> {
	return move(needs, actor, {
		...input,
		act: isChannelName(input.to) ? "promote" : "set",
		target: async () => input.to,
	});
}

/**
 * Moves a channel back to its revision before the last move; called again, further back. Throws `channel-no-way-back`
 * if there is no earlier move, and whatever a move throws.
 */
export function rollBackChannel(needs: Needs, actor: Actor, input: ChannelMoveInput): Promise<MovedChannel> {
	return move(needs, actor, {
		...input,
		act: "rollback",
		target: async (tx, component, channel) => {
			if (!channel) throw await channelNotFound(tx, component, input.channel);
			const moves = await tx.channels.listMoves(channel.id, { limit: mostMoves });
			const before = pointedBefore(moves.toReversed());
			if (before === undefined) throw fault("channel-no-way-back", { name: component.name, channel: channel.name });
			return revisionWord(before);
		},
	});
}

/**
 * The revision that the channel had before its current one: each rollback cancels one move. Undefined if there is none.
 */
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
	input: ChannelMoveInput & {
		readonly act: ChannelAct;
		readonly expectedTo?: number | undefined;
		target(tx: Transaction, component: StoredComponent, channel: StoredChannel | undefined): Promise<string>;
	},
): Promise<MovedChannel> {
	assertMay(actor, "channels.move");
	const { kind, act } = input;
	const name = parseChannelName(input.channel);
	const reason = parseReason(name, input.reason);
	return needs.store.write(
		async (tx) => {
			const at = needs.now();
			const component = await lockNamed(needs, tx, actor, { kind, name: input.name });
			const channel = await tx.channels.lock(component.id, name);
			if (channel) assertMayMove(actor, channel, component.name);
			assertNotMoved(component.name, { channel, name, expectedMoves: input.expectedMoves });
			const target = await input.target(tx, component, channel);
			const to = await getRevision(needs, actor, { kind, ref: `${component.name}@${target}`, reads: tx });
			if (input.expectedTo !== undefined && input.expectedTo !== to.number)
				throw fault("channel-moved", { name: component.name, channel: target, have: input.expectedTo, now: to.number });
			const from = channel
				? await getRevision(needs, actor, { kind, ref: `${component.name}@${channel.number}`, reads: tx })
				: null;
			const lifecycle = to.number === 0 ? null : ((await tx.lifecycles.find(component.id, to.number)) ?? null);
			const moved = channel?.number !== to.number;
			// A channel that already points there needs no guard.
			if (moved)
				await assertLetIn(needs, tx, { actor, channel: channel ?? { name, guards: usualGuards }, to, lifecycle });
			const ref = `${component.name}@${to.number}`;
			const outcome = {
				name: component.name,
				from: from && namedRevision(from),
				to: namedRevision(to),
				changes: changesTo(from, to),
				warnings: [
					...revisionWarnings("revision-deprecated", { ref, lifecycle }, at),
					...heldBackWarnings({ ref, heldBack: to.revision?.heldBack ?? null }),
				],
				moved,
			};
			if (channel && !moved) return tx.undo({ ...outcome, channel });
			const now = await writeMove(tx, actor, { component, channel, name, to: to.number, act, reason, at });
			// Of a dry run, the channel that the real move has to find.
			const stored = channel ?? newChannel(component, { name, number: to.number, at });
			return { ...outcome, channel: input.dryRun ? stored : now };
		},
		{ dryRun: input.dryRun },
	);
}

/** Moves or creates the channel, and records it. Returns it as stored. */
async function writeMove(
	tx: Transaction,
	actor: Actor,
	made: {
		readonly component: StoredComponent;
		readonly channel: StoredChannel | undefined;
		readonly name: string;
		readonly to: number;
		readonly act: ChannelAct;
		readonly reason: string | null;
		readonly at: string;
	},
): Promise<StoredChannel> {
	const { component, channel, name, to, act, reason, at } = made;
	const moved = { at, actor: actor.name, act, reason };
	if (channel) await tx.channels.move(channel, { ...moved, to });
	else
		await tx.channels.insert({ componentId: component.id, name, number: to, guards: usualGuards, movers: null }, moved);
	tx.record(
		auditEntry(actor, componentAct(component.kind, `channel-${act}`), component, {
			at,
			before: channel ? { channel: name, revision: channel.number } : null,
			after: { channel: name, revision: to, reason },
		}),
	);
	const now = await tx.channels.find(component.id, name);
	if (!now) throw new Error(`channel ${name} was written and is not there`);
	return now;
}

/** Throws `channel-moved` if the channel has moved since the caller read it. */
function assertNotMoved(
	component: string,
	seen: {
		readonly channel: StoredChannel | undefined;
		readonly name: string;
		readonly expectedMoves: number | null | undefined;
	},
): void {
	const { channel, name, expectedMoves } = seen;
	if (expectedMoves === undefined || expectedMoves === null || expectedMoves === (channel?.movesCount ?? 0)) return;
	const now = channel === undefined ? null : channel.number;
	throw fault("channel-moved", {
		name: component,
		channel: name,
		have: expectedMoves,
		moves: channel?.movesCount ?? 0,
		now,
	});
}

async function assertLetIn(
	needs: Needs,
	tx: Transaction,
	asked: {
		readonly actor: Actor;
		readonly channel: Pick<StoredChannel, "name" | "guards">;
		readonly to: ComponentRevision;
		readonly lifecycle: Lifecycle | null;
	},
): Promise<void> {
	const { actor, channel, to, lifecycle } = asked;
	const ref = revisionRef(to.component.name, to.number);
	const refused = (problem: string, more: object = {}) =>
		fault("channel-guarded", { name: to.component.name, channel: channel.name, ref, problem, ...more });
	if (to.number === 0 && channel.guards.includes("commits"))
		throw refused("it accepts only commits, and HEAD can still change");
	if (lifecycle && lifecycleState(lifecycle, needs.now()) === "revoked") {
		throw refused(`the revision is revoked${lifecycle.reason === null ? "" : ` (${lifecycle.reason})`}`, {
			replacement: lifecycle.replacement,
		});
	}
	if (!channel.guards.includes("lint")) return;
	const findings = await lintRevision(needs, tx, { actor, found: to, channel: channel.name });
	const errors = findings.filter((finding) => finding.severity === "error");
	const [first] = errors;
	if (first)
		throw refused(`lint finds ${errors.length} error${errors.length === 1 ? "" : "s"}, such as: ${first.text}`, {
			findings: errors,
		});
}

/** A channel that does not exist yet, with no move. */
function newChannel(
	component: StoredComponent,
	made: { readonly name: string; readonly number: number; readonly at: string },
): StoredChannel {
	const { name, number, at } = made;
	return {
		id: 0,
		componentId: component.id,
		name,
		number,
		guards: usualGuards,
		movers: null,
		movesCount: 0,
		createdAt: at,
		updatedAt: at,
	};
}

function parseReason(channel: string, text: string | undefined): string | null {
	const reason = text?.trim() ?? "";
	if (reason.length > reasonLimit)
		throw fault("channel-invalid", {
			channel,
			problem: `the reason for the move is longer than ${reasonLimit} characters`,
		});
	return reason === "" ? null : reason;
}

function isChannelName(text: string): boolean {
	return !/^\d+$/.test(text) && text !== "head" && text !== "latest";
}
