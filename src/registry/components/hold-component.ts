import type { ComponentKind } from "../../core/component/index.ts";
import type { ServerOverrides } from "../../core/server/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { mcisOf } from "../resolve/resolve-template.ts";
import { type ComponentRevision, getComponent, getRevision, ownReference } from "./get-component.ts";

/** A component that a transaction is about to use. */
interface Used {
	readonly actor: Actor;
	readonly kind: ComponentKind;
	readonly ref: string;
}

/**
 * Keeps what a reference names from being deleted and its HEAD from being changed until the transaction ends: all that is read of it
 * from now on belongs together. Throws the kind's `…-not-found`, also when it was deleted while this waited.
 */
export async function holdComponent(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	{ actor, kind, ref }: Used,
): Promise<StoredComponent> {
	return holdNamed(needs, tx, actor, { kind, name: ownReference(actor, ref).name });
}

/** The same of a component that is named without a revision. */
export async function holdNamed(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	named: { readonly kind: ComponentKind; readonly name: string },
): Promise<StoredComponent> {
	const asked = { kind: named.kind, name: named.name, at: needs.now() };
	const seen = await getComponent(tx, actor, asked);
	await tx.components.hold([seen.id]);
	return getComponent(tx, actor, asked);
}

/** Keeps the MCI that a server wishes for as it is too, when it does: it need not be one of its template's. */
export async function holdWished(tx: Transaction, actor: Actor, { mci }: ServerOverrides): Promise<void> {
	if (mci === undefined) return;
	const wished = await tx.components.listByLineages(actor.accountId, [mci.lineage]);
	await tx.components.hold(wished.map(({ id }) => id));
}

/** The template revision that a reference names, held with the MCIs whose HEAD it has: what is read of those belongs together too. */
export async function holdTemplate(
	needs: Needs,
	tx: Transaction,
	used: { readonly actor: Actor; readonly ref: string },
): Promise<ComponentRevision<"template">> {
	await holdComponent(needs, tx, { ...used, kind: "template" });
	const found = await getRevision(needs, used.actor, { kind: "template", ref: used.ref, reads: tx });
	const moving = (await mcisOf(tx, used.actor, found.content)).filter(({ number }) => number === 0);
	await tx.components.hold(moving.map(({ component }) => component.id));
	return found;
}
