import { fault } from "../../core/errors.ts";
import { canDo, connectionNeeds } from "../../core/server/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getServer, type ServerName, serverRef } from "./get-server.ts";
import { checkServer } from "./server-findings.ts";

/**
 * Launches a server. Throws `server-state` if it is running, `launch-refused` with the reason if its image, MCI
 * revision or template revision must not be used, and otherwise `cloud-connection-missing`: clouds can't be connected
 * yet.
 */
export async function launchServer(needs: Needs, actor: Actor, name: ServerName): Promise<never> {
	assertMay(actor, "servers.manage");
	const reads = needs.store.read;
	const server = await getServer(reads, actor, name);
	const ref = serverRef(server);
	if (!canDo(server.state, "launch")) {
		throw fault("server-state", {
			server: ref,
			state: server.state,
			problem: "it can't be launched again until its instance has ended",
		});
	}
	const errors = (await checkServer(needs, reads, server)).filter((finding) => finding.severity === "error");
	if (errors.length > 0) {
		const because = errors.map((finding) => finding.text).join("; ");
		const replacement = errors.find((finding) => finding.replacement)?.replacement ?? null;
		throw fault("launch-refused", { server: ref, because, reasons: errors, instead: { replacement } });
	}
	const { slug, type } = server.cloud;
	throw fault("cloud-connection-missing", { server: ref, cloud: slug, type, needs: connectionNeeds(type) });
}
