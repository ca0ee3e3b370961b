import { fault } from "../../core/errors.ts";
import { canDo } from "../../core/server/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { serverRef } from "./get-server.ts";
import { serverEntry, toldConfiguration } from "./server-entry.ts";
import { type ServerOf, takeServer } from "./write-server.ts";

/** Deletes a server. Throws `server-state` while it has an instance. */
export async function deleteServer(needs: Needs, actor: Actor, input: ServerOf): Promise<void> {
	assertMay(actor, "servers.manage");
	await needs.store.write(async (tx) => {
		const server = await takeServer(needs, tx, actor, input);
		if (!canDo(server.state, "delete")) {
			const problem = "its instance has to end first";
			throw fault("server-state", { server: serverRef(server), state: server.state, problem });
		}
		await tx.servers.remove(server.id);
		tx.record(
			serverEntry(actor, server, { at: needs.now(), act: "delete", before: toldConfiguration(server), after: null }),
		);
	});
}
