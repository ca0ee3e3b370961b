import { fault } from "../core/index.ts";
import type { StoredToken } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { isAlive } from "./is-alive.ts";
import type { Needs } from "./needs.ts";
import { recordToken } from "./record-token.ts";

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
		recordToken(tx, actor, { id, name: token.name, at, act: "token.revoke", before: { revokedAt: null }, after: { revokedAt: at } });
		return { ...token, revokedAt: at };
	});
}
