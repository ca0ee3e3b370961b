import { fault } from "../core/index.ts";
import type { StoredToken, Transaction } from "../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "./actor.ts";
import { isAlive } from "./is-alive.ts";
import type { Needs } from "./needs.ts";
import { recordToken } from "./record-token.ts";

/**
 * Ends a token at once: one's own, or, for who may manage tokens, any of the account. Throws `token-not-found`, and `token-last-admin` for
 * the last way in of anybody who may make others.
 */
export function revokeToken(needs: Needs, actor: Actor, id: number): Promise<StoredToken> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		// Two admins that revoke each other at once: the second sees what the first did.
		await tx.accounts.take(actor.accountId);
		const tokens = await tx.tokens.list(actor.accountId);
		const mayManage = actor.may.has("tokens.manage");
		const token = tokens.find((one) => one.id === id && (mayManage || (actor.userId !== null && one.owner?.id === actor.userId)));
		if (!token) throw fault("token-not-found", { token: id });
		if (token.revokedAt !== null) return token;
		const at = needs.now();
		const admins = tokens.filter((one) => one.roles.includes("admin") && isAlive(one, at));
		const isLast = token.roles.includes("admin") && admins.length <= 1;
		if (isLast && !(await hasAdminPerson(tx, actor.accountId))) throw fault("token-last-admin", { token: token.name });
		await tx.tokens.revoke(id, at);
		recordToken(tx, actor, { id, name: token.name, at, act: "token.revoke", before: { revokedAt: null }, after: { revokedAt: at } });
		return { ...token, revokedAt: at };
	});
}

/** Whether a person who can sign in is an admin of the account. */
async function hasAdminPerson(tx: Transaction, accountId: number): Promise<boolean> {
	for (const member of await tx.users.listMembers(accountId)) {
		if (!member.roles.includes("admin")) continue;
		const user = await tx.users.findById(member.userId);
		if (user && user.disabledAt === null) return true;
	}
	return false;
}
