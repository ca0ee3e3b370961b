import {} from "vitest";
import { isFault } from "../src/core/errors.ts";
import type { Actor } from "../src/registry/actor.ts";
import { refusalFault, resolveTemplateHere } from "../src/registry/resolve/resolve-template.ts";
import { addServer } from "../src/registry/servers/add-server.ts";
import { getServer } from "../src/registry/servers/get-server.ts";
import { launchServer } from "../src/registry/servers/launch-server.ts";
import { mciRef } from "../src/registry/servers/server-differences.ts";
import { getServerOutlook } from "../src/registry/servers/server-updates.ts";
import { engines, useRegistry } from "./registries.ts";
import { outcomeOf, type WorkedJson, workedSuite } from "./worked-suite.ts";
import { makeWorkedWorld } from "./worked-world.ts";

for (const engine of engines) {
	const registry = useRegistry(engine);

	workedSuite(`through the use cases on ${engine}`, async (before) => {
		const { needs } = registry;
		const actor: Actor = await registry.newActor();
		const world = await makeWorkedWorld(needs, actor, before);
		const place = { deployment: "prod", name: "web" };
		return {
			resolve: async (template, { cloud, mci, ...requestedValues }) => {
				const answer = await resolveTemplateHere(needs, actor, { template, cloud, mci, requestedValues });
				return outcomeOf(answer.kind === "unresolved" ? told(refusalFault(answer)) : (answer as unknown as WorkedJson));
			},
			add: async (template, ask) => {
				try {
					const server = await addServer(needs, actor, { ...place, template, ...ask });
					return outcomeOf({
						...server,
						...server.told,
						mci: server.mci && { ref: mciRef(server) ?? "" },
						instanceType: server.instanceType ?? "",
					});
				} catch (error) {
					return outcomeOf(told(error));
				}
			},
			image: async () => (await getServer(needs.store.read, actor, place)).image.uid,
			updateAvailable: async () => (await getServerOutlook(needs, actor, place)).updates[0]?.summary ?? null,
			launchRefused: async () => {
				const error = await launchServer(needs, actor, place).catch((thrown: unknown) => thrown);
				if (!isFault(error)) throw error;
				return error.code === "cloud-connection-missing" ? null : (told(error).details?.reasons[0]?.code ?? error.code);
			},
			act: world.act,
			close: async () => undefined,
		};
	});
}

function told(error: unknown): WorkedJson {
	if (!isFault(error)) throw error;
	return { details: error.details as unknown as NonNullable<WorkedJson["details"]> };
}
