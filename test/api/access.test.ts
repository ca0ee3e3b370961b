import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permissionOf } from "../../src/api/permission-table.ts";
import { permissions, type Role, roles } from "../../src/core/access/index.ts";
import { openIdWith } from "../../src/main/openid.ts";
import { startOpenIdProvider } from "../openid-provider.ts";
import { roleSets } from "../role-sets.ts";
import { bundleOperations, makeFollowed } from "./bundle-operations.ts";
import { eventOperations, makeEvents } from "./event-operations.ts";
import { importOperations, makeOffered } from "./import-operations.ts";
import { lifecycleOperations, makeLifecycleScene } from "./lifecycle-operations.ts";
import { makeShared, marketplaceOperations } from "./marketplace-operations.ts";
import { bodyOf, engines, makeMci, problemIn, type Question, useApi } from "./start-api.ts";

type Who = "everyone" | "reader" | "writer" | "admin";

const change = { "if-match": "*" };
const provider = await startOpenIdProvider({ redirectUris: [] });
afterAll(() => provider.close());

interface Operation extends Question {
	readonly who: Who;
	readonly publicRead?: boolean;
	readonly status?: number;
	/** Other roles may also do it, but only to their own things. */
	readonly isOwn?: boolean;
}

/**
 * The operations on one kind of component, tried on one whose description is “said”, ordered so that each finds what it
 * needs.
 */
function verbsOf(noun: "Mci" | "Template" | "Script", path: string): Record<string, Operation> {
	const post = { method: "POST", headers: change, who: "writer" } as const;
	const changes = [{ kind: "text-changed", field: "description", before: "said", after: "patched" }];
	return {
		[`patch${noun}`]: { ...post, url: `${path}/patch`, body: { changes } },
		[`undo${noun}`]: { ...post, url: `${path}/undo` },
		[`merge${noun}`]: { ...post, url: `${path}/merge`, body: { from: `${path.split("/").at(-1)}@head` } },
		[`restore${noun}`]: { ...post, url: `${path}/restore`, body: { to: "head" } },
		[`clone${noun}`]: { ...post, url: `${path}/clone`, body: { name: "cloned", revision: "head" }, status: 201 },
		[`rename${noun}`]: { ...post, url: `${path.replace(/\w+$/, "cloned")}/rename`, body: { name: "renamed" } },
		[`delete${noun}`]: { ...post, method: "DELETE", url: path.replace(/\w+$/, "renamed"), status: 204 },
	};
}

/** The operations on a kind whose content is a document. */
function operationsOf(noun: "Template" | "Script", path: string): Record<string, Operation> {
	return {
		[`search${noun}s`]: { url: path, who: "reader" },
		[`get${noun}`]: { url: `${path}/web`, who: "reader" },
		[`list${noun}Revisions`]: { url: `${path}/web/revisions`, who: "reader" },
		[`get${noun}Revision`]: { url: `${path}/web/revisions/head`, who: "reader" },
		[`create${noun}`]: { method: "POST", url: path, body: { name: "made" }, who: "writer", status: 201 },
		[`describe${noun}`]: {
			method: "PATCH",
			url: `${path}/web`,
			headers: change,
			body: { description: "said" },
			who: "writer",
		},
		...verbsOf(noun, `${path}/web`),
		[`commit${noun}`]: {
			method: "POST",
			url: `${path}/web/revisions`,
			headers: change,
			body: { message: "first", overrideLint: "nothing to lint yet" },
			who: "writer",
			status: 201,
		},
	};
}

