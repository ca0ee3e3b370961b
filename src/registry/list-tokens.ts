import type { StoredToken } from "../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** The account's tokens, without their secrets; a person who may not manage those of others sees their own. */
export function listTokens(needs: Needs, actor: Actor): Promise<StoredToken[]> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	if (actor.may.has("tokens.manage")) return needs.store.read.tokens.list(actor.accountId);
	return actor.userId === null ? Promise.resolve([]) : needs.store.read.tokens.list(actor.accountId, actor.userId);
}
