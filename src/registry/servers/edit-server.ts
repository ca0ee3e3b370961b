import { parseNewName } from "../../core/component/index.ts";
import { type Fault, fault } from "../../core/errors.ts";
import { checkImageIdentity } from "../../core/image/index.ts";
import type { ServerOverrides } from "../../core/server/index.ts";
import type { StoredDeployment, Transaction, WholeServer, WrittenServer } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { ComponentRevision } from "../components/get-component.ts";
import { lockComponent } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { refusalFault, type TemplateAnswer } from "../resolve/resolve-template.ts";
import { writtenServer } from "./add-server.ts";
import { checkDeploymentFields } from "./deployment-fields.ts";
import { serverRef } from "./get-server.ts";
import { lockRequestedMci, lockTemplate } from "./lock-server-parts.ts";
import { composeServer, compositionProblems, planServer, type ServerPlan, type ServerPlanning } from "./plan-server.ts";
import { mciRef, templateRef } from "./server-differences.ts";
import { changedOverrides, type OverrideChanges } from "./server-input.ts";
import { type ChangedServer, changeServer, type ServerOf, writtenAs } from "./write-server.ts";

export interface ServerEdit extends ServerOf, OverrideChanges {
	readonly rename?: string | undefined;
	readonly description?: string | undefined;
	readonly dryRun?: boolean | undefined;
}

const values = ["image", "instanceType", "kernel", "ramdisk", "userData"] as const;
type Value = (typeof values)[number];

/**
 * Edits a server's overrides of its template; null inherits again. The named values are resolved from the server's
 * recorded template and MCI revisions; all others stay as recorded. If the edit leads to another MCI (a requested MCI
 * or architecture, an instance type of another architecture), all values come from that MCI. Throws what prevents it,
 * as adding does, and `version-stale`.
 */
export async function editServer(needs: Needs, actor: Actor, edit: ServerEdit): Promise<ChangedServer> {
	assertMay(actor, "servers.manage");
	return changeServer(needs, actor, {
		...edit,
		act: "server.edit",
		change: async (tx, before, deployment) => {
			const words = await editedWords(tx, before, edit);
			const named = [...values, "mci" as const, "architecture" as const, "inputs" as const].filter(
				(property) => edit[property] !== undefined,
			);
			if (named.length === 0) return { ...writtenAs(before), ...words };
			const server = serverRef(before);
			if (typeof edit.mci === "string") await lockComponent(needs, tx, { actor, kind: "mci", ref: edit.mci });
			const overrides = await changedOverrides(needs, tx, { actor, server, before: before.overrides, changes: edit });
			const template = await lockTemplate(needs, tx, { actor, ref: templateRef(before) });
			await lockRequestedMci(tx, actor, overrides);
			const planning = { actor, server, deployment, template, cloud: before.cloud.slug, overrides };
			const task: Editing = { actor, before, deployment, words, template, planning, overrides };
			if (named.every((property) => property === "inputs")) return withInputs(needs, tx, task);
			if (
				before.mci === null ||
				named.includes("mci") ||
				named.includes("architecture") ||
				(await leadsElsewhere(needs, tx, task, edit))
			) {
				const plan = await planServer(needs, tx, planning);
				return writtenServer(needs, tx, {
					actor,
					words,
					template,
					selector: before.template.selector,
					cloud: before.cloud.slug,
					overrides,
					plan,
				});
			}
			return withValues(needs, tx, task, {
				values: values.filter((value) => named.includes(value)),
				inputs: named.includes("inputs"),
			});
		},
	});
}

interface Editing {
	readonly actor: Actor;
	readonly before: WholeServer;
	readonly deployment: StoredDeployment;
	readonly words: Pick<WrittenServer, "name" | "description">;
	readonly template: ComponentRevision<"template">;
	readonly planning: ServerPlanning;
	/** After the edit. */
	readonly overrides: ServerOverrides;
}

async function editedWords(
	tx: Transaction,
	before: WholeServer,
	edit: ServerEdit,
): Promise<Pick<WrittenServer, "name" | "description">> {
	const name = edit.rename === undefined || edit.rename === before.name ? before.name : parseNewName(edit.rename);
	if (name !== before.name && (await tx.servers.find(before.deployment.id, name))) {
		throw fault("server-exists", { server: name, deployment: before.deployment.name });
	}
	const words = checkDeploymentFields({ name, description: edit.description ?? before.description, inputs: {} });
	return { name: words.name, description: words.description };
}

