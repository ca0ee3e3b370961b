import { type Fault, fault, isFault } from "../../core/errors.ts";
import { hasInstance } from "../../core/server/index.ts";
import type { Reads, ServerFilter, StoredServer, WholeServer, WrittenServer } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { selectorOf } from "../resolve/requested-mci.ts";
import { writtenServer } from "./add-server.ts";
import { getServer, type ServerName, serverRef } from "./get-server.ts";
import { lockRequestedMci, lockTemplate } from "./lock-server-parts.ts";
import { planServer } from "./plan-server.ts";
import { type ChangedServer, changeServer, type ServerOf } from "./write-server.ts";

/**
 * Resolves a server again, with its overrides, from the revision that its template reference means now, and records the
 * answer. A dry run only reports the differences. Throws what prevents it, as adding does, and `version-stale`.
 */
export async function reInheritServer(
	needs: Needs,
	actor: Actor,
	input: ServerOf & { readonly dryRun?: boolean | undefined },
): Promise<ChangedServer> {
	assertMay(actor, "servers.manage");
	return changeServer(needs, actor, {
		...input,
		act: "server.re-inherit",
		change: async (tx, before, deployment) => {
			const template = await lockTemplate(needs, tx, { actor, ref: followedRef(before) });
			return resolvedBy(needs, { tx, actor, before, deployment, template, selector: before.template.selector });
		},
	});
}

/**
 * Moves a server to another revision of its template, or to another template, and resolves it again with its overrides.
 * A server with an instance keeps its template: `server-state`.
 */
export async function moveServer(
	needs: Needs,
	actor: Actor,
	input: ServerOf & { readonly template: string; readonly dryRun?: boolean | undefined },
): Promise<ChangedServer> {
	assertMay(actor, "servers.manage");
	return changeServer(needs, actor, {
		...input,
		act: "server.move",
		change: async (tx, before, deployment) => {
			const template = await lockTemplate(needs, tx, { actor, ref: input.template });
			if (hasInstance(before.state) && template.component.id !== before.template.id) {
				const problem = "while it has an instance, it can only move to another revision of its template";
				throw fault("server-state", { server: serverRef(before), state: before.state, problem });
			}
			return resolvedBy(needs, {
				tx,
				actor,
				before,
				deployment,
				template,
				selector: selectorOf(input.template) ?? "latest",
			});
		},
	});
}

/** The outcome for one of many servers. */
export type ReInherited =
	| { readonly server: StoredServer; readonly kind: "changed" | "unchanged"; readonly change: ChangedServer }
	| { readonly server: StoredServer; readonly kind: "refused"; readonly problem: Fault };

/**
 * Re-inherits many servers, each in its own transaction: a refused one is reported and stays unchanged, the others go
 * on. The servers are the named ones, or all that match the filter.
 */
export async function reInheritServers(
	needs: Needs,
	actor: Actor,
	input: {
		readonly servers?: readonly ServerName[] | undefined;
		readonly filter?: Pick<ServerFilter, "deployment" | "template" | "cloud" | "state"> | undefined;
		readonly dryRun?: boolean | undefined;
	},
): Promise<ReInherited[]> {
	assertMay(actor, "servers.manage");
	const reads = needs.store.read;
	const servers = input.servers
		? await namedServers(reads, actor, input.servers)
		: await filteredServers(reads, actor, input.filter ?? {});
	const outcomes: ReInherited[] = [];
	for (const server of servers) {
		const place = { deployment: server.deployment.name, name: server.name, expected: null };
		try {
			const change = await reInheritServer(needs, actor, { ...place, dryRun: input.dryRun });
			outcomes.push({ server, kind: change.isChanged ? "changed" : "unchanged", change });
		} catch (error) {
			// An obstacle concerns one server and is reported with it; an unavailable database ends the whole run.
			if (!isFault(error) || error.kind === "internal" || error.kind === "unavailable") throw error;
			outcomes.push({ server, kind: "refused", problem: error });
		}
	}
	return outcomes;
}

/**
 * The template revision that a server's reference means now. Throws `channel-not-found` for a channel that was removed.
 */
export function followedTemplate(
	needs: Pick<Needs, "store" | "now" | "sha256">,
	reads: Reads,
	actor: Actor,
	server: Pick<StoredServer, "template">,
): Promise<ComponentRevision<"template">> {
	return getRevision(needs, actor, { kind: "template", ref: followedRef(server), reads });
}

function followedRef({ template }: Pick<StoredServer, "template">): string {
	return `${template.name}@${template.selector}`;
}

async function resolvedBy(
	needs: Needs,
	task: {
		readonly tx: Parameters<typeof writtenServer>[1];
		readonly actor: Actor;
		readonly before: WholeServer;
		readonly deployment: Parameters<typeof planServer>[2]["deployment"];
		readonly template: ComponentRevision<"template">;
		readonly selector: string;
	},
): Promise<WrittenServer> {
	const { tx, actor, before, deployment, template, selector } = task;
	const { overrides, name, description } = before;
	const cloud = before.cloud.slug;
	await lockRequestedMci(tx, actor, overrides);
	const plan = await planServer(needs, tx, {
		actor,
		server: serverRef(before),
		deployment,
		template,
		cloud,
		overrides,
	});
	return writtenServer(needs, tx, { actor, words: { name, description }, template, selector, cloud, overrides, plan });
}

async function namedServers(reads: Reads, actor: Actor, names: readonly ServerName[]): Promise<StoredServer[]> {
	const found = new Map<number, StoredServer>();
	for (const name of names) {
		const server = await getServer(reads, actor, name);
		found.set(server.id, server);
	}
	return [...found.values()];
}

/** All matching servers, read before the first one changes. */
async function filteredServers(
	reads: Reads,
	actor: Actor,
	filter: Pick<ServerFilter, "deployment" | "template" | "cloud" | "state">,
): Promise<StoredServer[]> {
	const found: StoredServer[] = [];
	for (;;) {
		const last = found.at(-1);
		const after = last && { name: last.name, id: last.id };
		const page = await reads.servers.list({ ...filter, accountId: actor.accountId, after, limit: pageSize });
		found.push(...page);
		if (page.length < pageSize) return found;
	}
}

const pageSize = 500;
