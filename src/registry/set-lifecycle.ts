import { activeLifecycle, type ComponentKind, fault, type Lifecycle, type LifecycleState, lifecycleState } from "../core/index.ts";
import type { StoredComponent, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { componentEntry } from "./component-entry.ts";
import { getRevision } from "./get-component.ts";
import { findImpact, type Impact } from "./list-impact.ts";
import type { Needs } from "./needs.ts";

export interface LifecycleInput {
	readonly kind: ComponentKind;
	/** Reference to a commit. */
	readonly ref: string;
	readonly state: LifecycleState;
	/** From when on, UTC ISO 8601; absent = now. */
	readonly at?: string | undefined;
	readonly reason?: string | undefined;
	/** Reference to what shall be used instead; absent = none. */
	readonly replacement?: string | undefined;
	/** True = its copies and the templates that pin it are given the same state. */
	readonly cascade?: boolean | undefined;
	/** True = nothing is kept: what would be touched is only told. */
	readonly rehearsal?: boolean;
}

export interface LifecycleOutcome {
	readonly name: string;
	readonly number: number;
	readonly lifecycle: Lifecycle;
	readonly state: LifecycleState;
	/** All that the commit touches, whether or not it was given the state too. */
	readonly impact: Impact;
	/** References of the commits that were given it: this one, and with `cascade` those of `impact`. */
	readonly changed: readonly string[];
}

const reasonLimit = 2000;

/**
 * Deprecates, revokes or reactivates a commit, now or from a date. Resolving a revoked one is refused with its reason and replacement, a
 * deprecated one warns. Throws `lifecycle-invalid` for HEAD, a missing reason, or a replacement that is no revision in use.
 */
export async function setLifecycle(needs: Needs, actor: Actor, input: LifecycleInput): Promise<LifecycleOutcome> {
	assertMay(actor, "writer", "deprecate and revoke revisions");
	return needs.store
		.write(async (tx) => {
			const now = needs.now();
			const { component, number } = await getRevision(needs, actor, { kind: input.kind, ref: input.ref, reads: tx });
			const ref = `${component.name}@${number}`;
			if (number === 0) throw invalid(ref, "HEAD has no life of its own", "Commit it, or deprecate the commit.");
			const replacement = await replacementOf(needs, tx, { actor, input, component, number });
			const { impact, commits } = await findImpact(tx, actor, { component, number });
			const wanted = input.cascade ? commits : commits.slice(0, 1);
			const changed: string[] = [];
			for (const commit of wanted) {
				const before = (await tx.lifecycles.find(commit.component.id, commit.number)) ?? activeLifecycle;
				const isItself = commit.component.id === component.id && commit.number === number;
				const after = lifecycleAfter(before, input, { ref, now, replacement: isItself ? replacement : null });
				if (sameLifecycle(before, after)) continue;
				changed.push(`${commit.component.name}@${commit.number}`);
				await write(tx, actor, { ...commit, before, after, now, through: isItself ? null : ref });
			}
			const lifecycle = lifecycleAfter((await tx.lifecycles.find(component.id, number)) ?? activeLifecycle, input, { ref, now, replacement });
			const outcome = { name: component.name, number, lifecycle, state: lifecycleState(lifecycle, now), impact, changed };
			if (input.rehearsal) throw new Rehearsed(outcome);
			return outcome;
		})
		.catch((error: unknown) => {
			if (error instanceof Rehearsed) return error.outcome;
			throw error;
		});
}

/** Ends a transaction whose outcome was only to be told. */
class Rehearsed extends Error {
	readonly outcome: LifecycleOutcome;

	constructor(outcome: LifecycleOutcome) {
		super("rehearsed");
		this.outcome = outcome;
	}
}

async function write(
	tx: Transaction,
	actor: Actor,
	change: {
		readonly component: StoredComponent;
		readonly number: number;
		readonly before: Lifecycle;
		readonly after: Lifecycle;
		readonly now: string;
		readonly through: string | null;
	},
): Promise<void> {
	const { component, number, before, after, now, through } = change;
	await tx.lifecycles.put(component.id, number, { lifecycle: after, at: now });
	const told = { revision: number, ...after, ...(through === null ? {} : { because: through }) };
	const act = after.revokedAt !== null ? "revoke" : after.deprecatedAt !== null ? "deprecate" : "reactivate";
	tx.record(componentEntry(actor, component, { at: now, act, before: { revision: number, ...before }, after: told }));
}

function lifecycleAfter(
	before: Lifecycle,
	input: LifecycleInput,
	facts: { readonly ref: string; readonly now: string; readonly replacement: string | null },
): Lifecycle {
	const { ref, now, replacement } = facts;
	if (input.state === "active") return activeLifecycle;
	const reason = input.reason?.trim() ?? "";
	if (reason === "") throw invalid(ref, "a reason is missing", "Say why; it is what its users are told.");
	if (reason.length > reasonLimit) throw invalid(ref, `the reason is longer than ${reasonLimit} characters`, "Shorten it.");
	const at = input.at ?? now;
	if (input.state === "revoked") return { deprecatedAt: before.deprecatedAt, revokedAt: at, reason, replacement };
	if (lifecycleState(before, now) === "revoked") throw invalid(ref, "it is revoked, which is more", "Reactivate it first.");
	return { deprecatedAt: at, revokedAt: before.revokedAt, reason, replacement };
}

async function replacementOf(
	needs: Needs,
	tx: Transaction,
	asked: { readonly actor: Actor; readonly input: LifecycleInput; readonly component: StoredComponent; readonly number: number },
): Promise<string | null> {
	const { actor, input, component, number } = asked;
	if (input.replacement === undefined || input.state === "active") return null;
	const ref = `${component.name}@${number}`;
	const found = await getRevision(needs, actor, { kind: input.kind, ref: input.replacement, reads: tx });
	const name = `${found.component.name}@${found.number}`;
	if (found.number === 0) throw invalid(ref, `${found.component.name}@head can't stand in for it, since it still moves`, "Name a commit.");
	if (found.component.id === component.id && found.number === number) throw invalid(ref, "it can't stand in for itself", "Name another revision.");
	const lifecycle = await tx.lifecycles.find(found.component.id, found.number);
	if (lifecycleState(lifecycle ?? null, needs.now()) === "revoked")
		throw invalid(ref, `${name} is revoked itself`, "Name a revision that is in use.");
	return name;
}

function invalid(ref: string, problem: string, cure: string) {
	return fault("lifecycle-invalid", { ref, problem, cure });
}

function sameLifecycle(a: Lifecycle, b: Lifecycle): boolean {
	return a.deprecatedAt === b.deprecatedAt && a.revokedAt === b.revokedAt && a.reason === b.reason && a.replacement === b.replacement;
}
