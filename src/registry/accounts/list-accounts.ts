import { fault } from "../../core/errors.ts";
import type { AccountFilter, DescribedAccount, Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** Those that the actor sees, by name: all for an operator, a person's own, a token's own. */
export function listAccounts(
	needs: Needs,
	actor: Actor,
	filter: Omit<AccountFilter, "memberId" | "id" | "name">,
): Promise<DescribedAccount[]> {
	return needs.store.read.accounts.list({ ...filter, ...seenBy(actor) });
}

/** One of them. Throws `account-not-found` for any other, whether it is there or not: one query asks for both. */
export function getAccount(needs: Needs, actor: Actor, name: string): Promise<DescribedAccount> {
	return findAccount(needs.store.read, name, seenBy(actor));
}

/** The account of a name among those that are seen. Throws `account-not-found`. */
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
