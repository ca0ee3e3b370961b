import { activeLifecycle, type ComponentKind, type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Offer } from "../../storage/store.ts";
import { componentEntry } from "../components/component-entry.ts";
import { lifecycleVerbs, sameLifecycle } from "../lifecycles/lifecycle-fields.ts";
import type { Needs } from "../needs.ts";
import { type Follow, followerOf } from "./follow-publication.ts";

/** A change of what a publisher says of the life of a published commit. */
export interface FollowLifecycle extends Follow {
	/** What the publisher said before it. */
	readonly before: Lifecycle;
}

/** What a publisher's word came to in an account that has imported the commit. */
export type FollowedLifecycle =
	| { readonly kind: "nothing" }
	/** `taken`: the account follows its publisher, and says the same now. `told`: it is for the account to decide. */
	| {
			readonly kind: "taken" | "told";
			readonly offer: Offer;
			readonly component: { readonly id: number; readonly kind: ComponentKind; readonly name: string };
			readonly lifecycle: Lifecycle;
	  };

/**
 * Brings a publisher's deprecation, revocation or reactivation of a commit to an account that imported it. An account that takes new
 * revisions by themselves takes this too, unless it says something of its own about the commit that is as strong; for others there is something
 * to be told.
 */
export async function followLifecycle(
	needs: Needs,
	{ publicationId, accountId, before }: FollowLifecycle,
): Promise<FollowedLifecycle> {
	const reads = needs.store.read;
	const offer = await reads.offers.findImported(accountId, publicationId);
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
		await tx.accounts.take(accountId);
		// So that no channel is moved to it meanwhile.
		await tx.components.hold([component.id]);
		const had = (await tx.lifecycles.find(component.id, offer.number)) ?? activeLifecycle;
		const isOwnWord = !sameLifecycle(had, before) && !sameLifecycle(had, activeLifecycle);
		// What is revoked here stays so, whatever its publisher says less than that.
		if (sameLifecycle(had, lifecycle) || (isOwnWord && strength(had, now) >= strength(lifecycle, now)))
			return { kind: "nothing" };
		await tx.lifecycles.put(component.id, offer.number, { lifecycle, at: now });
		const act = lifecycleVerbs[wordOf(lifecycle, now)];
		const after = {
			revision: offer.number,
			...lifecycle,
			because: `${offer.publisher} says so of ${revisionRef(offer.name, offer.number)}`,
		};
		tx.record(componentEntry(actor, component, { at: now, act, before: { revision: offer.number, ...had }, after }));
		return { kind: "taken", ...told };
	});
}

/** The state that somebody said, also when its date lies ahead. */
function wordOf(lifecycle: Lifecycle, now: string) {
	const state = lifecycleState(lifecycle, now);
	if (state !== "active") return state;
	if (lifecycle.revokedAt !== null) return "revoked";
	return lifecycle.deprecatedAt === null ? "active" : "deprecated";
}

function strength(lifecycle: Lifecycle, now: string): number {
	return ["active", "deprecated", "revoked"].indexOf(wordOf(lifecycle, now));
}