/** True if requesting an instance type, or no longer requesting one, leads to another MCI. */
async function leadsElsewhere(
	needs: Needs,
	tx: Transaction,
	{ planning, before }: Editing,
	edit: ServerEdit,
): Promise<boolean> {
	if (edit.instanceType === undefined) return false;
	const chosen = ({ answer }: ServerPlan) => (answer.kind === "resolved" ? answer.mci?.component.lineage : undefined);
	const was = chosen(await planServer(needs, tx, { ...planning, overrides: before.overrides }));
	return was !== chosen(await planServer(needs, tx, planning));
}

/** New inputs: composes the user data again, without resolving. */
async function withInputs(
	needs: Needs,
	tx: Transaction,
	{ before, words, planning, overrides }: Editing,
): Promise<WrittenServer> {
	const [image] = await tx.images.listByIds([before.image.id]);
	const composed = await composeServer(needs, tx, {
		...planning,
		cloudType: before.cloud.type,
		settingUserData: before.userData,
		os: image?.os ?? null,
	});
	const [problem] = compositionProblems(planning, composed);
	if (problem) throw problem;
	const { inputs, userData } = composed;
	const told = { ...before.told, inputs: inputs.scripts, parts: userData.parts, bytes: userData.bytes };
	return { ...writtenAs(before), ...words, overrides, sentUserData: userData.text, told };
}

/** New values from the same MCI revision; the others stay as recorded. */
async function withValues(
	needs: Needs,
	tx: Transaction,
	{ actor, before, words, planning, overrides }: Editing,
	edited: { readonly values: readonly Value[]; readonly inputs: boolean },
): Promise<WrittenServer> {
	const plan = await planServer(needs, tx, { ...planning, ...(await recordedMci(tx, before)) });
	const { answer, userData, inputs } = plan;
	const isComposed = edited.inputs || edited.values.includes("userData");
	const concerned = (problem: Fault) =>
		problem.code === "instance-type-missing"
			? edited.values.includes("instanceType")
			: isComposed || (problem.code !== "input-missing" && problem.code !== "user-data-too-large");
	const problem = plan.problems.find(concerned);
	if (problem) throw problem;
	if (answer.kind === "unresolved" || userData === null)
		throw answer.kind === "unresolved" ? refusalFault(answer) : new Error("no user data");
	const isNamed = (property: string) => edited.values.some((value) => value === property);
	const { instanceType, kernel, ramdisk } = answer;
	const took = { instanceType, kernel, ramdisk };
	return {
		...writtenAs(before),
		...words,
		...Object.fromEntries(Object.entries(took).filter(([property]) => isNamed(property))),
		...(isNamed("image") ? { imageId: await ensureImage(tx, { actor, before, answer }) } : {}),
		...(isNamed("userData") ? { userData: answer.userData } : {}),
		...(isComposed ? { sentUserData: userData.text } : {}),
		overrides,
		told: {
			...before.told,
			reasons: [
				...before.told.reasons.filter(({ property }) => !isNamed(property)),
				...answer.reasons.filter(({ property }) => isNamed(property)),
			],
			warnings: plan.warnings,
			...(isComposed ? { inputs: inputs.scripts, parts: userData.parts, bytes: userData.bytes } : {}),
		},
	};
}

async function recordedMci(tx: Transaction, before: WholeServer): Promise<Pick<ServerPlanning, "mci">> {
	if (before.mci) await tx.components.lock([before.mci.id]);
	const [component] = before.mci ? await tx.components.listByIds([before.mci.id]) : [];
	if (!component || !before.mci)
		throw new Error(`server ${serverRef(before)} was resolved by ${mciRef(before)}, which is gone`);
	return { mci: { component, number: before.mci.number } };
}

async function ensureImage(
	tx: Transaction,
	{ actor, before, answer }: { readonly actor: Actor; readonly before: WholeServer; readonly answer: TemplateAnswer },
): Promise<number> {
	const image = checkImageIdentity(before.cloud.slug, answer.image);
	const { ids } = await tx.images.ensure(actor.accountId, [{ ...image, cloudId: before.cloud.id, facts: {} }]);
	return ids[0] ?? 0;
}
