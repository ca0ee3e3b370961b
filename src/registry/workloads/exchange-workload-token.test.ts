import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../../../test/openid-provider.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { prepareRegistry } from "../accounts/prepare-registry.ts";
import { type Actor, actorWith } from "../actor.ts";
import { createComponent } from "../components/create-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { authenticator } from "../sign-in/authenticate.ts";
import { addWorkloadRule, type WorkloadRuleInput } from "./add-workload-rule.ts";
import { type ExchangeInput, exchangeWorkloadToken } from "./exchange-workload-token.ts";
import { getWorkloadRule, listWorkloadRules } from "./list-workload-rules.ts";
import { removeWorkloadRule } from "./remove-workload-rule.ts";

const audience = "https://mci.acme.example";
const op = await startOpenIdProvider({ redirectUris: [] });
afterAll(() => op.close());
const claims = {
	repository: "acme/web",
	ref: "refs/heads/main",
	environment: "production",
	sub: "repo:acme/web:environment:production",
};
const seconds = () => Math.floor(Date.now() / 1000);

describe.each(engines)("exchanging a workload's token on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let admin: Actor;
	let operator: Actor;

	beforeAll(async () => {
		const { account } = await prepareRegistry(needs);
		operator = actorWith({
			accountId: account.id,
			account: account.name,
			name: "operator",
			kind: "local",
			roles: ["admin", "operator"],
		});
	});
	beforeEach(async () => {
		registry.setClock(new Date().toISOString());
		admin = await registry.newActor();
	});

	const rule = (change: Partial<WorkloadRuleInput> = {}): WorkloadRuleInput => ({
		name: "release",
		issuer: op.issuer,
		audience,
		conditions: { repository: ["acme/web"], ref: ["refs/heads/*", "refs/tags/v*"] },
		roles: ["designer"],
		...change,
	});
	/** Limited to this test's account: other accounts in the same database have rules too. */
	const exchange = (token: string, input: Partial<ExchangeInput> = {}) =>
		exchangeWorkloadToken(needs, { token, account: admin.account, ...input });
	const acts = async (actor: Actor, limit = 10) =>
		(await needs.store.read.audit.search({ accountId: actor.accountId, sort: "newest", limit })).map(
			({ act, after }) => ({ act, after }),
		);

	it("returns a token of the rule's account with its roles and lifetime", async () => {
		await addWorkloadRule(needs, admin, rule());
		const { secret, token } = await exchange(await op.issue(audience, claims));
		const expiresAt = new Date(Date.parse(needs.now()) + 900_000).toISOString();
		expect(token).toMatchObject({
			accountId: admin.accountId,
			roles: ["designer"],
			owner: null,
			componentId: null,
			source: "workload:release",
			expiresAt,
		});
		const { actorOf } = authenticator(needs);
		expect(await actorOf({ kind: "token", secret })).toMatchObject({
			account: admin.account,
			name: "workload:release",
			roles: ["designer"],
			userId: null,
		});
		registry.setClock(900);
		expect((await faultOf(() => actorOf({ kind: "token", secret }))).code).toBe("token-invalid");
	});

	it("records the job and its claims in the account's audit", async () => {
		await addWorkloadRule(needs, admin, rule());
		await exchange(await op.sign({ aud: audience, ...claims, jti: "job-1" }));
		const [exchanged, created] = await acts(admin, 2);
		expect(exchanged).toMatchObject({
			act: "workload-rule.exchange",
			after: {
				issuer: op.issuer,
				tokenId: "jti:job-1",
				subject: claims.sub,
				claims: { repository: "acme/web", ref: "refs/heads/main" },
			},
		});
		expect(created).toMatchObject({ act: "token.create", after: { roles: ["designer"], source: "workload:release" } });
	});

	it("accepts each token once, even when it is sent to two servers at once", async () => {
		await addWorkloadRule(needs, admin, rule());
		const token = await op.issue(audience, claims);
		const other = await registry.second();
		const outcomes = await Promise.allSettled([
			exchange(token),
			exchangeWorkloadToken(other, { token, account: admin.account }),
			exchange(token),
			exchangeWorkloadToken(other, { token, account: admin.account }),
		]);
		expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		expect(await faultOf(() => exchange(token))).toMatchObject({ code: "workload-token-refused", details: {} });
		expect((await acts(admin, 1))[0]).toMatchObject({
			act: "workload-rule.refuse",
			after: { because: "used-already", subject: "ci" },
		});
	});

	it.each<[string, string, Readonly<Record<string, unknown>>]>([
		["for another audience", "audience-wrong", { aud: "https://vault.acme.example" }],
		["that has expired", "expired", { exp: seconds() - 60 }],
		["that is not valid yet", "not-yet-valid", { nbf: seconds() + 600 }],
	])("refuses a token %s, and shows the reason only to operators", async (_, because, change) => {
		await addWorkloadRule(needs, admin, rule());
		const before = (await acts(admin)).length;
		const token = await op.sign({ aud: audience, ...claims, ...change });
		expect(await faultOf(() => exchange(token))).toMatchObject({ code: "workload-token-refused", details: {} });
		expect((await acts(operator, 1))[0]).toEqual({
			act: "workload-rule.refuse-token",
			after: { issuer: op.issuer, because },
		});
		expect(await acts(admin)).toHaveLength(before);
	});

	it("refuses a token of an untrusted issuer, without contacting it or saving anything", async () => {
		const before = await acts(operator);
		const token = await op.sign({ iss: "http://127.0.0.1:1", aud: audience, ...claims });
		for (const one of [token, "", "x.y.z"])
			expect((await faultOf(() => exchange(one))).code).toBe("workload-token-refused");
		expect(await acts(operator)).toEqual(before);
	});

	it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
		[
			"from a branch that no rule names",
			{ ref: "refs/pull/1/merge" },
			{ claim: "ref", wanted: ["refs/heads/*", "refs/tags/v*"], is: ["refs/pull/1/merge"] },
		],
		["without that claim", { ref: undefined }, { claim: "ref", wanted: ["refs/heads/*", "refs/tags/v*"], is: null }],
	])("refuses the account's own job %s, and records the failed condition in its audit", async (_, change, not) => {
		await addWorkloadRule(needs, admin, rule());
		const token = await op.sign({ aud: audience, ...claims, ...change });
		expect(await faultOf(() => exchange(token))).toMatchObject({ code: "workload-token-refused", details: {} });
		expect((await acts(admin, 1))[0]).toMatchObject({
			act: "workload-rule.refuse",
			after: { failed: [{ rule: "release", not }] },
		});
	});

	it("refuses another owner's job without an audit entry, even when the job names the account", async () => {
		await addWorkloadRule(needs, admin, rule());
		const before = await acts(admin);
		const token = await op.sign({ aud: audience, ...claims, repository: "evil/web", sub: "repo:evil/web:x" });
		expect((await faultOf(() => exchange(token, { rule: "release" }))).code).toBe("workload-token-refused");
		expect(await acts(admin)).toEqual(before);
		expect((await acts(operator, 1))[0]).toMatchObject({
			after: { because: "nobody's-workload", subject: "repo:evil/web:x" },
		});
	});

	it("lets a job with several matching rules choose one, without using up its token before", async () => {
		await addWorkloadRule(needs, admin, rule({ name: "build", roles: ["observer"] }));
		await addWorkloadRule(needs, admin, rule());
		const token = await op.issue(audience, claims);
		expect(await faultOf(() => exchange(token))).toMatchObject({
			code: "workload-rule-ambiguous",
			details: { rules: `${admin.account}/build, ${admin.account}/release` },
		});
		expect((await exchange(token, { rule: "build" })).token.roles).toEqual(["observer"]);
	});

	it("returns a token for the one component of the rule, and none when that is deleted", async () => {
		await createComponent(needs, withRoles(admin, "writer"), { kind: "mci", name: "web" });
		await addWorkloadRule(needs, admin, rule({ only: { kind: "mci", name: "web" } }));
		const { secret } = await exchange(await op.issue(audience, claims));
		expect(await authenticator(needs).actorOf({ kind: "token", secret })).toMatchObject({
			only: { kind: "mci", name: "web" },
		});
		await deleteComponent(needs, withRoles(admin, "writer"), { kind: "mci", name: "web", expected: null });
		expect((await getWorkloadRule(needs.store.read, admin, "release")).for).toBe("gone");
		expect((await faultOf(async () => exchange(await op.issue(audience, claims)))).code).toBe("workload-token-refused");
		expect((await acts(admin, 1))[0]).toMatchObject({ after: { failed: [{ not: { because: "component-gone" } }] } });
	});

	it("ends with the rule, and so do its tokens", async () => {
		await addWorkloadRule(needs, admin, rule());
		const { secret } = await exchange(await op.issue(audience, claims));
		await removeWorkloadRule(needs, admin, "release");
		expect((await faultOf(() => authenticator(needs).actorOf({ kind: "token", secret }))).code).toBe("token-invalid");
		expect((await faultOf(async () => exchange(await op.issue(audience, claims)))).code).toBe("workload-token-refused");
		expect(await listWorkloadRules(needs, admin)).toEqual([]);
	});

	it("deletes the tokens of jobs a week after they ended, and no others", async () => {
		await addWorkloadRule(needs, admin, rule());
		await exchange(await op.issue(audience, claims));
		registry.setClock(8 * 86_400);
		await exchange(await op.issue(audience, claims));
		expect((await needs.store.read.tokens.list(admin.accountId)).map(({ source }) => source)).toEqual([
			"workload:release",
		]);
	});
});

