import { systemActor } from "../../src/registry/prepare-registry.ts";
import { outcomeOf, workedSuite } from "../worked-suite.ts";
import { makeWorkedWorld } from "../worked-world.ts";
import { bodyOf, engines, startApi } from "./start-api.ts";

for (const engine of engines) {
	workedSuite(`through the API on ${engine}`, async (before) => {
		const api = await startApi(engine);
		const { needs, account } = api.registry;
		const world = await makeWorkedWorld(needs, systemActor(account), before);
		const place = "/v1/deployments/prod/servers/web";
		return {
			resolve: async (template, ask) => {
				const answer = await api.ask({ url: `/v1/resolve?${new URLSearchParams({ template, ...ask })}` });
				return outcomeOf(answer.json());
			},
			add: async (template, ask) => {
				const answer = await api.ask({ method: "POST", url: "/v1/servers", body: { deployment: "prod", name: "web", template, ...ask } });
				return outcomeOf(answer.json());
			},
			image: async () => bodyOf(await api.ask({ url: place })).image.uid,
			updateAvailable: async () => bodyOf(await api.ask({ url: `${place}/updates` })).updates[0]?.summary ?? null,
			launchRefused: async () => {
				const problem = (await api.ask({ method: "POST", url: `${place}/launch` })).json();
				return problem.code === "cloud-connection-missing" ? null : problem.details.reasons[0].code;
			},
			act: world.act,
			close: api.close,
		};
	});
}
