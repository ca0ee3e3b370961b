import type { MciFilter, StoredMci } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** The account's MCIs that fit, one page. */
export function searchMcis(needs: Needs, actor: Actor, filter: Omit<MciFilter, "accountId">): Promise<StoredMci[]> {
	return needs.store.read.mcis.search({ ...filter, accountId: actor.accountId });
}
