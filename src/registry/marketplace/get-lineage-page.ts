import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { publisherKey } from "../../core/marketplace/index.ts";
import type { Reads, StoredPublication, StoredPublisher } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type LivingPublication, withLifecycles } from "./get-publication.ts";

/** A lineage by its readable address, or by the id of any of its publications. */
export type LineageAddress =
	| { readonly publisher: string; readonly kind: ComponentKind; readonly name: string }
	| { readonly publication: number };

/** One lineage as the account sees it. */
export interface LineagePage {
	readonly publisher: Pick<StoredPublisher, "name" | "email" | "url" | "description">;
	/** Newest first. Includes revisions that the account imported and can no longer see as publications. */
	readonly revisions: readonly (LivingPublication & { readonly isImported: boolean; readonly isOffered: boolean })[];
	/** The publication that browsing shows; null if none is active. */
	readonly front: LivingPublication | null;
	/** True if it is the account's own. */
	readonly isOwn: boolean;
}

/**
 * A lineage with all its publications that the account sees. Throws `publication-not-found`, also if the account may
 * not see it.
 */
export async function getLineagePage(needs: Needs, actor: Actor, address: LineageAddress): Promise<LineagePage> {
	const reads = needs.store.read;
	const one = await find(reads, actor, address);
	const publications =
		one &&
		(await reads.publications.listVisibleOfLineage(actor.accountId, {
			publisherId: one.accountId,
			lineage: one.lineage,
		}));
	if (!one || !publications || publications.length === 0) throw notFound(address);
	const living = await withLifecycles(needs, reads, publications);
	const ids = publications.map(({ id }) => id);
	const imported = new Set(await reads.publications.listImportedBy(actor.accountId, ids));
	const offered = new Set(await reads.publications.listVisible(actor.accountId, ids));
	const revisions = living.map((one) => ({ ...one, isImported: imported.has(one.id), isOffered: offered.has(one.id) }));
	const profile = await reads.publishers.find(one.accountId);
	return {
		publisher: {
			name: profile?.name ?? "",
			email: profile?.email ?? null,
			url: profile?.url ?? null,
			description: profile?.description ?? "",
		},
		revisions,
		front:
			revisions.find(({ state, isDependency, isOffered }) => state === "active" && !isDependency && isOffered) ?? null,
		isOwn: one.accountId === actor.accountId,
	};
}

async function find(reads: Reads, actor: Actor, address: LineageAddress): Promise<StoredPublication | undefined> {
	if ("publication" in address) return reads.publications.findSeen(actor.accountId, address.publication);
	const publisher = await reads.publishers.findByKey(publisherKey(address.publisher));
	if (!publisher) return undefined;
	return reads.publications.findVisibleByName(actor.accountId, {
		publisherId: publisher.accountId,
		kind: address.kind,
		name: address.name,
	});
}

function notFound(address: LineageAddress): Error {
	const publication =
		"publication" in address ? String(address.publication) : `${address.publisher}/${address.kind}/${address.name}`;
	return fault("publication-not-found", { publication });
}
