import { parseNewName } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredDeployment } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { deploymentSubject } from "./audited-server.ts";
import { checkDeploymentFields } from "./deployment-fields.ts";

/** Creates a deployment without servers. Throws `deployment-exists`, and the faults of its fields. */
export async function createDeployment(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly description?: string | undefined;
		readonly inputs?: Readonly<Record<string, string>> | undefined;
	},
): Promise<StoredDeployment> {
	assertMay(actor, "servers.manage");
	const words = checkDeploymentFields({
		name: parseNewName(input.name),
		description: input.description ?? "",
		inputs: input.inputs ?? {},
	});
	return needs.store.write(async (tx) => {
		const at = needs.now();
		if (await tx.deployments.find(actor.accountId, words.name))
			throw fault("deployment-exists", { deployment: words.name });
		const made = await tx.deployments.insert({ accountId: actor.accountId, ...words, at });
		tx.record(auditEntry(actor, "deployment.create", deploymentSubject(made), { at, before: null, after: words }));
		return made;
	});
}
