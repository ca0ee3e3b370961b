import { accountRoles, parseAccountName } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { DescribedAccount, Transaction } from "../../storage/store.ts";
import { type Actor, actorWith, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { insertToken, type NewToken } from "../tokens/create-token.ts";
import { findUser } from "../users/list-users.ts";
import { parseAccountDescription } from "./describe-account.ts";

export interface AccountInput {
	readonly name: string;
	readonly description?: string | undefined;
	/** Name of the user who becomes the first member, with all roles. Omit to create a token with all roles instead. */
	readonly admin?: string | undefined;
}

/** A new account. If it has no first user, the secret of its admin token, shown only this once. */
export interface NewAccount {
	readonly account: DescribedAccount;
	readonly token: NewToken | null;
}

/**
 * Creates an account with an admin: a user or a token. Throws `account-name-invalid`, `account-exists`,
 * `account-invalid` and `user-not-found`.
 */
export function createAccount(needs: Needs, actor: Actor, input: AccountInput): Promise<NewAccount> {
	assertMay(actor, "accounts.manage");
	assertOnly(actor, null);
	const name = parseAccountName(input.name);
	const description = parseAccountDescription(name, input.description ?? "");
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { made, ...account } = await tx.accounts.ensure(name, at);
		if (!made) throw fault("account-exists", { account: name });
		await tx.accounts.describe(account.id, description);
		tx.record(
			auditEntry({ accountId: account.id, name: actor.name }, "account.create", account, {
				at,
				after: { name, description },
			}),
		);
		const described = { ...account, description, createdAt: at };
		if (input.admin === undefined) {
			const admin = actorWith({
				accountId: account.id,
				account: name,
				name: actor.name,
				kind: "local",
				roles: accountRoles,
			});
			const token = await insertToken(needs, tx, admin, { name: "admin-token", roles: accountRoles, expiresAt: null });
			return { account: { ...described, members: 0 }, token };
		}
		await addAdmin(tx, actor, { account, user: input.admin, at });
		return { account: { ...described, members: 1 }, token: null };
	});
}

async function addAdmin(
	tx: Transaction,
	actor: Actor,
	to: { readonly account: { readonly id: number }; readonly user: string; readonly at: string },
): Promise<void> {
	const user = await findUser(tx, to.user);
	await tx.users.setMembership({
		accountId: to.account.id,
		userId: user.id,
		source: "given",
		roles: accountRoles,
		at: to.at,
	});
	tx.record(
		auditEntry({ accountId: to.account.id, name: actor.name }, "member.set", user, {
			at: to.at,
			after: { roles: accountRoles },
		}),
	);
}
