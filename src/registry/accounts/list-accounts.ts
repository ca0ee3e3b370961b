import { fault } from "../../core/errors.ts";
import type { AccountFilter, DescribedAccount, Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The accounts that the actor sees, by name: all of them for an operator, a user's own, a token's own. */
export function listAccounts(
	needs: Needs,
	actor: Actor,
	filter: Omit<AccountFilter, "memberId" | "id" | "name">,
): Promise<DescribedAccount[]> {
	return needs.store.read.accounts.list({ ...filter, ...seenBy(actor) });
}

/**
 * One account. Throws `account-not-found` both if it does not exist and if the actor may not see it: one query checks
 * both.
 */
export function getAccount(needs: Needs, actor: Actor, name: string): Promise<DescribedAccount> {
	return findAccount(needs.store.read, name, seenBy(actor));
}

/** The visible account of this name. Throws `account-not-found`. */
export async function findAccount(
	reads: Pick<Reads, "accounts">,
	name: string,
	seen: Pick<AccountFilter, "memberId" | "id">,
): Promise<DescribedAccount> {
	const [account] = await reads.accounts.list({ ...seen, name, limit: 1 });
	if (!account) throw fault("account-not-found", { account: name.slice(0, 120) });
	return account;
}

function seenBy(actor: Actor): Pick<AccountFilter, "memberId" | "id"> {
	if (actor.may.has("accounts.manage")) return {};
	return actor.kind === "user" ? { memberId: actor.userId ?? 0 } : { id: actor.accountId };
}
