import type { ServerFilter, StoredServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { checkServers, type ServerFinding } from "./server-findings.ts";
import { outlookOf, type ServerUpdate } from "./server-updates.ts";

/** A server in a list with the problems of its recorded parts; its updates only if the list was filtered by them. */
export interface ListedServer {
	readonly server: StoredServer;
	readonly findings: readonly ServerFinding[];
	readonly updates: readonly ServerUpdate[] | null;
}

export interface ServerPage {
	readonly items: readonly ListedServer[];
	/** The last server examined if there may be more; null = all were. */
	readonly next: { readonly name: string; readonly id: number } | null;
}

/** Examining a server for updates takes about twenty queries. */
const mostLookedAt = 500;

/**
 * One page of servers, by name. With `hasUpdate`, only those with an update, available or blocked: the page then ends
 * after a number of servers examined, and may hold fewer than `limit` although there are more.
 */
export async function listServers(
	needs: Needs,
	actor: Actor,
	asked: Omit<ServerFilter, "accountId"> & { readonly hasUpdate?: boolean | undefined },
): Promise<ServerPage> {
	const { hasUpdate, limit, ...filter } = asked;
	const reads = needs.store.read;
	const most = hasUpdate === undefined ? limit : mostLookedAt;
	const rows = await reads.servers.list({ ...filter, accountId: actor.accountId, limit: most + 1 });
	const looked: StoredServer[] = [];
	const items: Omit<ListedServer, "findings">[] = [];
	for (const server of rows.slice(0, most)) {
		if (items.length === limit) break;
		looked.push(server);
		if (hasUpdate === undefined) {
			items.push({ server, updates: null });
			continue;
		}
		const { updates } = await outlookOf(needs, reads, { actor, server: await reads.servers.get(server.id) });
		if (updates.length > 0 === hasUpdate) items.push({ server, updates });
	}
	const last = looked.at(-1);
	const findings = await checkServers(
		needs,
		reads,
		items.map(({ server }) => server),
	);
	const listed = items.map((item, i) => ({ ...item, findings: findings[i] ?? [] }));
	return { items: listed, next: last && looked.length < rows.length ? { name: last.name, id: last.id } : null };
}
