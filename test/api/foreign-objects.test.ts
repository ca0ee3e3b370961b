import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Needs } from "../../src/registry/needs.ts";
import { type Api, bodyOf, commit, engines, makeMci, type Question, startApi } from "./start-api.ts";

/**
 * Records the calls of the store by name, in transactions too: a thing of another account must cost as much as one that
 * does not exist.
 */
function watched(needs: Needs, calls: string[]): Needs {
	const { store } = needs;
	const watch = <T extends object>(nouns: T): T => {
		const watching: Record<string, unknown> = {};
		// Nouns are built when they are first used: they are properties of the prototype until then.
		for (const noun in nouns) {
			const queries = nouns[noun] as object;
			watching[noun] =
				typeof queries === "function"
					? queries
					: Object.fromEntries(
							Object.entries(queries).map(([name, query]: [string, (...parameters: unknown[]) => unknown]) => [
								name,
								(...parameters: unknown[]) => {
									calls.push(`${noun}.${name}`);
									return query(...parameters);
								},
							]),
						);
		}
		return watching as T;
	};
	const findCell: Needs["store"]["findCell"] = (...asked) => {
		calls.push("findCell");
		return store.findCell(...asked);
	};
	return {
		...needs,
		store: { ...store, read: watch(store.read), write: (act) => store.write((tx) => act(watch(tx))), findCell },
	};
}

describe.each(engines)("things of another account on %s", (engine) => {
	let owner: Api;
	/** Another process on the same rows, whose calls are counted. */
	let other: Api;
	let stranger: string;
	const calls: string[] = [];
	/** Things in the default account, each with a name or number that does not exist. */
	const there: Record<string, readonly [foreign: string, absent: string]> = {};

	beforeAll(async () => {
		owner = await startApi(engine);
		await makeMci(owner, "web", { "aws-us-east-1": "ami-00000001" });
		await commit(owner, "web");
		for (const url of ["/v1/templates", "/v1/scripts"])
			bodyOf(await owner.ask({ method: "POST", url, body: { name: "web" } }), 201);
		bodyOf(await owner.ask({ method: "POST", url: "/v1/deployments", body: { name: "web" } }), 201);
		bodyOf(
			await owner.ask({
				method: "POST",
				url: "/v1/upstreams",
				body: { name: "web", url: "http://127.0.0.1:9/a.json" },
			}),
			201,
		);
		bodyOf(await owner.ask({ method: "POST", url: "/v1/clouds", body: { slug: "acme", type: "openstack" } }), 201);
		const token = bodyOf(
			await owner.ask({ method: "POST", url: "/v1/tokens", body: { name: "theirs", roles: ["observer"] } }),
			201,
		);
		const image = bodyOf(await owner.ask({ url: "/v1/images?limit=1" })).items[0];
		const entry = bodyOf(await owner.ask({ url: "/v1/audit?limit=1" })).items[0];
		there["name"] = ["web", "xyz"];
		there["token"] = [String(token.id), "999999"];
		there["image"] = [String(image.id), "999999"];
		there["entry"] = [String(entry.seq), "999999"];
		there["account"] = ["default", "absents"];
		there["user"] = ["admin", "nobod"];
		there["cloud"] = ["acme", "none"];
		stranger = await owner.newToken(["observer", "actor", "designer", "library", "publisher", "admin"], "strangers");
		other = await owner.second({ needs: (needs) => watched(needs, calls) });
	});
	afterAll(async () => {
		await other.close();
		await owner.close();
	});

	const change = { "if-match": "*" };
	const asked: readonly (readonly [string, string, (one: string) => Question])[] = [
		["an MCI", "name", (one) => ({ url: `/v1/mcis/${one}` })],
		["an MCI's settings", "name", (one) => ({ url: `/v1/mcis/${one}/settings` })],
		["an MCI's revision", "name", (one) => ({ url: `/v1/mcis/${one}/revisions/1` })],
		["an MCI's channel", "name", (one) => ({ url: `/v1/mcis/${one}/channels/production` })],
		["an image for a cloud", "name", (one) => ({ url: `/v1/resolve?ref=${one}&cloud=aws-us-east-1` })],
		["a difference", "name", (one) => ({ url: `/v1/diff?to=${one}@1` })],
		[
			"a change of an MCI",
			"name",
			(one) => ({ method: "PATCH", url: `/v1/mcis/${one}`, headers: change, body: { description: "x" } }),
		],
		["a deletion", "name", (one) => ({ method: "DELETE", url: `/v1/mcis/${one}`, headers: change })],
		["a template", "name", (one) => ({ url: `/v1/templates/${one}` })],
		["a script", "name", (one) => ({ url: `/v1/scripts/${one}` })],
		["a deployment", "name", (one) => ({ url: `/v1/deployments/${one}` })],
		["an upstream", "name", (one) => ({ url: `/v1/upstreams/${one}` })],
		["a cloud", "cloud", (one) => ({ url: `/v1/clouds/${one}` })],
		["an image", "image", (one) => ({ url: `/v1/images/${one}` })],
		["an audit entry", "entry", (one) => ({ url: `/v1/audit/${one}` })],
		["a token", "token", (one) => ({ url: `/v1/tokens/${one}` })],
		["a token's end", "token", (one) => ({ method: "DELETE", url: `/v1/tokens/${one}` })],
		["an account", "account", (one) => ({ url: `/v1/accounts/${one}` })],
		[
			"an account's description",
			"account",
			(one) => ({ method: "PATCH", url: `/v1/accounts/${one}`, body: { description: "x" } }),
		],
		["a script's revisions", "name", (one) => ({ url: `/v1/scripts/${one}/revisions` })],
		["a member", "user", (one) => ({ url: `/v1/members/${one}` })],
		["a member's end", "user", (one) => ({ method: "DELETE", url: `/v1/members/${one}` })],
	];

	it.each(asked)("are not found, as if they did not exist: %s", async (_what, kind, question) => {
		const [foreign = "", absent = ""] = there[kind] ?? [];
		const answers = [];
		for (const one of [foreign, absent]) {
			// The token is cached before the first request, so the cache makes no difference between the two.
			await other.ask({ url: "/v1/whoami", as: stranger });
			calls.length = 0;
			const response = await other.ask({ ...question(one), as: stranger });
			expect(response.statusCode, response.body).toBe(404);
			expect(calls.length).toBeGreaterThan(0);
			const body = response.body.replaceAll(new RegExp(`(?<![\\w.])${one}(?!\\w)`, "g"), "it");
			answers.push({ body, calls: [...calls], headers: { ...response.headers, date: "", "content-length": "" } });
		}
		expect(answers[0]).toEqual(answers[1]);
	});

	it("are found by their own account", async () => {
		for (const [what, kind, question] of asked.filter(([, , of]) => (of("").method ?? "GET") === "GET")) {
			const [mine = ""] = there[kind] ?? [];
			const response = await owner.ask(question(mine));
			if (what === "an MCI's channel") expect(response.json().code).toBe("channel-not-found");
			else expect([what, response.statusCode]).toEqual([what, 200]);
		}
	});
});
