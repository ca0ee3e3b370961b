import { fault } from "../../core/errors.ts";
import type { StoredSubscription, SubscriptionMode, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { findComponent } from "../components/get-component.ts";
import { findPublication } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";
import { type ImportedPublication, importPublicationIn, type PublicationImport } from "./import-publication.ts";

export interface SubscriptionInput extends Omit<PublicationImport, "dryRun"> {
	readonly mode: SubscriptionMode;
}

export interface Subscribed {
	readonly subscription: StoredSubscription;
	/** The imported publication; null in mode `offer`. */
	readonly imported: ImportedPublication | null;
}

/**
 * Follows the lineage of a publication. With `auto`, imports the publication at once and later ones automatically; with
 * `offer`, notifies of newer ones. If the account follows it already, only the mode changes. Throws whatever
 * `importPublication` throws; then nothing is followed.
 */
export async function subscribe(needs: Needs, actor: Actor, input: SubscriptionInput): Promise<Subscribed> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const offer = await findPublication(tx, actor, input);
		if (offer.accountId === actor.accountId) throw fault("publication-own", { ref: offer.name });
		const imported =
			input.mode === "auto"
				? await importPublicationIn(needs, tx, actor, { ...input, ref: String(offer.publicationId) })
				: null;
		const before = await tx.subscriptions.find(actor.accountId, offer.lineage);
		const { kind, lineage, name, accountId: publisherAccountId } = offer;
		const at = needs.now();
		await tx.subscriptions.put({
			accountId: actor.accountId,
			kind,
			lineage,
			name,
			mode: input.mode,
			publisherAccountId,
			createdBy: actor.name,
			createdAt: at,
		});
		const subscription = await tx.subscriptions.find(actor.accountId, lineage);
		if (!subscription) throw new Error(`the subscription to ${lineage} was written and is not there`);
		if (before?.mode !== input.mode) {
			const after = { kind, lineage, publisher: offer.publisher, mode: input.mode };
			tx.record(
				auditEntry(actor, "subscription.subscribe", subscription, {
					at,
					before: before ? { mode: before.mode } : null,
					after,
				}),
			);
		}
		const isChanged = before?.mode !== input.mode || (imported?.imported.length ?? 0) > 0;
		return isChanged ? { subscription, imported } : tx.undo({ subscription, imported });
	});
}

/**
 * Stops following the lineage of that name, now or when it was subscribed to. Imports stay. Throws
 * `subscription-not-found`.
 */
export async function unsubscribe(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: StoredSubscription["kind"]; readonly name: string },
): Promise<StoredSubscription> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const subscription = await findSubscription(needs, tx, actor, asked);
		if (!subscription) throw fault("subscription-not-found", { name: asked.name });
		await tx.subscriptions.remove(actor.accountId, subscription.lineage);
		const { kind, lineage, mode } = subscription;
		const done = { at: needs.now(), before: { kind, lineage, mode } };
		tx.record(auditEntry(actor, "subscription.unsubscribe", subscription, done));
		return subscription;
	});
}

/** One page of the account's subscriptions, by name. */
export function listSubscriptions(
	needs: Needs,
	actor: Actor,
	page: { readonly after?: { readonly name: string; readonly id: number } | undefined; readonly limit: number },
): Promise<StoredSubscription[]> {
	return needs.store.read.subscriptions.list(actor.accountId, page);
}

/** The subscription to an imported component, or to one that is not imported, by its name when it was followed. */
async function findSubscription(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	asked: { readonly kind: StoredSubscription["kind"]; readonly name: string },
): Promise<StoredSubscription | undefined> {
	const component = await findComponent(tx, actor, { ...asked, at: needs.now() });
	const found = component && (await tx.subscriptions.find(actor.accountId, component.lineage));
	return found ?? (await tx.subscriptions.findNamed(actor.accountId, asked));
}
