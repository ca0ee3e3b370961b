import { parseNewName } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { checkImageIdentity, findKnownCloud, nearestNames } from "../../core/image/index.ts";
import type { ServerOverrides } from "../../core/server/index.ts";
import type { Transaction, WholeServer, WrittenServer } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { ComponentRevision } from "../components/get-component.ts";
import { lockComponent } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { selectorOf } from "../resolve/requested-mci.ts";
import { auditedConfiguration, serverSubject } from "./audited-server.ts";
import { checkDeploymentFields } from "./deployment-fields.ts";
import { getDeployment } from "./get-server.ts";
import { lockTemplate } from "./lock-server-parts.ts";
import { planServer, type ServerPlan } from "./plan-server.ts";
import type { NewServer } from "./preview-server.ts";
import { changedOverrides } from "./server-input.ts";

/** A server to add: a name and a deployment. */
export interface ServerToAdd extends NewServer {
	readonly deployment: string;
	readonly name: string;
	readonly description?: string | undefined;
}

/**
 * Adds a server and records its image, instance type and MCI revision, with the reason of each. Throws `server-exists`,
 * and what prevents it: `not-resolved` or `resolve-refused`, `instance-type-missing`, `input-missing`,
 * `user-data-too-large`.
 */
export async function addServer(needs: Needs, actor: Actor, input: ServerToAdd): Promise<WholeServer> {
	assertMay(actor, "servers.manage");
	const { name, description } = checkDeploymentFields({
		name: parseNewName(input.name),
		description: input.description ?? "",
		inputs: {},
	});
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const seen = await getDeployment(tx, actor, input.deployment);
		// Deleted meanwhile: the second read throws the right fault.
		const deployment = (await tx.deployments.lock(seen.id)) ?? (await getDeployment(tx, actor, input.deployment));
		if (await tx.servers.find(deployment.id, name))
			throw fault("server-exists", { server: name, deployment: deployment.name });
		const template = await lockTemplate(needs, tx, { actor, ref: input.template });
		if (typeof input.mci === "string") await lockComponent(needs, tx, { actor, kind: "mci", ref: input.mci });
		const server = `${deployment.name}/${name}`;
		const overrides = await changedOverrides(needs, tx, { actor, server, before: {}, changes: input });
		const plan = await planServer(needs, tx, { actor, server, deployment, template, cloud: input.cloud, overrides });
		const written = await writtenServer(needs, tx, {
			actor,
			words: { name, description },
			template,
			selector: selectorOf(input.template) ?? "latest",
			cloud: input.cloud,
			overrides,
			plan,
		});
		const id = await tx.servers.insert({ accountId: actor.accountId, deploymentId: deployment.id, at }, written);
		const made = await tx.servers.get(id);
		tx.record(
			auditEntry(actor, "server.add", serverSubject(made), { at, before: null, after: auditedConfiguration(made) }),
		);
		return made;
	});
}

/** The server that a plan makes of a locked template and requested MCI. Throws the first obstacle. */
export async function writtenServer(
	needs: Needs,
	tx: Transaction,
	given: {
		readonly actor: Actor;
		readonly words: { readonly name: string; readonly description: string };
		readonly template: ComponentRevision<"template">;
		readonly selector: string;
		readonly cloud: string;
		readonly overrides: ServerOverrides;
		readonly plan: ServerPlan;
	},
): Promise<WrittenServer> {
	const { actor, words, template, selector, overrides, plan } = given;
	const { answer, userData } = plan;
	const [problem] = plan.problems;
	if (problem) throw problem;
	if (answer.kind === "unresolved" || userData === null) throw new Error("a plan without problems has no answer");
	const { component } = template;
	// A locked template protects its MCIs from deletion, but a server may keep the MCI longer than the template does.
	if (answer.mci) await tx.components.lock([answer.mci.component.id]);
	const cloudId = await ensureCloud(needs, tx, actor, answer.cloud);
	const image = checkImageIdentity(answer.cloud, answer.image);
	const { ids } = await tx.images.ensure(actor.accountId, [{ ...image, cloudId, facts: {} }]);
	return {
		...words,
		template: { id: component.id, number: template.number, selector, digest: template.digest },
		cloudId,
		overrides,
		mci: answer.mci && { id: answer.mci.component.id, number: answer.mci.number, digest: answer.mci.digest },
		imageId: ids[0] ?? 0,
		instanceType: answer.instanceType,
		kernel: answer.kernel,
		ramdisk: answer.ramdisk,
		userData: answer.userData,
		sentUserData: userData.text,
		told: {
			reasons: answer.reasons,
			warnings: plan.warnings,
			inputs: plan.inputs.scripts,
			parts: userData.parts,
			bytes: userData.bytes,
		},
		resolvedAt: needs.now(),
	};
}

async function ensureCloud(needs: Needs, tx: Transaction, actor: Actor, slug: string): Promise<number> {
	const here = await tx.clouds.find(actor.accountId, slug);
	if (here?.isDormant) throw fault("cloud-dormant", { cloud: slug });
	if (here) return here.id;
	const known = findKnownCloud(slug);
	if (!known)
		throw fault("cloud-not-found", { cloud: slug, near: nearestNames(slug, await tx.clouds.slugs(actor.accountId)) });
	return (await tx.clouds.ensure(actor.accountId, [known], needs.now())).get(slug) ?? 0;
}
