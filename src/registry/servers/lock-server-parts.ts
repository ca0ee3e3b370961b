import type { ServerOverrides } from "../../core/server/index.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { lockComponent } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { mcisOf } from "../resolve/resolve-template.ts";

/** Locks the MCI that a server requests in place of its template's, if any: it need not be one of the template's. */
export async function lockRequestedMci(tx: Transaction, actor: Actor, { mci }: ServerOverrides): Promise<void> {
	if (mci === undefined) return;
	const requested = await tx.components.listByLineages(actor.accountId, [mci.lineage]);
	await tx.components.lock(requested.map(({ id }) => id));
}

/**
 * Locks the template that a reference names, and the MCIs that it pins at HEAD. Returns the template's revision, so
 * that everything read of these in the transaction belongs together. Throws `template-not-found` or
 * `revision-not-found`.
 */
export async function lockTemplate(
	needs: Needs,
	tx: Transaction,
	used: { readonly actor: Actor; readonly ref: string },
): Promise<ComponentRevision<"template">> {
	await lockComponent(needs, tx, { ...used, kind: "template" });
	const found = await getRevision(needs, used.actor, { kind: "template", ref: used.ref, reads: tx });
	const moving = (await mcisOf(tx, used.actor, found.content)).filter(({ number }) => number === 0);
	await tx.components.lock(moving.map(({ component }) => component.id));
	return found;
}
