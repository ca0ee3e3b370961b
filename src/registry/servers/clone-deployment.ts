import { parseNewName } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredDeployment } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedConfiguration, deploymentSubject, serverSubject } from "./audited-server.ts";
import { checkDeploymentFields } from "./deployment-fields.ts";
import { getDeployment } from "./get-server.ts";
import { writtenAs } from "./write-server.ts";

/**
 * Creates a deployment with another one's inputs and a copy of each of its servers: configured the same, with the
 * recorded answers, and without instances. Throws `deployment-exists`.
 */
export async function cloneDeployment(
	needs: Needs,
	actor: Actor,
	input: { readonly deployment: string; readonly name: string; readonly description?: string | undefined },
): Promise<StoredDeployment> {
	assertMay(actor, "servers.manage");
	const { name, description: own } = checkDeploymentFields({
		name: parseNewName(input.name),
		description: input.description ?? "",
		inputs: {},
	});
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const seen = await getDeployment(tx, actor, input.deployment);
		const origin = (await tx.deployments.lock(seen.id)) ?? (await getDeployment(tx, actor, input.deployment));
		if (await tx.deployments.find(actor.accountId, name)) throw fault("deployment-exists", { deployment: name });
		const { inputs } = origin;
		const description = input.description === undefined ? origin.description : own;
		const made = await tx.deployments.insert({ accountId: actor.accountId, name, description, inputs, at });
		const after = { name, description, inputs, from: origin.name };
		tx.record(auditEntry(actor, "deployment.clone", deploymentSubject(made), { at, before: null, after }));
		for (const serverName of await tx.servers.names(origin.id)) {
			const server = await tx.servers.find(origin.id, serverName);
			if (!server) continue;
			const id = await tx.servers.insert({ accountId: actor.accountId, deploymentId: made.id, at }, writtenAs(server));
			const copy = await tx.servers.get(id);
			tx.record(
				auditEntry(actor, "server.add", serverSubject(copy), {
					at,
					before: null,
					after: { ...auditedConfiguration(copy), from: origin.name },
				}),
			);
		}
		return made;
	});
}
