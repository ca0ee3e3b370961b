import { accountRoles, roles } from "../../core/access/index.ts";
import type { StoredAccount } from "../../storage/store.ts";
import { type Actor, actorWith } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { insertToken } from "../tokens/create-token.ts";
import { insertUser } from "../users/create-user.ts";
import { generatePassword } from "../users/generate-password.ts";

/** What the first start created. */
export interface PreparedRegistry {
	readonly account: StoredAccount;
	/** The admin token's secret if this start created it; null if the registry already had one. */
	readonly adminSecret: string | null;
	/** The password of the user `admin` if this start created it. */
	readonly adminPassword: string | null;
}

const adminName = "admin";

/**
 * Creates the default account, its admin token and the user `admin`, unless the account exists: a registry of an
 * earlier release gets no user that nobody asked for. Several servers that start at once create them once.
 */
export async function prepareRegistry(needs: Needs): Promise<PreparedRegistry> {
	const known = await needs.store.read.accounts.find(defaultAccount);
	if (known) return { account: known, adminSecret: null, adminPassword: null };
	const adminPassword = generatePassword(needs);
	const passwordHash = await needs.passwords.hash(adminPassword);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { made, ...account } = await tx.accounts.ensure(defaultAccount, at);
		if (!made) return tx.undo({ account, adminSecret: null, adminPassword: null });
		const actor = systemActor(account);
		tx.record(
			auditEntry({ accountId: account.id, name: actor.name }, "account.create", account, {
				at,
				after: { name: account.name },
			}),
		);
		const { secret } = await insertToken(needs, tx, actor, { name: "admin-token", roles, expiresAt: null });
		const user = await insertUser(needs, tx, actor, {
			name: adminName,
			displayName: "",
			email: null,
			passwordHash,
			isOperator: true,
		});
		await tx.users.setMembership({ accountId: account.id, userId: user.id, source: "given", roles: accountRoles, at });
		tx.record(
			auditEntry({ accountId: account.id, name: actor.name }, "member.set", user, {
				at,
				after: { roles: accountRoles },
			}),
		);
		return { account, adminSecret: secret, adminPassword };
	});
}

/** The actor when nobody is signed in: the first start, and the command line on its own data directory. */
export function systemActor(account: StoredAccount): Actor {
	return actorWith({ accountId: account.id, account: account.name, name: "local", kind: "local", roles });
}
