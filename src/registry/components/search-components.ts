import type { ComponentFilter, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The account's components of a kind that fit, one page. */
export function searchComponents(
	needs: Needs,
	actor: Actor,
	filter: Omit<ComponentFilter, "accountId">,
): Promise<StoredComponent[]> {
	return needs.store.read.components.search({ ...filter, accountId: actor.accountId });
}