/** The operations that edit the contents of templates and scripts. */
function contentOperations(): Record<string, Operation> {
	const [template, boot, script] = ["/v1/templates/web", "/v1/templates/web/scripts/boot", "/v1/scripts/web/head"];
	const edit = (method: "PUT" | "POST" | "PATCH", url: string, body: object): Operation => ({
		method,
		url,
		headers: change,
		body,
		who: "writer",
	});
	const remove = (url: string): Operation => ({ method: "DELETE", url, headers: change, who: "writer" });
	return {
		replaceScriptHead: edit("PUT", script, { source: "#!/bin/sh\n" }),
		setScript: edit("PATCH", script, { inputs: [{ name: "PORT" }] }),
		getTemplateParts: { url: `${template}/parts`, who: "reader" },
		replaceTemplateHead: edit("PUT", `${template}/head`, { mcis: [{ ref: "web@head" }] }),
		setTemplateMcis: edit("PUT", `${template}/mcis`, { mcis: [{ ref: "web@head" }] }),
		addTemplateMci: edit("POST", `${template}/mcis`, { ref: "made@head" }),
		swapTemplateMci: edit("PUT", `${template}/mcis/web`, { ref: "web@head" }),
		setTemplateDefault: edit("PUT", `${template}/default`, { mci: "web" }),
		removeTemplateMci: remove(`${template}/mcis/made`),
		setTemplateScripts: edit("PUT", boot, { scripts: ["web@head"] }),
		addTemplateScript: edit("POST", boot, { ref: "web@head" }),
		swapTemplateScript: edit("PUT", `${boot}/web`, { ref: "web@head" }),
		moveTemplateScript: edit("PUT", `${boot}/web/position`, { to: 2 }),
		removeTemplateScript: remove(`${boot}/web`),
		setTemplateInputs: edit("PUT", `${template}/inputs`, { inputs: { PORT: "80" } }),
		changeTemplateInputs: edit("PATCH", `${template}/inputs`, { inputs: { PORT: null } }),
	};
}

