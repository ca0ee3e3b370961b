import type { StoredToken } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** The account's tokens, without their secrets. */
export function listTokens(needs: Needs, actor: Actor): Promise<StoredToken[]> {
	assertMay(actor, "admin", "list tokens");
	return needs.store.read.tokens.list(actor.accountId);
}
