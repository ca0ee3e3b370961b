import { fault } from "../../core/errors.ts";
import { canDo } from "../../core/server/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedConfiguration, serverSubject } from "./audited-server.ts";
import { serverRef } from "./get-server.ts";
import { lockServer, type ServerOf } from "./write-server.ts";

/** Deletes a server. Throws `server-state` while it has an instance. */
export async function deleteServer(needs: Needs, actor: Actor, input: ServerOf): Promise<void> {
	assertMay(actor, "servers.manage");
	await needs.store.write(async (tx) => {
		const server = await lockServer(needs, tx, actor, input);
		if (!canDo(server.state, "delete")) {
			const problem = "its instance has to end first";
			throw fault("server-state", { server: serverRef(server), state: server.state, problem });
		}
		await tx.servers.remove(server.id);
		tx.record(
			auditEntry(actor, "server.delete", serverSubject(server), {
				at: needs.now(),
				before: auditedConfiguration(server),
				after: null,
			}),
		);
	});
}
