import type { ComponentKind } from "../../core/component/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getComponent, ownReference } from "./get-component.ts";

/** A component that a transaction is about to use. */
interface Used {
	readonly actor: Actor;
	readonly kind: ComponentKind;
	readonly ref: string;
}

/**
 * Locks the component that a reference names: until the transaction ends it can't be deleted and its HEAD can't change,
 * so everything read of it from now on belongs together. Throws the kind's `…-not-found`, also if it was deleted while
 * this waited.
 */
export async function lockComponent(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	{ actor, kind, ref }: Used,
): Promise<StoredComponent> {
	return lockNamed(needs, tx, actor, { kind, name: ownReference(actor, ref).name });
}

/** Like `lockComponent`, for a component named without a revision. */
export async function lockNamed(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	named: { readonly kind: ComponentKind; readonly name: string },
): Promise<StoredComponent> {
	const asked = { kind: named.kind, name: named.name, at: needs.now() };
	const seen = await getComponent(tx, actor, asked);
	await tx.components.lock([seen.id]);
	return getComponent(tx, actor, asked);
}
