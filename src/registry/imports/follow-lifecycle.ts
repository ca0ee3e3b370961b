import { componentAct, lifecycleVerbs } from "../../core/audit/index.ts";
import { activeLifecycle, type ComponentKind, type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { VisiblePublication } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { sameLifecycle } from "../lifecycles/lifecycle-fields.ts";
import type { Needs } from "../needs.ts";
import { type Follow, followerOf } from "./follow-publication.ts";

/** A change of a published commit's lifecycle by its publisher. */
export interface FollowLifecycle extends Follow {
	/** The publisher's lifecycle before the change. */
	readonly before: Lifecycle;
}

/** The result of following a publisher's lifecycle in an account that imported the commit. */
export type FollowedLifecycle =
	| { readonly kind: "nothing" }
	/** `taken`: applied, because the account follows its publisher. `told`: reported, the account decides. */
	| {
			readonly kind: "taken" | "told";
			readonly offer: VisiblePublication;
			readonly component: { readonly id: number; readonly kind: ComponentKind; readonly name: string };
			readonly lifecycle: Lifecycle;
	  };

/**
 * Applies a publisher's deprecation, revocation or reactivation of a commit in an account that imported it. An account
 * that imports new revisions automatically takes the lifecycle too, unless its own is at least as strict; other
 * accounts are notified.
 */
export async function followLifecycle(
	needs: Needs,
	{ publicationId, accountId, before }: FollowLifecycle,
): Promise<FollowedLifecycle> {
	const reads = needs.store.read;
	const offer = await reads.visiblePublications.findImported(accountId, publicationId);
	const [component] = offer ? await reads.components.listByLineages(accountId, [offer.lineage]) : [];
	if (!offer || component?.publisher == null || !(await reads.imports.find(component.id, offer.number)))
		return { kind: "nothing" };
	const lifecycle = offer.lifecycle ?? activeLifecycle;
	const told = { offer, component: { id: component.id, kind: component.kind, name: component.name }, lifecycle };
	const subscription = await reads.subscriptions.find(accountId, offer.lineage);
	if (subscription?.mode !== "auto") return { kind: "told", ...told };
	const actor = await followerOf(needs, subscription);
	const now = needs.now();
	return needs.store.write(async (tx): Promise<FollowedLifecycle> => {
		await tx.accounts.lock(accountId);
		// So that no channel moves to it meanwhile.
		await tx.components.lock([component.id]);
		const had = (await tx.lifecycles.find(component.id, offer.number)) ?? activeLifecycle;
		const isOwnWord = !sameLifecycle(had, before) && !sameLifecycle(had, activeLifecycle);
		// A revocation made here stays, whatever weaker state its publisher sets.
		if (sameLifecycle(had, lifecycle) || (isOwnWord && strength(had, now) >= strength(lifecycle, now)))
			return tx.undo({ kind: "nothing" });
		await tx.lifecycles.put(component.id, offer.number, { lifecycle, at: now });
		const act = lifecycleVerbs[wordOf(lifecycle, now)];
		const after = {
			revision: offer.number,
			...lifecycle,
			because: `${offer.publisher} says so of ${revisionRef(offer.name, offer.number)}`,
		};
		tx.record(
			auditEntry(actor, componentAct(component.kind, act), component, {
				at: now,
				before: { revision: offer.number, ...had },
				after,
			}),
		);
		return { kind: "taken", ...told };
	});
}

/** The declared state, even if its date is still ahead. */
function wordOf(lifecycle: Lifecycle, now: string) {
	const state = lifecycleState(lifecycle, now);
	if (state !== "active") return state;
	if (lifecycle.revokedAt !== null) return "revoked";
	return lifecycle.deprecatedAt === null ? "active" : "deprecated";
}

function strength(lifecycle: Lifecycle, now: string): number {
	return ["active", "deprecated", "revoked"].indexOf(wordOf(lifecycle, now));
}
