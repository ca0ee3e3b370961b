import { componentAct, lifecycleVerbs } from "../../core/audit/index.ts";
import {
	activeLifecycle,
	type ComponentKind,
	type Lifecycle,
	type LifecycleState,
	lifecycleState,
} from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { getRevision } from "../components/get-component.ts";
import { lockComponent } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { invalidLifecycle, type LifecycleFields, lifecycleAfter, sameLifecycle } from "./lifecycle-fields.ts";
import { assertCommit, findImpact, type Impact, type TouchedCommit } from "./list-impact.ts";

export interface LifecycleInput extends LifecycleFields {
	readonly kind: ComponentKind;
	/** Reference to a commit; `replacement` is one too. */
	readonly ref: string;
	/** True = also its copies and the templates that pin any of them. */
	readonly cascade?: boolean | undefined;
	/** Digest of the impact that the caller has seen; required for a cascade that affects others. */
	readonly seen?: string | undefined;
	/** Dry run: report what would be affected, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface LifecycleOutcome {
	readonly name: string;
	readonly number: number;
	readonly lifecycle: Lifecycle;
	readonly state: LifecycleState;
	/** Everything that the commit affects, whether or not its state changed. */
	readonly impact: Impact;
	/** The commits whose state changed: this one, unless it had the state, and with `cascade` those of `impact`. */
	readonly changed: readonly Pick<TouchedCommit, "kind" | "name" | "number">[];
}

/**
 * Deprecates, revokes or reactivates a commit, now or from a date. Resolving a revoked one is refused with the reason
 * and the replacement; a deprecated one warns. A cascade skips commits that are already withdrawn as much; a
 * reactivating one reverts only what was withdrawn with this commit. Throws `lifecycle-invalid` for HEAD, a missing
 * reason, or a replacement that is not a usable revision, and `impact-unseen` for a cascade that affects others than
 * the caller has seen.
 */
export async function setLifecycle(needs: Needs, actor: Actor, input: LifecycleInput): Promise<LifecycleOutcome> {
	assertMay(actor, "lifecycles.set");
	return needs.store.write(
		async (tx) => {
			// One at a time, because a cascade changes many components.
			await tx.accounts.lock(actor.accountId);
			const now = needs.now();
			// So that no channel moves to it meanwhile, past its guards and the impact.
			await lockComponent(needs, tx, { actor, kind: input.kind, ref: input.ref });
			const { component, number } = await getRevision(needs, actor, { kind: input.kind, ref: input.ref, reads: tx });
			assertCommit(component.name, number);
			const ref = `${component.name}@${number}`;
			const words = { ...input, replacement: await replacementOf(needs, tx, { actor, input, component, number }) };
			const before = (await tx.lifecycles.find(component.id, number)) ?? activeLifecycle;
			const lifecycle = lifecycleAfter(before, words, { ref, now });
			const { impact, commits } = await findImpact(needs, tx, { actor, component, number });
			if (input.cascade && !input.dryRun) assertSeen(ref, impact, input.seen);
			const changed: LifecycleOutcome["changed"][number][] = [];
			for (const commit of input.cascade ? commits : commits.slice(0, 1)) {
				const isItself = commit.component.id === component.id && commit.number === number;
				const had = (await tx.lifecycles.find(commit.component.id, commit.number)) ?? activeLifecycle;
				const after = isItself ? lifecycle : lifecycleOfOther(had, { words, before, after: lifecycle, now });
				if (sameLifecycle(had, after)) continue;
				changed.push({ kind: commit.component.kind, name: commit.component.name, number: commit.number });
				const through = isItself ? null : ref;
				await write(tx, actor, { ...commit, state: input.state, before: had, after, now, through });
			}
			const outcome = {
				name: component.name,
				number,
				lifecycle,
				state: lifecycleState(lifecycle, now),
				impact,
				changed,
			};
			return changed.length > 0 ? outcome : tx.undo(outcome);
		},
		{ dryRun: input.dryRun },
	);
}

function assertSeen(ref: string, impact: Impact, seen: string | undefined): void {
	const others = impact.commits.length - 1;
	if (others === 0 || seen === impact.digest) return;
	throw fault("impact-unseen", { ref, count: others === 1 ? "1 other revision" : `${others} other revisions`, impact });
}

/** The lifecycle that a cascade sets on another commit. The other's own replacement stays. */
function lifecycleOfOther(
	had: Lifecycle,
	main: {
		readonly words: LifecycleFields;
		readonly before: Lifecycle;
		readonly after: Lifecycle;
		readonly now: string;
	},
): Lifecycle {
	const { words, before, after, now } = main;
	const { reason, deprecatedAt, revokedAt } = after;
	switch (words.state) {
		case "active": {
			const wentAlong = had.reason === before.reason && had.revokedAt === before.revokedAt;
			return wentAlong && (had.revokedAt !== null || had.deprecatedAt === before.deprecatedAt) ? activeLifecycle : had;
		}
		case "revoked":
			return lifecycleState(had, now) === "revoked" ? had : { ...had, revokedAt, reason };
		case "deprecated":
			return lifecycleState(had, now) === "active" ? { ...had, deprecatedAt, reason } : had;
	}
}

async function write(
	tx: Transaction,
	actor: Actor,
	change: {
		readonly component: StoredComponent;
		readonly number: number;
		readonly state: LifecycleState;
		readonly before: Lifecycle;
		readonly after: Lifecycle;
		readonly now: string;
		readonly through: string | null;
	},
): Promise<void> {
	const { component, number, state, before, after, now, through } = change;
	await tx.lifecycles.put(component.id, number, { lifecycle: after, at: now });
	const told = { revision: number, ...after, ...(through === null ? {} : { because: through }) };
	tx.record(
		auditEntry(actor, componentAct(component.kind, lifecycleVerbs[state]), component, {
			at: now,
			before: { revision: number, ...before },
			after: told,
		}),
	);
}

/** The replacement's current name; null and undefined are kept. */
async function replacementOf(
	needs: Needs,
	tx: Transaction,
	asked: {
		readonly actor: Actor;
		readonly input: LifecycleInput;
		readonly component: StoredComponent;
		readonly number: number;
	},
): Promise<string | null | undefined> {
	const { actor, input, component, number } = asked;
	if (input.replacement === undefined || input.replacement === null || input.state === "active")
		return input.replacement;
	const ref = `${component.name}@${number}`;
	const found = await getRevision(needs, actor, { kind: input.kind, ref: input.replacement, reads: tx });
	const name = `${found.component.name}@${found.number}`;
	if (found.number === 0)
		throw invalidLifecycle(
			ref,
			`${found.component.name}@head can't replace it, because HEAD can still change`,
			"Name a commit.",
		);
	if (found.component.id === component.id && found.number === number)
		throw invalidLifecycle(ref, "it can't replace itself", "Name another revision.");
	const lifecycle = await tx.lifecycles.find(found.component.id, found.number);
	if (lifecycleState(lifecycle ?? null, needs.now()) === "revoked")
		throw invalidLifecycle(ref, `its replacement ${name} is revoked too`, "Name a revision that is not revoked.");
	return name;
}
