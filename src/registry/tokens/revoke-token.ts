import { fault } from "../../core/errors.ts";
import type { StoredToken } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { hasAdminPerson, listAdminTokens } from "./remaining-admins.ts";

/**
 * Revokes a token at once: any of the account for those who may manage tokens, a user's own for that user, and itself
 * for any token. Throws `token-not-found`, and `token-last-admin` for the account's last way in with that right.
 */
export function revokeToken(needs: Needs, actor: Actor, id: number): Promise<StoredToken> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		// Two admins that revoke each other at once: the second sees the first one's change.
		await tx.accounts.lock(actor.accountId);
		const token = await tx.tokens.find(actor.accountId, id);
		if (!token || !mayRevoke(actor, token)) throw fault("token-not-found", { token: id });
		if (token.revokedAt !== null) return tx.undo(token);
		const at = needs.now();
		const [only, ...others] = await listAdminTokens(tx, actor.accountId, at);
		const isLast = only === id && others.length === 0 && !(await hasAdminPerson(tx, actor.accountId));
		if (isLast) throw fault("token-last-admin", { token: token.name });
		await tx.tokens.revoke(id, at);
		tx.record(
			auditEntry(
				actor,
				"token.revoke",
				{ id, name: token.name },
				{ at, before: { revokedAt: null }, after: { revokedAt: at } },
			),
		);
		return { ...token, revokedAt: at };
	});
}

function mayRevoke(actor: Actor, token: StoredToken): boolean {
	if (actor.may.has("tokens.manage")) return true;
	if (actor.kind === "user") return token.owner?.id === actor.userId;
	return actor.kind === "token" && token.id === actor.credentialId;
}
