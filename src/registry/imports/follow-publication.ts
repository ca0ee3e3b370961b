import type { Change } from "../../core/diff/index.ts";
import { isFault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredSubscription, VisiblePublication } from "../../storage/store.ts";
import { type Actor, actorWith } from "../actor.ts";
import { isFollowed, isRevoked } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";
import { diffUpdate } from "./diff-update.ts";
import { type ImportedPublication, importPublication } from "./import-publication.ts";

/** A publication, and an account that may follow its lineage. */
export interface Follow {
	readonly publicationId: number;
	readonly accountId: number;
}

/** The result of a new publication for an account that follows its lineage. */
export type Followed =
	/** Not followed, not visible to the account, or not new. */
	| { readonly kind: "nothing" }
	| { readonly kind: "imported"; readonly offer: VisiblePublication; readonly imported: ImportedPublication }
	/** To report. Without an import there is nothing to compare it with. */
	| {
			readonly kind: "offered";
			readonly offer: VisiblePublication;
			readonly name: string;
			readonly changes: readonly Change[] | null;
	  }
	/** The automatic import failed; the publication can still be imported by hand. */
	| { readonly kind: "failed"; readonly offer: VisiblePublication; readonly code: string; readonly problem: string };

/**
 * Imports a publication for an account that follows its lineage, or returns what to report. Whether the account still
 * follows and still sees it is read now. Running it twice imports once.
 */
export async function followPublication(needs: Needs, { publicationId, accountId }: Follow): Promise<Followed> {
	const reads = needs.store.read;
	const offer = await reads.visiblePublications.find(accountId, publicationId);
	if (!offer || offer.accountId === accountId || !isFollowed(offer) || isRevoked(needs, offer))
		return { kind: "nothing" };
	const subscription = await reads.subscriptions.find(accountId, offer.lineage);
	if (!subscription) return { kind: "nothing" };
	const actor = await followerOf(needs, subscription);
	if (subscription.mode === "offer") return offered(needs, actor, offer);
	try {
		const imported = await importPublication(needs, actor, { ref: String(publicationId) });
		return imported.imported.length === 0 ? { kind: "nothing" } : { kind: "imported", offer, imported };
	} catch (error) {
		// Refusals are reported; other failures are tried again.
		if (!isFault(error) || error.kind === "unavailable" || error.kind === "internal") throw error;
		return { kind: "failed", offer, code: error.code, problem: error.message };
	}
}

/**
 * The actor of a subscription: the user who made it, so that the audit shows on whose behalf something was imported.
 */
export async function followerOf(needs: Needs, { accountId, createdBy }: StoredSubscription): Promise<Actor> {
	const account = await needs.store.read.accounts.get(accountId);
	return actorWith({
		accountId,
		account: account.name,
		name: `subscription of ${createdBy}`,
		kind: "local",
		roles: ["library"],
	});
}

async function offered(needs: Needs, actor: Actor, offer: VisiblePublication): Promise<Followed> {
	const [component] = await needs.store.read.components.listByLineages(actor.accountId, [offer.lineage]);
	if (!component) return { kind: "offered", offer, name: offer.name, changes: null };
	const { kind, name } = component;
	const { found, changes } = await diffUpdate(needs, actor, { kind, name, number: offer.number });
	const has = found.revisions.find(({ number }) => number === offer.number);
	if (has?.digest === offer.digest || (offer.number > 0 && offer.number < component.latest)) return { kind: "nothing" };
	return { kind: "offered", offer, name: revisionRef(name, found.newest.number), changes };
}
