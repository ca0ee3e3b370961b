import { fault } from "../core/index.ts";
import type { Role, StoredToken, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";
import { recordToken } from "./record-token.ts";

/** A token just made; its secret is shown this once and stored nowhere. */
export interface NewToken {
	readonly token: StoredToken;
	readonly secret: string;
}

/** Makes a token of the actor's account. Throws `permission-denied` to all but admins, `input-invalid` for a date gone by. */
export function createToken(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly role: Role; readonly expiresAt?: string | null | undefined },
): Promise<NewToken> {
	assertMay(actor, "admin", "make tokens");
	const expiresAt = input.expiresAt ?? null;
	if (expiresAt !== null && expiresAt <= needs.now()) throw fault("input-invalid", { problem: `the token would have expired on ${expiresAt}` });
	return needs.store.write((tx) => insertToken(needs, tx, actor, { name: input.name, role: input.role, expiresAt }));
}

/** Adds a token within a transaction. */
export async function insertToken(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: { readonly name: string; readonly role: Role; readonly expiresAt: string | null },
): Promise<NewToken> {
	const secret = `mci_${needs.newSecret()}`;
	const at = needs.now();
	const fields = { accountId: actor.accountId, name: input.name, role: input.role, createdAt: at, expiresAt: input.expiresAt };
	const id = await tx.tokens.insert({ ...fields, hash: needs.sha256(secret) });
	recordToken(tx, actor, { id, name: input.name, at, act: "token.create", after: { role: input.role, expiresAt: input.expiresAt } });
	return { token: { id, ...fields, revokedAt: null, lastUsedAt: null }, secret };
}
