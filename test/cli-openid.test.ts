import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type KeptRegistry, openCli, type RunLine } from "./cli-harness.ts";
import { startOpenIdProvider } from "./openid-provider.ts";

const audience = "https://images.example.com";
const { run, keepRegistry, ok, json, close } = openCli();
const op = await startOpenIdProvider({ redirectUris: [] });
/** The requests that the stand-in for GitHub Actions received. */
let requests: { readonly url: string; readonly authorization: string | undefined }[] = [];
let answer: { readonly status: number; readonly body: string } = { status: 200, body: "" };
const github = createServer((request, response) => {
	requests.push({ url: request.url ?? "", authorization: request.headers.authorization });
	response.writeHead(answer.status).end(answer.body);
}).listen(0, "127.0.0.1");
await once(github, "listening");
const address = github.address();
const env = {
	ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/token?api-version=2.0`,
	ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret of the job",
};

let kept: KeptRegistry;
const mci: RunLine = (line, setup) => kept.run(line, setup);
beforeAll(async () => {
	kept = await keepRegistry();
});
beforeEach(async () => {
	requests = [];
	answer = {
		status: 200,
		body: JSON.stringify({ value: await op.issue(audience, { repository: "acme/web", ref: "refs/heads/main" }) }),
	};
});
afterAll(async () => {
	await kept.close();
	await op.close();
	github.close();
	close();
});

const addRule = (name: string, ...more: readonly string[]) =>
	mci([
		"workload-rule",
		"add",
		name,
		"--issuer",
		op.issuer,
		"--audience",
		audience,
		"--when",
		"repository=acme/*",
		"--roles",
		"designer",
		...more,
	]);

describe("mci workload-rule", () => {
	it("adds, shows, lists and removes rules", async () => {
		const shown = await ok(
			addRule("one", "--when", "ref=refs/heads/main", "--when", "ref=refs/tags/*", "--lifetime", "5m"),
		);
		expect(shown).toMatch(/^when ref +refs\/heads\/main or refs\/tags\/\*$/m);
		expect(shown).toMatch(/^gives +designer for the account, 300 s$/m);
		expect(await ok(mci("workload-rule show one"))).toBe(shown);
		expect(await ok(mci("workload-rule list"))).toContain("ref=refs/heads/main|refs/tags/* repository=acme/*");
		await ok(mci("workload-rule remove one"));
		expect((await mci("workload-rule list")).err).toContain("No workload rules.");
	});

	it("knows the issuers of GitHub and GitLab by name, and creates rules for one component", async () => {
		await ok(mci("create web"));
		const parts = ["--audience", audience, "--roles", "designer", "--only", "web"];
		expect(
			await json(
				mci(["workload-rule", "add", "gh", "--issuer", "github", "--when", "repository_id=1", ...parts, "--json"]),
			),
		).toMatchObject({
			issuer: "https://token.actions.githubusercontent.com",
			only: { kind: "mci", name: "web" },
		});
		expect(
			await json(
				mci(["workload-rule", "add", "gl", "--issuer", "gitlab", "--when", "project_id=1", ...parts, "--json"]),
			),
		).toMatchObject({
			issuer: "https://gitlab.com",
		});
		await ok(mci("delete web --yes"));
		expect(await ok(mci("workload-rule list"))).toContain("a deleted component");
		for (const name of ["gh", "gl"]) await ok(mci(`workload-rule remove ${name}`));
	});

	it.each([
		[["--when", "repository"], 2, "is not a condition"],
		[["--when", "repository=acme/web", "--lifetime", "2 hours"], 2, "is not a lifetime"],
		[["--when", "repository=acme/web", "--lifetime", "2h"], 2, "lifetimeSeconds"],
		[["--when", "ref=refs/heads/main"], 2, "any workload of"],
	])("refuses %j", async (more, exit, problem) => {
		const refused = await mci([
			"workload-rule",
			"add",
			"x",
			"--issuer",
			op.issuer,
			"--audience",
			audience,
			"--roles",
			"designer",
			...more,
		]);
		expect([refused.exit, refused.out]).toEqual([exit, ""]);
		expect(refused.err).toContain(problem);
	});
});

describe("mci token exchange", () => {
	beforeAll(async () => {
		await ok(addRule("release"));
	});

	it("requests the job's token in GitHub Actions, and prints the one it gets in exchange", async () => {
		const { exit, out, err } = await mci(["token", "exchange", "--audience", audience], { env });
		expect([exit, out]).toEqual([0, expect.stringMatching(/^mci_[\w-]{40,}\n$/)]);
		expect(err).toMatch(/^designer in account default by rule release, until \d{4}-/);
		expect(requests).toEqual([
			{
				url: `/token?api-version=2.0&audience=${encodeURIComponent(audience)}`,
				authorization: "Bearer secret of the job",
			},
		]);
	});

	it("reads the token from the named variable in GitLab", async () => {
		const token = await op.issue(audience, { repository: "acme/web" });
		const exchanged = await json(
			mci(["token", "exchange", "--id-token-env", "MCI_ID_TOKEN", "--json"], {
				env: { ...env, MCI_ID_TOKEN: `${token}\n` },
			}),
		);
		expect(exchanged).toMatchObject({ token_type: "Bearer", account: "default", rule: "release" });
		expect(requests).toEqual([]);
		const again = await mci(["token", "exchange", "--id-token-env", "MCI_ID_TOKEN"], { env: { MCI_ID_TOKEN: token } });
		expect([again.exit, again.out]).toEqual([4, ""]);
		expect(again.err).toContain("workload-token-refused");
	});

	it("chooses one of several matching rules", async () => {
		await ok(addRule("look", "--lifetime", "60s"));
		const ambiguous = await mci(["token", "exchange", "--audience", audience], { env });
		expect(ambiguous.err).toContain("default/look, default/release");
		expect(
			await json(mci(["token", "exchange", "--audience", audience, "--rule", "look", "--json"], { env })),
		).toMatchObject({
			rule: "look",
			expires_in: 60,
		});
		await ok(mci("workload-rule remove look"));
	});

	it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
		["no platform", ["--audience", audience], {}, "This job has no identity token."],
		["no audience", [], env, "The token needs an audience."],
		[
			"an empty variable",
			["--id-token-env", "MCI_ID_TOKEN"],
			{ MCI_ID_TOKEN: " " },
			"The variable MCI_ID_TOKEN is empty or not set.",
		],
	])("is refused with %s, and reports what is missing", async (_, more, given, problem) => {
		const refused = await mci(["token", "exchange", ...more], { env: given });
		expect([refused.exit, refused.out]).toEqual([2, ""]);
		expect(refused.err).toContain(problem);
	});

	it.each([
		[403, "{}"],
		[200, "<html>"],
		[200, '{"value":1}'],
	])("reports when GitHub returns no token: %i %s", async (status, body) => {
		answer = { status, body };
		const refused = await mci(["token", "exchange", "--audience", audience], { env });
		expect(refused.exit).toBe(2);
		expect(refused.err).toContain("GitHub Actions refused an identity token");
		expect(refused.err).not.toContain("secret of the job");
	});
});

describe("mci sign-in provider", () => {
	const add = (...more: readonly string[]) =>
		["sign-in", "provider", "add", "acme", "--issuer", op.issuer, "--client-id", "mci", ...more] as const;

	it("adds, maps, edits, lists and removes providers, and never prints their secret", async () => {
		const added = await mci(
			add("--client-secret-from", "OIDC_SECRET", "--groups-claim", "groups", "--scopes", "email,groups"),
			{
				env: { OIDC_SECRET: "hush" },
			},
		);
		expect([added.exit, added.out]).toEqual([0, "acme: added.\n"]);
		expect(added.err).toContain("/sign-in/openid/acme/callback");
		await ok(mci("sign-in provider map acme ops --in default --roles designer,actor"));
		await ok(mci("sign-in provider map acme leads --in default --roles admin"));
		await ok(mci("sign-in provider map acme leads --in default --nothing"));
		await ok(mci("sign-in provider change acme --title Acme --client-secret-from -", { stdin: "hush2\n" }));
		const listed = await json(mci("sign-in provider list --json"));
		expect(listed.items).toMatchObject([
			{
				name: "acme",
				title: "Acme",
				hasSecret: true,
				scopes: ["email", "groups"],
				groups: [{ group: "ops", account: "default", roles: ["actor", "designer"] }],
			},
		]);
		expect(JSON.stringify(listed)).not.toContain("hush");
		expect(await ok(mci("sign-in provider list"))).toMatch(/^acme +http:\S+ +mapped +ops +default +actor, designer$/m);
		await ok(mci("sign-in provider remove acme"));
		expect((await mci("sign-in provider list")).err).toContain("No sign-in providers.");
	});

	it.each<[readonly string[], string]>([
		[add("--client-secret-from", "NOT_SET"), "The variable NOT_SET is empty or not set."],
		[add("--client-secret-from", "-"), "The secret is empty."],
		[["sign-in", "provider", "map", "acme", "ops", "--in", "default"], "There is nothing to set."],
		[
			["sign-in", "provider", "map", "acme", "ops", "--in", "default", "--roles", "operator"],
			"There is no role “operator” in an account.",
		],
	])("refuses %j", async (line, problem) => {
		const refused = await run(line, { env: { MCI_DATA: kept.data } });
		expect([refused.exit, refused.out]).toEqual([2, ""]);
		expect(refused.err).toContain(problem);
	});
});
