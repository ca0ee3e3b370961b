import type { DeploymentFilter, StoredDeployment } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** One page of the account's deployments, by name, each with its number of servers. */
export function listDeployments(
	needs: Needs,
	actor: Actor,
	filter: Omit<DeploymentFilter, "accountId">,
): Promise<(StoredDeployment & { readonly servers: number })[]> {
	return needs.store.read.deployments.list({ ...filter, accountId: actor.accountId });
}