/** Every operation, who may call it, and a request that reaches its use case. */
const operations: Readonly<Record<string, Operation>> = {
	getHealth: { url: "/healthz", who: "everyone" },
	getError: { url: "/v1/errors/head-stale", who: "everyone" },
	whoAmI: { url: "/v1/whoami", who: "reader", publicRead: false },
	resolveImage: { url: "/v1/resolve?ref=web@head&cloud=aws-us-east-1", who: "reader" },
	resolveImages: {
		method: "POST",
		url: "/v1/resolve",
		body: { questions: [{ ref: "web@head", cloud: "aws-us-east-1" }] },
		who: "reader",
	},
	searchMcis: { url: "/v1/mcis", who: "reader" },
	getMci: { url: "/v1/mcis/web", who: "reader" },
	listSettings: { url: "/v1/mcis/web/settings", who: "reader" },
	listRevisions: { url: "/v1/mcis/web/revisions", who: "reader" },
	getRevision: { url: "/v1/mcis/web/revisions/head", who: "reader" },
	diffRevisions: { url: "/v1/diff?to=web@head", who: "reader" },
	searchImages: { url: "/v1/images", who: "reader" },
	lookUpImage: { url: "/v1/images/lookup?uid=ami-00000001", who: "reader" },
	getImage: { url: "/v1/images/1", who: "reader" },
	listClouds: { url: "/v1/clouds", who: "reader" },
	getCloud: { url: "/v1/clouds/aws-us-east-1", who: "reader" },
	listFormats: { url: "/v1/upstreams/formats", who: "reader" },
	listUpstreams: { url: "/v1/upstreams", who: "reader" },
	getUpstream: { url: "/v1/upstreams/known", who: "reader" },
	createMci: { method: "POST", url: "/v1/mcis", body: { name: "made" }, who: "writer", status: 201 },
	describeMci: { method: "PATCH", url: "/v1/mcis/web", headers: change, body: { description: "said" }, who: "writer" },
	putSetting: {
		method: "PUT",
		url: "/v1/mcis/web/settings/gcp",
		headers: change,
		body: { image: { uid: "projects/p/global/images/i" } },
		who: "writer",
	},
	removeSetting: { method: "DELETE", url: "/v1/mcis/web/settings/gcp", headers: change, who: "writer" },
	replaceHead: {
		method: "PUT",
		url: "/v1/mcis/web/head",
		headers: change,
		body: { description: "said", settings: [{ cloud: "aws-us-east-1", image: { uid: "ami-00000001" } }] },
		who: "writer",
	},
	commitRevision: {
		method: "POST",
		url: "/v1/mcis/web/revisions",
		headers: change,
		body: { message: "first" },
		who: "writer",
		status: 201,
	},
	...verbsOf("Mci", "/v1/mcis/web"),
	...operationsOf("Template", "/v1/templates"),
	...operationsOf("Script", "/v1/scripts"),
	...contentOperations(),
	addCloud: {
		method: "POST",
		url: "/v1/clouds",
		body: { slug: "acme", type: "openstack" },
		who: "writer",
		status: 201,
	},
	importLists: {
		method: "POST",
		url: "/v1/imports",
		body: { files: [{ path: "a.csv", content: "name,region,ami\nweb-x,us-east-1,ami-00000009\n" }] },
		who: "writer",
	},
	addUpstream: {
		method: "POST",
		url: "/v1/upstreams",
		body: { name: "gone", url: "http://127.0.0.1:9/a.json" },
		who: "writer",
		status: 201,
	},
	syncUpstream: { method: "POST", url: "/v1/upstreams/known/sync", who: "writer", status: 422 },
	removeUpstream: { method: "DELETE", url: "/v1/upstreams/gone", who: "writer", status: 204 },
	listDeployments: { url: "/v1/deployments", who: "reader" },
	getDeployment: { url: "/v1/deployments/prod", who: "reader" },
	createDeployment: { method: "POST", url: "/v1/deployments", body: { name: "gone" }, who: "writer", status: 201 },
	describeDeployment: {
		method: "PATCH",
		url: "/v1/deployments/prod",
		headers: change,
		body: { description: "said" },
		who: "writer",
	},
	cloneDeployment: {
		method: "POST",
		url: "/v1/deployments/prod/clone",
		body: { name: "copy" },
		who: "writer",
		status: 201,
	},
	deleteDeployment: { method: "DELETE", url: "/v1/deployments/gone", headers: change, who: "writer", status: 204 },
	listServers: { url: "/v1/servers", who: "reader" },
	getServer: { url: "/v1/deployments/prod/servers/web", who: "reader" },
	listServerUpdates: { url: "/v1/deployments/prod/servers/web/updates", who: "reader" },
	exportServer: { url: "/v1/deployments/prod/servers/web/export", who: "reader" },
	previewServer: {
		method: "POST",
		url: "/v1/servers/preview",
		body: { template: "web@head", cloud: "gcp" },
		who: "reader",
	},
	addServer: {
		method: "POST",
		url: "/v1/servers",
		body: { deployment: "prod", name: "made", template: "web@head", cloud: "gcp", image: "i", instanceType: "t" },
		who: "writer",
		status: 201,
	},
	editServer: {
		method: "PATCH",
		url: "/v1/deployments/prod/servers/made",
		headers: change,
		body: { kernel: "k" },
		who: "writer",
	},
	reInheritServer: {
		method: "POST",
		url: "/v1/deployments/prod/servers/made/re-inherit",
		headers: change,
		who: "writer",
	},
	moveServer: {
		method: "POST",
		url: "/v1/deployments/prod/servers/made/move",
		headers: change,
		body: { template: "web@head" },
		who: "writer",
	},
	launchServer: { method: "POST", url: "/v1/deployments/prod/servers/made/launch", who: "writer", status: 501 },
	reInheritServers: { method: "POST", url: "/v1/servers/re-inherit", body: { deployment: "prod" }, who: "writer" },
	deleteServer: {
		method: "DELETE",
		url: "/v1/deployments/prod/servers/made",
		headers: change,
		who: "writer",
		status: 204,
	},
	searchAudit: { url: "/v1/audit", who: "writer", publicRead: false },
	getAuditEntry: { url: "/v1/audit/1", who: "writer", publicRead: false },
	verifyAudit: { url: "/v1/audit/verify", who: "admin" },
	...lifecycleOperations,
	...bundleOperations,
	...importOperations,
	...marketplaceOperations,
	...eventOperations,
	listTokens: { url: "/v1/tokens", who: "reader", publicRead: false },
	createToken: {
		method: "POST",
		url: "/v1/tokens",
		body: { name: "ci", roles: ["observer"] },
		who: "admin",
		status: 201,
	},
	getToken: { url: "/v1/tokens/2", who: "admin", isOwn: true },
	listAccounts: { url: "/v1/accounts", who: "reader", publicRead: false },
	getAccount: { url: "/v1/accounts/default", who: "reader", publicRead: false },
	createAccount: { method: "POST", url: "/v1/accounts", body: { name: "acme" }, who: "admin", status: 201 },
	describeAccount: { method: "PATCH", url: "/v1/accounts/default", body: { description: "said" }, who: "admin" },
	createUser: { method: "POST", url: "/v1/users", body: { name: "ada" }, who: "admin", status: 201 },
	listUsers: { url: "/v1/users", who: "admin" },
	getUser: { url: "/v1/users/ada", who: "admin" },
	editUser: { method: "PATCH", url: "/v1/users/ada", body: { displayName: "Ada" }, who: "admin" },
	resetPassword: { method: "PUT", url: "/v1/users/ada/password", body: {}, who: "admin" },
	setMember: { method: "PUT", url: "/v1/members/ada", body: { roles: ["observer"] }, who: "admin", status: 201 },
	listMembers: { url: "/v1/members", who: "reader", publicRead: false },
	getMember: { url: "/v1/members/ada", who: "reader", publicRead: false },
	removeMember: { method: "DELETE", url: "/v1/members/ada", who: "admin", status: 204 },
	// A service's token is not a user: sign-in.test.ts covers users.
	signIn: {
		method: "POST",
		url: "/v1/session",
		body: { name: "nobody", password: "of nobody at all" },
		who: "everyone",
		status: 401,
	},
	signOut: { method: "DELETE", url: "/v1/session", who: "reader", status: 204, publicRead: false },
	listSessions: { url: "/v1/sessions", who: "reader", status: 403, publicRead: false },
	endSession: { method: "DELETE", url: "/v1/sessions/1", who: "reader", status: 403, publicRead: false },
	setOwnPassword: {
		method: "PUT",
		url: "/v1/password",
		body: { old: "the one of before", password: "the one of after" },
		who: "reader",
		status: 403,
		publicRead: false,
	},
	// For everyone: it used to be only for readers.
	listSignInOptions: { url: "/v1/sign-in-options", who: "everyone" },
	listSignInProviders: { url: "/v1/sign-in-providers", who: "admin" },
	addSignInProvider: {
		method: "POST",
		url: "/v1/sign-in-providers",
		body: { name: "acme", issuer: provider.issuer, clientId: "mci" },
		who: "admin",
		status: 201,
	},
	changeSignInProvider: { method: "PATCH", url: "/v1/sign-in-providers/acme", body: { title: "Acme" }, who: "admin" },
	mapSignInGroup: {
		method: "PUT",
		url: "/v1/sign-in-providers/acme/groups",
		body: { group: "ops", account: "default", roles: ["actor"] },
		who: "admin",
	},
	removeSignInProvider: { method: "DELETE", url: "/v1/sign-in-providers/acme", who: "admin", status: 204 },
	listWorkloadRules: { url: "/v1/workload-rules", who: "admin" },
	addWorkloadRule: {
		method: "POST",
		url: "/v1/workload-rules",
		body: {
			name: "ci",
			issuer: "https://gitlab.com",
			audience: "mci",
			conditions: { project_id: ["1"] },
			roles: ["actor"],
		},
		who: "admin",
		status: 201,
	},
	getWorkloadRule: { url: "/v1/workload-rules/ci", who: "admin" },
	removeWorkloadRule: { method: "DELETE", url: "/v1/workload-rules/ci", who: "admin", status: 204 },
	exchangeWorkloadToken: {
		method: "POST",
		url: "/v1/workload-tokens",
		body: {
			grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
			subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
			subject_token: "x",
		},
		who: "everyone",
		status: 401,
	},
	revokeToken: { method: "DELETE", url: "/v1/tokens/2", who: "admin", isOwn: true },
};

