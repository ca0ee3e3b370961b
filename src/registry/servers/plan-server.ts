import { type Fault, fault } from "../../core/errors.ts";
import {
	findKnownCloud,
	isArtifactPlace,
	parseCloudSlug,
	type UserDataLimit,
	userDataLimitOf,
} from "../../core/image/index.ts";
import type { Warning } from "../../core/resolve/index.ts";
import type { ScriptContent } from "../../core/script/index.ts";
import { requestedValuesOf, type ServerOverrides } from "../../core/server/index.ts";
import { scriptSequences, type TemplateContent } from "../../core/template/index.ts";
import {
	type ComposedUserData,
	composeUserData,
	type EffectiveInputs,
	effectiveInputs,
	type UserDataWarning,
} from "../../core/user-data/index.ts";
import type { Reads, StoredDeployment } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { ComponentRevision } from "../components/get-component.ts";
import { type RevisionOf, scriptContentOf } from "../components/pinned-content.ts";
import { listPinned } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { revisionOf } from "../resolve/requested-mci.ts";
import {
	refOf,
	refusalFault,
	resolveRevision,
	type TemplateAnswer,
	type TemplateRefusal,
} from "../resolve/resolve-template.ts";

/** The input of a plan. */
export interface ServerPlanning {
	readonly actor: Actor;
	/** For messages: `prod/web`. */
	readonly server: string;
	/** The deployment whose inputs also count; null = none. */
	readonly deployment: Pick<StoredDeployment, "inputs"> | null;
	readonly template: ComponentRevision<"template">;
	readonly cloud: string;
	readonly overrides: ServerOverrides;
	/** An MCI revision to resolve although none is requested; omit for the one in the overrides. */
	readonly mci?: RevisionOf;
}

/** Everything decided about a server, or the reasons why it can't exist. */
export interface ServerPlan {
	readonly cloudType: string | null;
	readonly answer: TemplateAnswer | TemplateRefusal;
	readonly inputs: EffectiveInputs;
	/** Null if there is no answer to compose it for. */
	readonly userData: ComposedUserData | null;
	/** The cloud's limit for user data; null = unknown. */
	readonly limit: UserDataLimit | null;
	readonly warnings: readonly ServerWarning[];
	/** The obstacles; empty = the server can be created. */
	readonly problems: readonly Fault[];
}

export type ServerWarning = Warning | UserDataWarning | { readonly code: "input-unknown"; readonly text: string };

/**
 * Decides what a server gets, with the inputs of its scripts and its complete user data, and collects the obstacles.
 * Throws the `…-not-found` of a requested MCI, and `server-invalid` for a place that is not a cloud.
 */
export async function planServer(needs: Needs, reads: Reads, planning: ServerPlanning): Promise<ServerPlan> {
	const { actor, server, template, overrides } = planning;
	const cloudType = await cloudTypeOf(reads, planning);
	const { mci: overridden } = overrides;
	const requestedMci =
		planning.mci ?? (overridden ? await revisionOf(needs, reads, { actor, template, overridden }) : null);
	const answer = await resolveRevision(needs, reads, {
		actor,
		template,
		cloud: planning.cloud,
		requestedMci,
		requestedValues: requestedValuesOf(overrides),
	});
	const isResolved = answer.kind === "resolved";
	const composition = await composeServer(needs, reads, {
		...planning,
		cloudType,
		settingUserData: isResolved ? answer.userData : null,
		os: isResolved ? (answer.facts?.os ?? null) : null,
	});
	const problems: Fault[] = [];
	if (!isResolved) problems.push(refusalFault(answer));
	if (isResolved && answer.instanceType === null)
		problems.push(fault("instance-type-missing", { server, cloud: planning.cloud }));
	problems.push(...compositionProblems(planning, composition));
	return {
		cloudType,
		answer,
		inputs: composition.inputs,
		limit: composition.limit,
		userData: isResolved ? composition.userData : null,
		warnings: [...(isResolved ? [...answer.warnings, ...composition.userData.warnings] : []), ...composition.warnings],
		problems,
	};
}

export interface Composition {
	readonly inputs: EffectiveInputs;
	readonly userData: ComposedUserData;
	readonly limit: UserDataLimit | null;
	readonly warnings: readonly ServerWarning[];
}

