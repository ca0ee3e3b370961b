import { overridable } from "../../../core/server/index.ts";
import { refOf, type TemplateAnswer } from "../../../registry/resolve/resolve-template.ts";
import type { ListedServer } from "../../../registry/servers/list-servers.ts";
import { bytesThatFit, type ServerPlan } from "../../../registry/servers/plan-server.ts";
import type { ServerPreview } from "../../../registry/servers/preview-server.ts";
import type { ReInherited } from "../../../registry/servers/re-inherit-servers.ts";
import { mciRef, type ServerDifferences, templateRef } from "../../../registry/servers/server-differences.ts";
import type { ServerFinding } from "../../../registry/servers/server-findings.ts";
import type { ServerUpdate } from "../../../registry/servers/server-updates.ts";
import type { ChangedServer } from "../../../registry/servers/write-server.ts";
import type { StoredServer, WholeServer } from "../../../registry/stored.ts";
import { problemOf } from "../../error-status.ts";

export function presentServerSummary({ server, findings, updates }: ListedServer) {
	return {
		...summaryOf(server),
		findings: findings.map(presentFinding),
		updates: updates?.map(presentUpdate) ?? null,
	};
}

/** A server in an answer. */
export function presentServer(server: WholeServer) {
	const { told, userData, sentUserData } = server;
	return {
		...summaryOf(server),
		overrides: presentOverrides(server),
		userData,
		sentUserData,
		sentBytes: told.bytes,
		parts: [...told.parts],
		inputs: presentInputs(told.inputs),
		reasons: [...told.reasons],
		warnings: [...told.warnings],
	};
}

export function presentUpdate(update: ServerUpdate) {
	return { kind: update.kind, ...presentDifferences(update), summary: update.summary, command: update.command };
}

export function presentFinding({ code, severity, text, replacement }: ServerFinding) {
	return { code, severity, text, replacement: replacement ?? null };
}

export function presentChanged(changed: ChangedServer) {
	return { server: presentServer(changed.server), changed: changed.isChanged, ...presentDifferences(changed) };
}

export function presentReInherited(outcome: ReInherited) {
	const { server, kind } = outcome;
	const none = { summary: null, differences: [] };
	return {
		deployment: server.deployment.name,
		name: server.name,
		outcome: kind,
		...(kind === "refused" ? none : presentDifferences(outcome.change)),
		problem: kind === "refused" ? problemOf(outcome.problem) : null,
	};
}

/** The answer of a preview. */
export function presentPreview(preview: ServerPreview) {
	const { template, follows, answer, cloudType, eligibleClouds, mcis, inputs, warnings, problems } = preview;
	const { component, number, digest } = template;
	return {
		template: {
			name: component.name,
			lineage: component.lineage,
			revision: number,
			ref: refOf(template),
			digest,
			follows,
		},
		cloud: answer.cloud,
		cloudType,
		eligibleClouds: [...eligibleClouds],
		mcis: [...mcis],
		resolved: answer.kind === "resolved" ? presentResolved(answer) : null,
		sent: presentSent(preview),
		inputs: presentInputs(inputs.scripts),
		missingInputs: inputs.missing.map(({ name, scripts }) => ({ name, scripts: [...scripts] })),
		warnings: [...warnings],
		problems: problems.map(problemOf),
	};
}

function presentResolved({ mci, image, instanceType, kernel, ramdisk, userData, reasons }: TemplateAnswer) {
	return { mci: mci && presentMciOf(mci), image, instanceType, kernel, ramdisk, userData, reasons: [...reasons] };
}

/** The chosen MCI revision. */
function presentMciOf({ component, number, digest, ref }: NonNullable<TemplateAnswer["mci"]>) {
	return { name: component.name, lineage: component.lineage, revision: number, ref, digest };
}

function presentSent({ userData, limit }: ServerPlan) {
	return (
		userData && {
			userData: userData.text,
			bytes: userData.bytes,
			limit: limit && bytesThatFit(limit),
			parts: [...userData.parts],
		}
	);
}

function summaryOf(server: StoredServer) {
	const {
		deployment,
		name,
		description,
		state,
		version,
		template,
		cloud,
		mci,
		image,
		instanceType,
		kernel,
		ramdisk,
		overrides,
	} = server;
	const { resolvedAt, createdAt, updatedAt } = server;
	return {
		deployment: deployment.name,
		name,
		description,
		state,
		version,
		template: {
			name: template.name,
			lineage: template.lineage,
			revision: template.number,
			ref: templateRef(server),
			digest: template.digest,
			follows: template.selector,
		},
		cloud: cloud.slug,
		cloudType: cloud.type,
		mci: mci && {
			name: mci.name,
			lineage: mci.lineage,
			revision: mci.number,
			ref: mciRef(server) ?? "",
			digest: mci.digest,
		},
		image: { kind: image.kind, uid: image.uid, checksum: image.checksum },
		instanceType,
		kernel,
		ramdisk,
		overridden: overridable.filter((property) => overrides[property] !== undefined),
		resolvedAt,
		createdAt,
		updatedAt,
	};
}

function presentOverrides({ overrides, mci }: StoredServer) {
	const {
		image = null,
		architecture = null,
		instanceType = null,
		kernel = null,
		ramdisk = null,
		userData = null,
		inputs = {},
	} = overrides;
	const chosen = overrides.mci;
	const ref = chosen ? `${mci?.name ?? chosen.lineage}${chosen.selector === null ? "" : `@${chosen.selector}`}` : null;
	return { mci: ref, image, architecture, instanceType, kernel, ramdisk, userData, inputs: { ...inputs } };
}

function presentInputs(scripts: StoredServer["told"]["inputs"]) {
	return scripts.map(({ ref, inputs }) => ({ script: ref, inputs: [...inputs] }));
}

/** All differences as text, the template's revision first. */
function presentDifferences({ template, differences, summary }: ServerDifferences) {
	return {
		summary,
		differences: [
			...(template ? [{ property: "template", ...template }] : []),
			...differences.map((difference) => {
				const { property } = difference;
				switch (property) {
					case "image":
						return { property, before: difference.before.uid, after: difference.after.uid };
					case "mci":
						return { property, before: difference.before?.ref ?? null, after: difference.after?.ref ?? null };
					default:
						return { property, before: difference.before, after: difference.after };
				}
			}),
		],
	};
}
