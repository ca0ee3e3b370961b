import {} from "vitest";
import { actorWith } from "../../src/registry/actor.ts";
import { roleSets } from "../role-sets.ts";
import { outcomeOf, workedSuite } from "../worked-suite.ts";
import { makeWorkedWorld } from "../worked-world.ts";
import { bodyOf, engines, type Question, useApi } from "./start-api.ts";

for (const engine of engines) {
	const api = useApi(engine);
	let accounts = 0;

	workedSuite(`through the API on ${engine}`, async (before) => {
		// Each case has its own account.
		const account = `case-${++accounts}`;
		const as = await api.newToken("writer", account);
		const { needs } = api.registry;
		const accountId = (await needs.store.read.accounts.find(account))?.id ?? 0;
		const actor = actorWith({ accountId, account, name: "test", kind: "token", roles: roleSets.admin });
		const world = await makeWorkedWorld(needs, actor, before);
		const place = "/v1/deployments/prod/servers/web";
		const ask = (question: Question) => api.ask({ ...question, as });
		return {
			resolve: async (template, asked) =>
				outcomeOf((await ask({ url: `/v1/resolve?${new URLSearchParams({ template, ...asked })}` })).json()),
			add: async (template, asked) => {
				const body = { deployment: "prod", name: "web", template, ...asked };
				return outcomeOf((await ask({ method: "POST", url: "/v1/servers", body })).json());
			},
			image: async () => bodyOf(await ask({ url: place })).image.uid,
			updateAvailable: async () => bodyOf(await ask({ url: `${place}/updates` })).updates[0]?.summary ?? null,
			launchRefused: async () => {
				const problem = (await ask({ method: "POST", url: `${place}/launch` })).json();
				return problem.code === "cloud-connection-missing" ? null : problem.details.reasons[0].code;
			},
			act: world.act,
			close: async () => undefined,
		};
	});
}