/** The inputs of a server's scripts, and the user data with the scripts that run at boot. */
export async function composeServer(
	needs: Needs,
	reads: Reads,
	given: Pick<ServerPlanning, "actor" | "server" | "deployment" | "template" | "overrides"> & {
		readonly cloudType: string | null;
		/** The requested user data, or the setting's. */
		readonly settingUserData: string | null;
		readonly os: string | null;
	},
): Promise<Composition> {
	const { actor, deployment, template, overrides, cloudType, settingUserData, os } = given;
	const scripts = await listScripts(reads, actor, template.content);
	const own = overrides.inputs ?? {};
	const inputs = effectiveInputs(
		scripts.map(({ revision, content }) => ({ ref: refOf(revision), inputs: content.inputs })),
		{ server: own, deployment: deployment?.inputs ?? {}, template: template.content.inputs },
	);
	const limit = userDataLimitOf(cloudType);
	const userData = composeUserData(
		{
			settingUserData,
			bootScripts: template.content.scripts.boot.flatMap((_, i) => {
				const script = scripts[i];
				if (!script) return [];
				const values = (inputs.scripts[i]?.inputs ?? []).flatMap(({ name, value }) =>
					value === null ? [] : [{ name, value }],
				);
				return [
					{
						name: script.revision.component.name,
						revision: script.revision.number,
						source: script.content.source,
						inputs: values,
					},
				];
			}),
			limit: limit && bytesThatFit(limit),
			os,
		},
		needs.sha256,
	);
	const known = new Set(scripts.flatMap(({ content }) => content.inputs.map((input) => input.name)));
	const strange = Object.keys(own).filter((name) => !known.has(name));
	const warnings = strange.map((name) => ({
		code: "input-unknown" as const,
		text: `no script of ${refOf(template)} has an input ${name}`,
	}));
	return { inputs, userData, limit, warnings };
}

/** The obstacles to a server with this user data. */
export function compositionProblems(
	{ server, cloud }: Pick<ServerPlanning, "server" | "cloud">,
	{ inputs, userData, limit }: Pick<Composition, "inputs" | "userData" | "limit">,
): Fault[] {
	const problems: Fault[] = [];
	const { missing } = inputs;
	if (missing.length > 0) {
		const told = missing.map(({ name, scripts }) => `${name} (of ${scripts.join(", ")})`).join(", ");
		problems.push(fault("input-missing", { server, inputs: told, missing }));
	}
	if (userData.tooLarge && limit) {
		problems.push(fault("user-data-too-large", { server, cloud, size: userData.bytes, limit: bytesThatFit(limit) }));
	}
	return problems;
}

/** The number of bytes of text that fit: three for every four of a limit measured in base64. */
export function bytesThatFit({ bytes, measures }: UserDataLimit): number {
	return measures === "text" ? bytes : Math.floor(bytes / 4) * 3;
}

async function cloudTypeOf(reads: Reads, { actor, server, cloud }: ServerPlanning): Promise<string | null> {
	const slug = parseCloudSlug(cloud);
	if (isArtifactPlace(slug))
		throw fault("server-invalid", { server, problem: `${slug} is a place for artifacts, where servers can't run` });
	const here = await reads.clouds.find(actor.accountId, slug);
	return here?.type ?? findKnownCloud(slug)?.type ?? null;
}

interface Script {
	readonly revision: RevisionOf;
	readonly content: ScriptContent;
}

/** A template's scripts, boot scripts first, each as often as it is listed. */
async function listScripts(reads: Reads, actor: Actor, content: TemplateContent): Promise<Script[]> {
	const pinned = await listPinned(reads, actor, [{ ...content, mcis: [] }]);
	const contents = new Map<string, ScriptContent>();
	const found: Script[] = [];
	for (const pin of scriptSequences.flatMap((sequence) => content.scripts[sequence])) {
		const component = pinned.get(pin.lineage);
		if (!component) throw new Error(`script ${pin.lineage} is pinned and not there`);
		const revision = { component, number: pin.revision };
		const key = refOf(revision);
		const known = contents.get(key) ?? (await scriptContentOf(reads, revision));
		contents.set(key, known);
		found.push({ revision, content: known });
	}
	return found;
}
