import type { DeploymentFilter, StoredDeployment } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The account's deployments by name, one page, each with how many servers it has. */
export function listDeployments(
	needs: Needs,
	actor: Actor,
	filter: Omit<DeploymentFilter, "accountId">,
): Promise<(StoredDeployment & { readonly servers: number })[]> {
	return needs.store.read.deployments.list({ ...filter, accountId: actor.accountId });
}
