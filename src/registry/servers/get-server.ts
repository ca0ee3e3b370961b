import { fault } from "../../core/errors.ts";
import { nearestNames } from "../../core/image/index.ts";
import type { Reads, StoredDeployment, WholeServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** A server's place: its name is unique in its deployment. */
export interface ServerName {
	readonly deployment: string;
	readonly name: string;
}

/** The version of a deployment or server that a change was based on; null = any (`If-Match: *`). */
export type ExpectedVersion = number | null;

/** The deployment of that name. Throws `deployment-not-found` with similar names. */
export async function getDeployment(reads: Reads, actor: Actor, name: string): Promise<StoredDeployment> {
	const found = await reads.deployments.find(actor.accountId, name);
	if (found) return found;
	throw fault("deployment-not-found", {
		deployment: name,
		account: actor.account,
		near: nearestNames(name, await reads.deployments.names(actor.accountId)),
	});
}

/** The server of that name. Throws `deployment-not-found` or `server-not-found` with similar names. */
export async function getServer(reads: Reads, actor: Actor, { deployment, name }: ServerName): Promise<WholeServer> {
	const { id } = await getDeployment(reads, actor, deployment);
	const found = await reads.servers.find(id, name);
	if (found) return found;
	throw fault("server-not-found", {
		server: name,
		deployment,
		near: nearestNames(name, await reads.servers.names(id)),
	});
}

/** A server as text: `prod/web`. */
export function serverRef({ deployment, name }: Pick<WholeServer, "deployment" | "name">): string {
	return `${deployment.name}/${name}`;
}
