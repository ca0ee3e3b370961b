import { parseNewName } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredDeployment, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { staleFault } from "../stale-fault.ts";
import { deploymentSubject } from "./audited-server.ts";
import { checkDeploymentFields, type DeploymentFields } from "./deployment-fields.ts";
import { type ExpectedVersion, getDeployment } from "./get-server.ts";

/**
 * Changes a deployment's name, description or inputs. Omitted fields keep their value; an input of null is removed. Its
 * servers keep their answers.
 */
export async function describeDeployment(
	needs: Needs,
	actor: Actor,
	input: {
		readonly deployment: string;
		readonly expected: ExpectedVersion;
		readonly name?: string | undefined;
		readonly description?: string | undefined;
		readonly inputs?: Readonly<Record<string, string | null>> | undefined;
	},
): Promise<StoredDeployment> {
	assertMay(actor, "servers.manage");
	return needs.store.write(async (tx) => {
		const before = await lockDeployment(needs, tx, actor, input);
		const words = checkDeploymentFields({
			name: input.name === undefined || input.name === before.name ? before.name : parseNewName(input.name),
			description: input.description ?? before.description,
			inputs: changedInputs(before.inputs, input.inputs ?? {}),
		});
		if (sameWords(before, words)) return tx.undo({ ...before, version: before.version - 1 });
		if (words.name !== before.name && (await tx.deployments.find(actor.accountId, words.name))) {
			throw fault("deployment-exists", { deployment: words.name });
		}
		await tx.deployments.set(before.id, words);
		const { name, description, inputs } = before;
		tx.record(
			auditEntry(actor, "deployment.describe", deploymentSubject(before), {
				at: needs.now(),
				before: { name, description, inputs },
				after: words,
			}),
		);
		return { ...before, ...words };
	});
}

/** The inputs after these changes; null removes one. */
export function changedInputs(
	before: Readonly<Record<string, string>>,
	changes: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
	const after = new Map(Object.entries(before));
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) after.delete(name);
		else after.set(name, value);
	}
	return Object.fromEntries(after);
}

/**
 * Locks the deployment for this transaction and returns it as it is then. Throws `version-stale` if it has another
 * version.
 */
export async function lockDeployment(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	asked: { readonly deployment: string; readonly expected: ExpectedVersion },
): Promise<StoredDeployment> {
	const seen = await getDeployment(tx, actor, asked.deployment);
	const taken = await tx.deployments.lockVersion(seen.id, asked.expected, needs.now());
	if (taken) return taken;
	const now = await getDeployment(tx, actor, asked.deployment);
	throw await staleFault(tx, {
		kind: "deployment",
		id: now.id,
		subject: `Deployment ${now.name}`,
		have: asked.expected,
		now: now.version,
	});
}

function sameWords(a: DeploymentFields, b: DeploymentFields): boolean {
	return a.name === b.name && a.description === b.description && JSON.stringify(a.inputs) === JSON.stringify(b.inputs);
}
