import type { ComponentFilter, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** One page of the account's components of a kind that match. */
export function searchComponents(
	needs: Needs,
	actor: Actor,
	filter: Omit<ComponentFilter, "accountId">,
): Promise<StoredComponent[]> {
	return needs.store.read.components.search({ ...filter, accountId: actor.accountId });
}
