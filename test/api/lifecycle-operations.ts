import type { ComponentKind } from "../../src/core/component/index.ts";
import { actorWith } from "../../src/registry/actor.ts";
import { moveChannel } from "../../src/registry/channels/move-channel.ts";
import { componentsOf } from "../components.ts";
import { roleSets } from "../role-sets.ts";
import type { Api, Question } from "./start-api.ts";

const nouns = [
	["Mci", "/v1/mcis/governed"],
	["Template", "/v1/templates/governed"],
	["Script", "/v1/scripts/governed"],
] as const;

/**
 * A request for every operation on channels, lifecycles, updates, lint and policy, for the scene of
 * `makeLifecycleScene`.
 */
export const lifecycleOperations: Readonly<
	Record<string, Question & { readonly who: "reader" | "writer" | "admin"; readonly status?: number }>
> = {
	...Object.assign({}, ...nouns.map(([ids, url]) => operationsOf(ids, url))),
	listUpdates: { url: "/v1/updates?kind=template", who: "reader" },
	whereUsed: { url: "/v1/where-used?mci=governed", who: "reader" },
	getPolicy: { url: "/v1/account/policy", who: "reader" },
	updateTemplate: {
		method: "POST",
		url: "/v1/templates/governed/update",
		headers: { "if-match": "*" },
		body: {},
		who: "writer",
	},
	setImageLifecycle: {
		method: "PUT",
		url: "/v1/images/lifecycle",
		body: { uid: "governed-1", state: "deprecated", reason: "old" },
		who: "writer",
	},
	setPolicy: { method: "PUT", url: "/v1/account/policy", body: { ownNames: ["acme"] }, who: "admin" },
};

function operationsOf(ids: string, url: string): typeof lifecycleOperations {
	const production = `${url}/channels/production`;
	return {
		[`list${ids}Channels`]: { url: `${url}/channels`, who: "reader" },
		[`get${ids}Channel`]: { url: production, who: "reader" },
		[`list${ids}ChannelMoves`]: { url: `${production}/moves`, who: "reader" },
		[`list${ids}Lifecycles`]: { url: `${url}/lifecycles`, who: "reader" },
		[`get${ids}Impact`]: { url: `${url}/revisions/1/impact`, who: "reader" },
		[`list${ids}Updates`]: { url: `${url}/updates`, who: "reader" },
		[`lint${ids}`]: { url: `${url}/lint`, who: "reader" },
		[`move${ids}Channel`]: { method: "PUT", url: production, body: { to: "1" }, who: "writer" },
		[`rollBack${ids}Channel`]: { method: "POST", url: `${production}/rollback`, body: {}, who: "writer" },
		[`restrict${ids}Channel`]: { method: "PATCH", url: production, body: { guards: ["commits"] }, who: "writer" },
		[`remove${ids}Channel`]: { method: "DELETE", url: `${url}/channels/gone`, who: "writer", status: 204 },
		[`set${ids}Lifecycle`]: {
			method: "PUT",
			url: `${url}/revisions/1/lifecycle`,
			body: { state: "deprecated", reason: "old" },
			who: "writer",
		},
	};
}

/** Creates a component called `governed` of each kind, with two commits and the channels `production` and `gone`. */
export async function makeLifecycleScene({ registry }: Api): Promise<void> {
	const { needs, account } = registry;
	const actor = actorWith({
		accountId: account.id,
		account: account.name,
		name: "test",
		kind: "token",
		roles: roleSets.admin,
	});
	const make = componentsOf(needs, actor);
	await make.history("governed", "governed-1", "governed-2");
	await make.script("governed");
	await make.commit("script", "governed");
	await make.write("governed", "#!/bin/sh\necho two\n");
	await make.commit("script", "governed");
	await make.template("governed", { mcis: ["governed@1"], boot: ["governed@1"] });
	await make.commit("template", "governed");
	await make.pin("governed", { mcis: ["governed@1"] });
	await make.commit("template", "governed");
	for (const kind of ["mci", "template", "script"] as const satisfies readonly ComponentKind[]) {
		for (const [channel, to] of [
			["production", "2"],
			["gone", "1"],
		] as const) {
			await moveChannel(needs, actor, { kind, name: "governed", channel, to });
		}
	}
}
