import { shellWord } from "../../base/shell-word.ts";
import { type Fault, isFault } from "../../core/errors.ts";
import type { Reads, StoredDeployment, WholeServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { newestUsable } from "../components/newest-usable.ts";
import type { Needs } from "../needs.ts";
import { refOf } from "../resolve/resolve-template.ts";
import { getDeployment, getServer, type ServerName, serverRef } from "./get-server.ts";
import { planServer } from "./plan-server.ts";
import { followedTemplate } from "./re-inherit-servers.ts";
import { type Comparable, compareServers, type ServerDifferences, templateRef } from "./server-differences.ts";
import { checkServer, type ServerFinding } from "./server-findings.ts";

/** A newer state that a server could take. Nothing changes until someone takes it. */
export interface ServerUpdate extends ServerDifferences {
	/**
	 * `resolves-differently`: the same template revision resolves differently now, because it pins a HEAD, is one, or
	 * depends on inputs and MCIs that changed. `newer-template`: its template has a newer commit. `channel-moved`: the
	 * channel that it follows has moved.
	 */
	readonly kind: "resolves-differently" | "newer-template" | "channel-moved";
	/** A short summary: `img1 → img3, A@4 → A@5`. */
	readonly summary: string;
	/** The command that takes it. */
	readonly command: string;
}

export interface ServerOutlook {
	readonly server: WholeServer;
	readonly updates: readonly ServerUpdate[];
	/** The problems of its recorded parts. */
	readonly findings: readonly ServerFinding[];
}

/** A server's available updates, and the problems of its recorded parts. */
export async function getServerOutlook(needs: Needs, actor: Actor, name: ServerName): Promise<ServerOutlook> {
	const reads = needs.store.read;
	return outlookOf(needs, reads, { actor, server: await getServer(reads, actor, name) });
}

/** Like `getServerOutlook`, for a server that has been read. */
export async function outlookOf(
	needs: Needs,
	reads: Reads,
	{ actor, server }: { readonly actor: Actor; readonly server: WholeServer },
): Promise<ServerOutlook> {
	const deployment = await getDeployment(reads, actor, server.deployment.name);
	const findings = await checkServer(needs, reads, server);
	const updates: ServerUpdate[] = [];
	for (const offer of await offers(needs, reads, actor, server)) {
		const found = await updateBy(needs, reads, { actor, server, deployment, offer });
		if ("code" in found) findings.push(found);
		else if (found.summary !== null)
			updates.push({ ...found, kind: offer.kind, summary: found.summary, command: offer.command });
	}
	// Several updates can share a problem.
	return {
		server,
		updates,
		findings: findings.filter((one, i) => findings.findIndex((other) => other.text === one.text) === i),
	};
}

interface VisiblePublication extends Pick<ServerUpdate, "kind" | "command"> {
	readonly template: ComponentRevision<"template">;
}

/** The template revisions that a server could move to, or the finding for a reference that leads nowhere. */
async function offers(needs: Needs, reads: Reads, actor: Actor, server: WholeServer): Promise<VisiblePublication[]> {
	const { selector, number, name } = server.template;
	const command = `mci server re-inherit ${shellWord(serverRef(server))}`;
	const found: VisiblePublication[] = [];
	const followed = await followedTemplate(needs, reads, actor, server).catch((error: unknown) => {
		// The channel was removed: the server keeps its revision, which is checked below.
		if (isFault(error) && error.code === "channel-not-found") return undefined;
		throw error;
	});
	const isElsewhere = followed !== undefined && followed.number !== number;
	const current =
		isElsewhere || !followed
			? await getRevision(needs, actor, { kind: "template", ref: templateRef(server), reads })
			: followed;
	if (isElsewhere)
		found.push({ kind: selector === "latest" ? "newer-template" : "channel-moved", template: followed, command });
	else found.push({ kind: "resolves-differently", template: current, command });
	if (!/^\d+$/.test(selector)) return found;
	const newest = await newestUsable(needs, reads, current.component);
	if (!newest || newest.number <= number) return found;
	const ref = `${name}@${newest.number}`;
	const template = await getRevision(needs, actor, { kind: "template", ref, reads });
	return [
		...found,
		{
			kind: "newer-template",
			template,
			command: `mci server move ${shellWord(serverRef(server))} --template ${shellWord(ref)}`,
		},
	];
}

async function updateBy(
	needs: Needs,
	reads: Reads,
	task: {
		readonly actor: Actor;
		readonly server: WholeServer;
		readonly deployment: StoredDeployment;
		readonly offer: VisiblePublication;
	},
): Promise<ServerDifferences | ServerFinding> {
	const { actor, server, deployment, offer } = task;
	const { template } = offer;
	const plan = await planServer(needs, reads, {
		actor,
		server: serverRef(server),
		deployment,
		template,
		cloud: server.cloud.slug,
		overrides: server.overrides,
	}).catch((error: unknown) => {
		if (isFault(error) && (error.kind === "not-found" || error.kind === "invalid")) return error;
		throw error;
	});
	const refused = (problem: Fault): ServerFinding => {
		return {
			code: "update-refused",
			severity: "warning",
			text: `${refOf(template)} can't be taken: ${problem.message}`,
		};
	};
	if (isFault(plan)) return refused(plan);
	const [problem] = plan.problems;
	if (problem) return refused(problem);
	const { answer, userData } = plan;
	if (answer.kind === "unresolved") throw new Error("a plan without problems has no answer");
	const { component } = template;
	const after: Comparable = {
		template: {
			...server.template,
			id: component.id,
			name: component.name,
			lineage: component.lineage,
			number: template.number,
		},
		mci: answer.mci && { ...answer.mci.component, number: answer.mci.number, digest: answer.mci.digest },
		image: { ...answer.image, id: 0 },
		instanceType: answer.instanceType,
		kernel: answer.kernel,
		ramdisk: answer.ramdisk,
		sentUserData: userData?.text ?? null,
	};
	return compareServers(server, after);
}
