import { beforeAll, describe, expect, it } from "vitest";
import { actorWith } from "../../src/registry/actor.ts";
import { moveChannel } from "../../src/registry/channels/move-channel.ts";
import { bodyOf, engines, type Question, useApi } from "../api/start-api.ts";
import { componentsOf } from "../components.ts";
import { roleSets } from "../role-sets.ts";
import { type ApiOperation, apiOperations, requestFor } from "./api-operations.ts";
import { usualText } from "./attacked-registry.ts";
import { countStatements } from "./count-statements.ts";

/** Names of equal length, so that answers differ only by the name. */
const theirs = "only-theirs";
const nobodys = "never-there";

/** Parameters and fields that name an object of an account. */
const naming = new Set([
	"name",
	"mci",
	"template",
	"script",
	"deployment",
	"server",
	"ref",
	"from",
	"to",
	"channel",
	"upstream",
	"group",
]);
/** Operations that create an object under the requested name, in the caller's own account. */
const makes = /^(create|add|import|setMember|signIn|invite)/;
const about = apiOperations.filter((operation) => !makes.test(operation.id) && asksByName(operation));

describe.each(engines)("an object of another account on %s", (engine) => {
	const api = useApi(engine);
	let stranger: string;
	let imageId: number;
	let tokenId: number;
	let auditSeq: number;
	let publicationId: number;
	let groupId: number;
	beforeAll(async () => {
		const { needs, account } = api.registry;
		const owner = actorWith({
			accountId: account.id,
			account: account.name,
			name: "test",
			kind: "token",
			roles: roleSets.admin,
		});
		const make = componentsOf(needs, owner);
		await make.history(theirs, "theirs-1", "theirs-2");
		await make.script(theirs);
		await make.commit("script", theirs);
		await make.template(theirs, { mcis: [`${theirs}@1`], boot: [`${theirs}@1`] });
		await make.commit("template", theirs);
		for (const kind of ["mci", "template", "script"] as const)
			await moveChannel(needs, owner, { kind, name: theirs, channel: theirs, to: "1" });
		const post = async (url: string, body: object) => bodyOf(await api.ask({ method: "POST", url, body }), 201);
		await post("/v1/upstreams", { name: theirs, url: "http://127.0.0.1:9/a.json" });
		await post("/v1/deployments", { name: theirs });
		await post("/v1/servers", {
			deployment: theirs,
			name: theirs,
			template: `${theirs}@1`,
			cloud: "gcp",
			image: "i",
			instanceType: "t",
		});
		await post("/v1/account-groups", { name: theirs });
		await post("/v1/publications", { kind: "mci", ref: `${theirs}@1`, to: { groups: [theirs] } });
		publicationId = bodyOf(await api.ask({ url: "/v1/publications" })).items[0].id;
		groupId = bodyOf(await api.ask({ url: `/v1/account-groups/${theirs}` })).id;
		imageId = bodyOf(await api.ask({ url: "/v1/images" })).items[0].id;
		tokenId = (await post("/v1/tokens", { name: theirs, roles: ["observer"] })).id;
		auditSeq = bodyOf(await api.ask({ url: "/v1/audit?limit=1" })).items[0].seq;
		stranger = await api.newToken("admin", "strangers");
		// The first request records the token's use and caches the token.
		bodyOf(await api.ask({ url: "/v1/whoami", as: stranger }));
	});

	/** The answer to a stranger, and the number of statements that it took. */
	async function asked(question: Question, name: string) {
		const statements = countStatements();
		try {
			const answer = await api.ask({ ...question, as: stranger });
			const { date: _date, ...headers } = answer.headers;
			const plain = (text: string) => text.replace(new RegExp(`(?<!\\w)${name}(?!\\w)`, "g"), "<name>");
			return {
				status: answer.statusCode,
				body: plain(answer.body),
				headers: plain(JSON.stringify(headers)),
				statements: statements.count(),
			};
		} finally {
			statements.stop();
		}
	}

	it.each(about.map((operation) => [operation.id, operation] as const))(
		"looks to %s like one that does not exist",
		async (_id, operation) => {
			const answerFor = (name: string) => {
				const given = (one: string, of: ApiOperation) =>
					!naming.has(one) ? usualText(one, of) : isReference(one, of) ? `${name}@1` : name;
				return asked(requestFor(operation, { usual: given }), name);
			};
			// The first request may record or load something.
			await answerFor(nobodys);
			const [known, unknown, again] = [await answerFor(theirs), await answerFor(nobodys), await answerFor(theirs)];
			expect(known.status, known.body).toBeGreaterThanOrEqual(isSearch(operation) ? 200 : 400);
			expect(known.status, known.body).toBeLessThan(500);
			expect(known).toEqual(unknown);
			expect(again).toEqual(unknown);
		},
	);

	it.each([
		[
			"a publication",
			() => `/v1/publications/${publicationId}`,
			() => `/v1/publications/${publicationId + 1000}`,
			"GET",
		],
		[
			"a publication to others",
			() => `/v1/marketplace/publications/${publicationId}`,
			() => `/v1/marketplace/publications/${publicationId + 1000}`,
			"GET",
		],
		["a group to leave", () => `/v1/joined-groups/${groupId}`, () => `/v1/joined-groups/${groupId + 1000}`, "DELETE"],
		["an image", () => `/v1/images/${imageId}`, () => `/v1/images/${imageId + 1000}`, "GET"],
		["an audit entry", () => `/v1/audit/${auditSeq}`, () => `/v1/audit/${auditSeq + 1000}`, "GET"],
		["a token", () => `/v1/tokens/${tokenId}`, () => `/v1/tokens/${tokenId + 1000}`, "GET"],
		["a token to revoke", () => `/v1/tokens/${tokenId}`, () => `/v1/tokens/${tokenId + 1000}`, "DELETE"],
	] as const)("that is %s is not found by its number", async (_what, known, unknown, method) => {
		const number = (url: string) => url.split("/").at(-1) ?? "";
		const [mine, absent] = [
			await asked({ method, url: known() }, number(known())),
			await asked({ method, url: unknown() }, number(unknown())),
		];
		expect(mine.status, mine.body).toBe(404);
		const { headers: _one, ...first } = mine;
		const { headers: _other, ...second } = absent;
		expect(first).toEqual(second);
	});

	it.each([
		"mcis",
		"templates",
		"scripts",
		"deployments",
		"servers",
		"upstreams",
		"images",
		"audit",
		"tokens",
		"updates?kind=template",
		"account-groups",
		"joined-groups",
		"publications",
		"marketplace",
		"subscriptions",
		"members",
	])("is in no list of %s", async (list) => {
		const answer = await api.ask({ url: `/v1/${list}`, as: stranger });
		expect(answer.statusCode).toBe(200);
		expect(answer.body).not.toContain("theirs-");
		expect(answer.body).not.toContain(`"${theirs}"`);
	});

	it("can't be reached through its account's name, in a reference or in the account header", async () => {
		for (const account of ["default", "nowhere"]) {
			const answers = [
				await asked({ url: `/v1/resolve?ref=${account}/${theirs}&cloud=gcp` }, account),
				await asked({ url: `/v1/resolve?ref=${account}/${nobodys}&cloud=gcp` }, account),
				await asked({ url: `/v1/mcis/${theirs}`, headers: { "mci-account": account } }, account),
			];
			expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
			expect(answers[0]?.body).toContain("account-not-found");
		}
		const [theirAccount, noAccount] = [
			await asked({ url: `/v1/resolve?ref=default/${theirs}&cloud=gcp` }, "default"),
			await asked({ url: `/v1/resolve?ref=nowhere/${theirs}&cloud=gcp` }, "nowhere"),
		];
		expect(theirAccount).toEqual({ ...noAccount, headers: theirAccount.headers });
	});
});

function asksByName(operation: ApiOperation): boolean {
	const question = JSON.stringify(
		requestFor(operation, { usual: (name, of) => (naming.has(name) ? "<named>" : usualText(name, of)) }),
	);
	return /<named>|%3Cnamed%3E/.test(question);
}

/** A field that names a revision, where the address does not name the object itself. */
function isReference(name: string, { path }: ApiOperation): boolean {
	return ["ref", "from", "to", "mci", "template", "script"].includes(name) && !path.includes(`{${name}}`);
}

/** Whether an operation searches, which finds nothing rather than failing. */
function isSearch({ id }: ApiOperation): boolean {
	return /^(search|list|whereUsed|resolveImages)/.test(id);
}