describe.each(engines)("access on %s", (engine) => {
	const api = useApi(engine, { needs: ({ now }) => ({ openId: openIdWith({ allowPrivate: true, now }) }) });
	beforeAll(async () => {
		await makeMci(api, "web", { "aws-us-east-1": "ami-00000001" });
		for (const url of ["/v1/templates", "/v1/scripts"])
			bodyOf(await api.ask({ method: "POST", url, body: { name: "web" } }), 201);
		await makeLifecycleScene(api);
		// Before the operations that publish: their requests name publications by number.
		await makeShared(api);
		await makeFollowed(api);
		await makeOffered(api);
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/upstreams",
				body: { name: "known", url: "http://127.0.0.1:9/a.json" },
			}),
			201,
		);
		bodyOf(await api.ask({ method: "POST", url: "/v1/deployments", body: { name: "prod" } }), 201);
		const server = {
			deployment: "prod",
			name: "web",
			template: "web@head",
			cloud: "gcp",
			image: "i",
			instanceType: "t",
		};
		bodyOf(await api.ask({ method: "POST", url: "/v1/servers", body: server }), 201);
		await makeEvents(api);
	});

	const guarded = Object.entries(operations).filter(([, { who }]) => who !== "everyone");

	describe.each(guarded)("%s", (_name, { who, isOwn, ...question }) => {
		it.each([
			["no token", {}, "token-missing"],
			["an unknown token", { authorization: "Bearer mci_unknown" }, "token-invalid"],
			["another scheme", { authorization: "Basic YWRtaW46YWRtaW4=" }, "token-invalid"],
			["an empty token", { authorization: "Bearer " }, "token-invalid"],
			["an endless token", { authorization: `Bearer ${"a".repeat(5000)}` }, "token-invalid"],
		] as const)("refuses %s", async (_what, headers, code) => {
			problemIn(await api.ask({ ...question, as: null, headers: { ...question.headers, ...headers } }), 401, code);
		});

		const weaker = isOwn
			? []
			: who === "admin"
				? (["reader", "writer"] as const)
				: who === "writer"
					? (["reader"] as const)
					: [];
		if (weaker.length > 0) {
			it.each(weaker)("refuses a %s", async (role) => {
				const { details } = problemIn(await api.ask({ ...question, as: role }), 403, "permission-denied");
				expect(details).toMatchObject({ has: roleSets[role].join(", ") });
			});
		}
	});

	// In the order of the table: later operations use what earlier ones created.
	it.each(Object.entries(operations))(
		"%s works with the weakest role that may call it",
		async (_name, { who, status, ...question }) => {
			const response = await api.ask({ ...question, as: who === "everyone" ? null : who });
			expect(`${response.statusCode} ${response.statusCode === (status ?? 200) ? "" : response.body}`).toBe(
				`${status ?? 200} `,
			);
		},
	);

	describe.each(roles)("role %s in an empty account", (role) => {
		let token: string;
		beforeAll(async () => {
			token = await api.newToken([role], `only-${role}`);
		});

		it.each(Object.entries(operations))(
			"may call %s exactly if the table of permissions says so",
			async (name, { who: _, status: __, ...question }) => {
				const permission = permissionOf(name);
				if (permission === undefined) throw new Error(`${name} stands nowhere in the table of permissions`);
				// A service's token needs another permission for an operation on one's own things.
				const asked = name === "createToken" ? "tokens.manage" : permission;
				const may =
					asked === "everyone" || asked === "signed-in" || (permissions[asked].roles as readonly Role[]).includes(role);
				const response = await api.ask({ ...question, as: token });
				const isDenied = response.statusCode === 403 && response.json().code === "permission-denied";
				expect(isDenied ? "denied" : "not denied", response.body).toBe(may ? "not denied" : "denied");
			},
		);
	});

	it("answers HEAD as GET without the body", async () => {
		for (const { who, ...question } of Object.values(operations).filter((one) => (one.method ?? "GET") === "GET")) {
			const [head, get] = [await api.ask({ ...question, method: "HEAD" }), await api.ask(question)];
			expect([question.url, head.statusCode, head.body, head.headers["etag"]]).toEqual([
				question.url,
				get.statusCode,
				"",
				get.headers["etag"],
			]);
			if (who === "everyone") continue;
			expect((await api.ask({ ...question, method: "HEAD", as: null })).statusCode).toBe(401);
		}
	});

	it("stops a revoked token at its next request, in this process and in others", async () => {
		const other = await api.second();
		try {
			const { id, secret } = bodyOf(
				await api.ask({ method: "POST", url: "/v1/tokens", body: { name: "short", roles: ["observer", "admin"] } }),
				201,
			);
			for (const one of [api, other]) bodyOf(await one.ask({ url: "/v1/whoami", as: secret }));
			bodyOf(await api.ask({ method: "DELETE", url: `/v1/tokens/${id}`, as: secret }));
			for (const one of [api, other]) problemIn(await one.ask({ url: "/v1/whoami", as: secret }), 401, "token-invalid");
		} finally {
			await other.close();
		}
	});

	it("never caches a token's state from before it was revoked", async () => {
		const { id, secret } = bodyOf(
			await api.ask({ method: "POST", url: "/v1/tokens", body: { name: "overtaken", roles: ["observer", "admin"] } }),
			201,
		);
		const { promise: revoked, resolve: release } = Promise.withResolvers<void>();
		const slow = await api.second({
			needs: ({ store }) => ({
				store: {
					...store,
					read: {
						...store.read,
						tokens: {
							...store.read.tokens,
							// Reads before the token is revoked, and returns after it.
							findByHash: async (hash) => {
								const token = await store.read.tokens.findByHash(hash);
								if (token?.id === id) await revoked;
								return token;
							},
						},
					},
				},
			}),
		});
		try {
			await slow.ask({ url: "/v1/whoami" });
			const early = slow.ask({ url: "/v1/whoami", as: secret });
			await slow.ask({ url: "/v1/whoami", as: "reader" });
			bodyOf(await api.ask({ method: "DELETE", url: `/v1/tokens/${id}` }));
			await slow.ask({ url: "/v1/whoami" });
			release();
			await early;
			problemIn(await slow.ask({ url: "/v1/whoami", as: secret }), 401, "token-invalid");
		} finally {
			await slow.close();
		}
	});

	it("lets a public registry be read without a token, and nothing more", async () => {
		const open = await api.second({ publicRead: true });
		try {
			for (const [name, { who, publicRead, status, ...question }] of Object.entries(operations)) {
				const response = await open.ask({ ...question, as: null });
				// Tried so often by now that it may be rate-limited.
				if (name === "signIn") expect(response.json().code).toMatch(/^(sign-in-refused|rate-limited)$/);
				else if (who === "everyone" || (who === "reader" && publicRead !== false))
					expect([name, response.statusCode]).toEqual([name, status ?? 200]);
				else problemIn(response, 401, "token-missing");
			}
			problemIn(await open.ask({ url: "/v1/mcis", as: "mci_wrong" }), 401, "token-invalid");
			bodyOf(await open.ask({ method: "POST", url: "/v1/mcis", body: { name: "by-writer" }, as: "writer" }), 201);
		} finally {
			await open.close();
		}
	});
});

it("has a request in this file for every operation of the API", () => {
	const { paths } = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")) as {
		paths: Record<string, Record<string, { operationId: string }>>;
	};
	const described = Object.values(paths).flatMap((path) =>
		Object.values(path).map((operation) => operation.operationId),
	);
	expect(described.sort()).toEqual(Object.keys(operations).sort());
});
