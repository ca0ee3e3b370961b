import { someOf } from "../../base/some-of.ts";
import { fault } from "../../core/errors.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { deploymentSubject } from "./audited-server.ts";
import { lockDeployment } from "./describe-deployment.ts";
import type { ExpectedVersion } from "./get-server.ts";

/** Deletes a deployment. Throws `deployment-used`, naming its servers, if it has any. */
export async function deleteDeployment(
	needs: Needs,
	actor: Actor,
	input: { readonly deployment: string; readonly expected: ExpectedVersion },
): Promise<void> {
	assertMay(actor, "servers.manage");
	await needs.store.write(async (tx) => {
		const deployment = await lockDeployment(needs, tx, actor, input);
		const names = await tx.servers.names(deployment.id);
		if (names.length > 0) {
			const count = names.length === 1 ? "1 server" : `${names.length} servers`;
			throw fault("deployment-used", { deployment: deployment.name, count, servers: someOf(names), names });
		}
		const { name, description, inputs } = deployment;
		await tx.deployments.remove(deployment.id);
		tx.record(
			auditEntry(actor, "deployment.delete", deploymentSubject(deployment), {
				at: needs.now(),
				before: { name, description, inputs },
				after: null,
			}),
		);
	});
}