describe.each(engines)("a workload rule on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;

	const rule: WorkloadRuleInput = {
		name: "release",
		issuer: "https://gitlab.com",
		audience,
		conditions: { ref_protected: ["true"], project_path: ["acme/*"] },
		roles: ["library", "designer"],
	};

	it("belongs to its account: others can't see it, and may use the same name", async () => {
		const [one, two] = [await registry.newActor(), await registry.newActor()];
		const added = await addWorkloadRule(needs, one, rule);
		expect(added).toMatchObject({
			rule: { ...rule, roles: ["designer", "library"], lifetimeSeconds: 900, createdBy: "test" },
			for: "all",
		});
		expect(await listWorkloadRules(needs, two)).toEqual([]);
		expect((await faultOf(() => getWorkloadRule(needs.store.read, two, "release"))).code).toBe(
			"workload-rule-not-found",
		);
		expect((await faultOf(() => removeWorkloadRule(needs, two, "release"))).code).toBe("workload-rule-not-found");
		expect((await faultOf(() => addWorkloadRule(needs, one, rule))).code).toBe("workload-rule-exists");
		await addWorkloadRule(needs, two, rule);
		expect(await listWorkloadRules(needs, one)).toEqual([added]);
	});

	it("is managed only by admins", async () => {
		const writer = await registry.newActor("writer");
		for (const act of [
			() => addWorkloadRule(needs, writer, rule),
			() => listWorkloadRules(needs, writer),
			() => removeWorkloadRule(needs, writer, "release"),
		]) {
			expect((await faultOf(act)).code).toBe("permission-denied");
		}
	});

	it.each<[Partial<WorkloadRuleInput>, string]>([
		[{ conditions: { ref: ["refs/heads/main"] } }, "workload-rule-invalid"],
		[{ only: { kind: "mci", name: "none" } }, "mci-not-found"],
	])("with %j is refused: %s", async (change, code) => {
		const admin = await registry.newActor();
		expect((await faultOf(() => addWorkloadRule(needs, admin, { ...rule, ...change }))).code).toBe(code);
		expect(await listWorkloadRules(needs, admin)).toEqual([]);
	});

	it("is recorded in the audit when it is created and when it is deleted", async () => {
		const admin = await registry.newActor();
		await addWorkloadRule(needs, admin, rule);
		await removeWorkloadRule(needs, admin, "release");
		const entries = await needs.store.read.audit.search({ accountId: admin.accountId, sort: "newest", limit: 2 });
		expect(entries).toMatchObject([
			{ act: "workload-rule.remove", subjectName: "release", before: { conditions: rule.conditions } },
			{ act: "workload-rule.add", after: { conditions: rule.conditions, roles: ["designer", "library"], for: "all" } },
		]);
	});
});
