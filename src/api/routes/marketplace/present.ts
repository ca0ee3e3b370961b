import type { Actor } from "../../../registry/actor.ts";
import type { LineagePage } from "../../../registry/marketplace/get-lineage-page.ts";
import type { LivingPublication } from "../../../registry/marketplace/get-publication.ts";
import { presentPublic, presentPublisher } from "./publication-present.ts";

/** A row of the marketplace. It is always active. */
export function presentItem(actor: Actor, publication: LivingPublication) {
	const { state: _state, ...shown } = presentPublic(publication);
	return { ...shown, isOwn: publication.accountId === actor.accountId, everyone: publication.audience.everyone };
}

export function presentLineage({ publisher, revisions, front, isOwn }: LineagePage) {
	const said = front ?? revisions[0];
	return {
		publisher: presentPublisher(publisher),
		kind: said?.kind ?? ("mci" as const),
		lineage: said?.lineage ?? "",
		name: said?.name ?? "",
		short: said?.short ?? "",
		description: said?.description ?? "",
		front: front?.id ?? null,
		isOwn,
		revisions: revisions.map((one) => ({
			...presentPublic(one),
			notes: one.notes,
			everyone: one.audience.everyone,
			isImported: one.isImported,
			isOffered: one.isOffered,
		})),
	};
}
