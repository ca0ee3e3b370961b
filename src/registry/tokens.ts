import { fault } from "../core/index.ts";
import type { Role, StoredToken, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

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

/** The account's tokens, without their secrets. */
export function listTokens(needs: Needs, actor: Actor): Promise<StoredToken[]> {
	assertMay(actor, "admin", "list tokens");
	return needs.store.read.tokens.list(actor.accountId);
}

/** Ends a token at once. Throws `token-not-found`, and `token-last-admin` for the last one that may make others. */
export function revokeToken(needs: Needs, actor: Actor, id: number): Promise<StoredToken> {
	assertMay(actor, "admin", "revoke tokens");
	return needs.store.write(async (tx) => {
		// Two admins that revoke each other at once: the second sees what the first did.
		await tx.accounts.take(actor.accountId);
		const tokens = await tx.tokens.list(actor.accountId);
		const token = tokens.find((one) => one.id === id);
		if (!token) throw fault("token-not-found", { token: id });
		if (token.revokedAt !== null) return token;
		const at = needs.now();
		const admins = tokens.filter((one) => one.role === "admin" && isAlive(one, at));
		if (token.role === "admin" && admins.length <= 1) throw fault("token-last-admin", { token: token.name });
		await tx.tokens.revoke(id, at);
		recordToken(tx, actor, { id, name: token.name, at, act: "token.revoke", after: null });
		return { ...token, revokedAt: at };
	});
}

/** True while a token may be used. */
export function isAlive(token: Pick<StoredToken, "expiresAt" | "revokedAt">, now: string): boolean {
	return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}

function recordToken(tx: Transaction, actor: Actor, entry: { id: number; name: string; at: string; act: string; after: unknown }): void {
	tx.record({
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "token",
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: null,
		after: entry.after,
	});
}
