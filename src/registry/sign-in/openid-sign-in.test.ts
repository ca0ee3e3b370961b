import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../../../test/openid-provider.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { TestBrowser } from "../../../test/test-browser.ts";
import type { AccountRole } from "../../core/access/index.ts";
import { prepareRegistry } from "../accounts/prepare-registry.ts";
import { type Actor, actorWith } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { addSignInProvider, type SignInProviderInput } from "./add-sign-in-provider.ts";
import { authenticator } from "./authenticate.ts";
import { beginOpenIdSignIn } from "./begin-openid-sign-in.ts";
import { changeSignInProvider } from "./change-sign-in-provider.ts";
import { finishOpenIdSignIn } from "./finish-openid-sign-in.ts";
import { listSignInOptions, listSignInProviders } from "./list-sign-in-providers.ts";
import { mapSignInGroup } from "./map-sign-in-group.ts";
import { removeSignInProvider } from "./remove-sign-in-provider.ts";

const redirectUri = "https://mci.acme.example/sign-in/openid/acme/callback";
const op = await startOpenIdProvider({ redirectUris: [redirectUri] });
afterAll(() => op.close());
const acme: SignInProviderInput = {
	name: "acme",
	issuer: op.issuer,
	clientId: op.client.id,
	clientSecret: op.client.secret,
	scopes: ["email", "profile", "groups"],
	groupsClaim: "groups",
};

describe.each(engines)("signing in with an OpenID provider on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let operator: Actor;
	let subject: string;
	let people = 0;

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
		if (await needs.store.read.signInProviders.find("acme")) await removeSignInProvider(needs, operator, "acme");
		await addSignInProvider(needs, operator, acme);
		people++;
		subject = `${engine}-${people}`;
		op.signInAs = subject;
		isAlice();
	});

	/** Sets the user that the provider reports. */
	function isAlice(claims: Readonly<Record<string, unknown>> = {}): void {
		op.people.set(subject, {
			email: `${subject}@acme.example`,
			email_verified: true,
			name: "Alice",
			groups: ["ops"],
			...claims,
		});
	}
	async function begin(goTo?: string) {
		const begun = await beginOpenIdSignIn(needs, { provider: "acme", redirectUri, goTo });
		return { ...begun, query: new URL(await new TestBrowser().follow(begun.url, redirectUri)).search.slice(1) };
	}
	const finish = async (answer: { pending?: string | undefined; query: string; provider?: string }, on = needs) => {
		const from = { agent: "browser", address: "192.0.2.1" };
		const { user, secret, goTo } = await finishOpenIdSignIn(on, {
			provider: "acme",
			pending: undefined,
			...from,
			...answer,
		});
		return { user: user.name, secret, goTo };
	};
	const signIn = async () => finish(await begin());
	const map = (group: string, account: string, roles: readonly AccountRole[]) =>
		mapSignInGroup(needs, operator, { provider: "acme", group, account, roles });
	const rolesOf = async (user: string) => {
		const found = await needs.store.read.users.find(user);
		const memberships = found ? await needs.store.read.users.listMemberships(found.id) : [];
		return memberships.map(({ account, source, roles }) => `${account} ${source} ${roles.join()}`);
	};
	const newest = async (actor: Actor) =>
		(await needs.store.read.audit.search({ accountId: actor.accountId, sort: "newest", limit: 1 }))[0];

	it("starts a session of a new user, in the accounts that their groups grant", async () => {
		const account = (await registry.newActor()).account;
		await map("ops", account, ["actor", "designer"]);
		const begun = await finish(await begin("/mcis/web?x=1"));
		expect(begun).toMatchObject({ user: `${subject}@acme.example`, goTo: "/mcis/web?x=1" });
		const actor = await authenticator(needs).actorOf({ kind: "session", secret: begun.secret, account: null });
		expect(actor).toMatchObject({ account, name: begun.user, kind: "user", roles: ["actor", "designer"] });
		const user = await needs.store.read.users.find(begun.user);
		expect(user).toMatchObject({ displayName: "Alice", email: begun.user, passwordHash: null, isOperator: false });
		registry.setClock(12 * 3600);
		expect(
			(await faultOf(() => authenticator(needs).actorOf({ kind: "session", secret: begun.secret, account: null })))
				.code,
		).toBe("session-ended");
	});

	it("finds the same user again by issuer and subject, under any name", async () => {
		await map("ops", "default", ["observer"]);
		const first = await signIn();
		isAlice({ email: `other-${subject}@acme.example`, name: "Alicia" });
		expect((await signIn()).user).toBe(first.user);
	});

	it("creates one user for a sign-in at two servers at once", async () => {
		await map("ops", "default", ["observer"]);
		const other = await registry.second();
		const [one, two] = [await begin(), await begin()];
		const [first, second] = await Promise.all([finish(one), finish(two, other)]);
		expect(second.user).toBe(first.user);
		expect(await needs.store.read.users.find(`${first.user}-2`)).toBeUndefined();
		expect(await rolesOf(first.user)).toEqual(["default openid:acme observer"]);
	});

	it("never confuses users by address or name", async () => {
		await map("ops", "default", ["observer"]);
		const name = `${subject}@acme.example`;
		const at = needs.now();
		const there = await needs.store.write(async (tx) => {
			const id = await tx.users.insert({
				name,
				displayName: "Root",
				email: name,
				passwordHash: "x",
				isOperator: true,
				createdAt: at,
			});
			await tx.users.setMembership({
				accountId: operator.accountId,
				userId: id,
				source: "given",
				roles: ["admin"],
				at,
			});
			tx.record({
				...{
					accountId: operator.accountId,
					at,
					actor: "test",
					act: "user.create",
					subjectKind: "user",
					subjectId: id,
					subjectName: name,
				},
				...{ headVersion: null, before: null, after: null },
			});
			return id;
		});
		const { user } = await signIn();
		expect(user).toBe(`${name}-2`);
		expect(await rolesOf(user)).toEqual(["default openid:acme observer"]);
		expect(await rolesOf(name)).toEqual(["default given admin"]);
		expect(await needs.store.read.sessions.list(there)).toEqual([]);
	});

	it("does not name a user by an unverified address", async () => {
		await map("ops", "default", ["observer"]);
		isAlice({ email: "root@acme.example", email_verified: false });
		const { user } = await signIn();
		expect(user).toBe(`acme-${subject}`);
		expect(await needs.store.read.users.find(user)).toMatchObject({ email: null });
	});

	it("removes roles that groups no longer grant, and keeps those that an admin granted", async () => {
		const [one, two] = [(await registry.newActor()).account, await registry.newActor()];
		await map("ops", one, ["actor"]);
		await map("leads", two.account, ["admin", "designer"]);
		isAlice({ groups: ["ops", "leads"] });
		const { user } = await signIn();
		expect(await rolesOf(user)).toEqual(
			[`${one} openid:acme actor`, `${two.account} openid:acme designer,admin`].sort(),
		);
		const stored = await needs.store.read.users.find(user);
		await needs.store.write(async (tx) => {
			await tx.users.setMembership({
				accountId: two.accountId,
				userId: stored?.id ?? 0,
				source: "given",
				roles: ["publisher"],
				at: needs.now(),
			});
			tx.record({
				...{
					accountId: two.accountId,
					at: needs.now(),
					actor: "test",
					act: "member.set",
					subjectKind: "user",
					subjectId: null,
				},
				...{ subjectName: user, headVersion: null, before: null, after: null },
			});
		});
		isAlice({ groups: ["ops"] });
		await signIn();
		expect(await rolesOf(user)).toEqual([`${one} openid:acme actor`, `${two.account} given publisher`].sort());
		const entries = await needs.store.read.audit.search({ accountId: two.accountId, sort: "newest", limit: 10 });
		expect(entries.find(({ act, actor }) => act === "member.remove" && actor === "openid:acme")).toMatchObject({
			subjectName: user,
			before: { source: "openid:acme", roles: ["designer", "admin"] },
			after: { source: "openid:acme", roles: [] },
		});
	});

	it("admits no new user without a group mapping, unless the provider admits everyone", async () => {
		expect(await faultOf(signIn)).toMatchObject({ code: "openid-sign-in-refused", details: {} });
		expect(await newest(operator)).toMatchObject({
			act: "session.refuse",
			subjectName: subject,
			after: { subject, email: `${subject}@acme.example` },
		});
		expect(await needs.store.read.users.find(`${subject}@acme.example`)).toBeUndefined();
		await changeSignInProvider(needs, operator, { name: "acme", admits: "everyone" });
		const { user } = await signIn();
		expect(await rolesOf(user)).toEqual([]);
	});

	it("refuses a disabled user without a reason", async () => {
		await map("ops", "default", ["observer"]);
		const { user } = await signIn();
		const stored = await needs.store.read.users.find(user);
		await needs.store.write(async (tx) => {
			if (stored) await tx.users.update({ ...stored, disabledAt: needs.now() });
			tx.record({
				...{
					accountId: operator.accountId,
					at: needs.now(),
					actor: "test",
					act: "user.disable",
					subjectKind: "user",
					subjectId: null,
				},
				...{ subjectName: user, headVersion: null, before: null, after: null },
			});
		});
		expect(await faultOf(signIn)).toMatchObject({ code: "openid-sign-in-refused", details: {} });
		expect(await newest(operator)).toMatchObject({ after: { because: "the user is disabled" } });
	});

	it("refuses a response to a browser that started no sign-in, or another one, and keeps no trace", async () => {
		await map("ops", "default", ["observer"]);
		const before = await newest(operator);
		const [one, two] = [await begin(), await begin()];
		const expired = await begin();
		for (const answer of [
			{ query: one.query },
			{ ...one, pending: "made up" },
			{ ...one, provider: "other" },
			{ ...one, pending: `${one.pending}x` },
		]) {
			expect((await faultOf(() => finish(answer))).code).toBe("openid-sign-in-refused");
		}
		registry.setClock(601);
		expect((await faultOf(() => finish(expired))).code).toBe("openid-sign-in-refused");
		expect(await newest(operator)).toEqual(before);
		registry.setClock(-601);
		expect((await faultOf(() => finish({ pending: one.pending, query: two.query }))).code).toBe(
			"openid-sign-in-refused",
		);
		expect(await newest(operator)).toMatchObject({ after: { because: 'unexpected "state" response parameter value' } });
	});

	it("accepts each response once", async () => {
		await map("ops", "default", ["observer"]);
		const answer = await begin();
		await finish(answer);
		expect((await faultOf(() => finish(answer))).code).toBe("openid-sign-in-refused");
	});

	it("does not reveal to strangers why a provider is unavailable", async () => {
		const away: Needs = {
			...needs,
			openId: { ...needs.openId, people: { ...needs.openId.people, begin: () => needs.openId.people.begin(gone, "") } },
		};
		const gone = { issuer: "http://127.0.0.1:1", clientId: "x", clientSecret: null, scopes: [], groupsClaim: null };
		const { code, details } = await faultOf(() =>
			beginOpenIdSignIn(away, { provider: "acme", redirectUri, goTo: undefined }),
		);
		expect([code, details.problem]).toEqual(["openid-unavailable", "it did not answer as expected"]);
		expect(
			(await faultOf(() => beginOpenIdSignIn(needs, { provider: "none", redirectUri, goTo: undefined }))).code,
		).toBe("sign-in-provider-not-found");
	});

	it("ends when the provider is removed: roles and sessions go, users stay and are recognized again", async () => {
		await map("ops", "default", ["observer"]);
		const { user, secret } = await signIn();
		await removeSignInProvider(needs, operator, "acme");
		expect(await rolesOf(user)).toEqual([]);
		expect((await faultOf(() => authenticator(needs).actorOf({ kind: "session", secret, account: null }))).code).toBe(
			"session-ended",
		);
		await addSignInProvider(needs, operator, acme);
		await map("ops", "default", ["observer"]);
		expect((await signIn()).user).toBe(user);
	});

	describe("a provider", () => {
		it("is saved with its secret sealed, and shown without it", async () => {
			const stored = await needs.store.read.signInProviders.find("acme");
			expect(stored?.clientSecret).toMatch(/^mci1\./);
			await changeSignInProvider(needs, operator, { name: "acme", title: "Acme Inc.", clientSecret: "rotated" });
			const entry = await newest(operator);
			expect(entry).toMatchObject({
				act: "sign-in-provider.change",
				before: { title: "acme" },
				after: { title: "Acme Inc.", hasSecret: true, newSecret: true },
			});
			expect(JSON.stringify(entry)).not.toContain("rotated");
			expect(await listSignInOptions(needs)).toEqual([{ name: "acme", title: "Acme Inc." }]);
		});

		it("whose secret was changed is used with the new one", async () => {
			await map("ops", "default", ["observer"]);
			await changeSignInProvider(needs, operator, { name: "acme", clientSecret: "wrong" });
			expect((await faultOf(signIn)).code).toBe("openid-sign-in-refused");
			await changeSignInProvider(needs, operator, { name: "acme", clientSecret: op.client.secret });
			expect((await signIn()).user).toBe(`${subject}@acme.example`);
		});

		it.each<[Partial<SignInProviderInput>, string]>([
			[{}, "sign-in-provider-exists"],
			[{ name: "b", issuer: "nonsense" }, "sign-in-provider-invalid"],
			[{ name: "b", issuer: "http://127.0.0.1:1" }, "openid-unavailable"],
			[{ name: "b", issuer: "http://169.254.169.254" }, "fetch-refused"],
		])("with %j is not added: %s", async (change, code) => {
			expect((await faultOf(() => addSignInProvider(needs, operator, { ...acme, ...change }))).code).toBe(code);
			expect(await listSignInProviders(needs, operator)).toHaveLength(1);
		});

		it.each<[string, string, readonly AccountRole[], string]>([
			["", "default", ["actor"], "group-mapping-invalid"],
			["ops", "none", ["actor"], "account-not-found"],
		])("does not map group %j in account %s to %j: %s", async (group, account, roles, code) => {
			expect((await faultOf(() => map(group, account, roles))).code).toBe(code);
		});

		it("replaces the mapping of a group, and removes it when no role is left", async () => {
			await map("ops", "default", ["actor"]);
			expect((await map("ops", "default", ["designer", "actor"])).mappings).toMatchObject([
				{ group: "ops", roles: ["actor", "designer"] },
			]);
			expect((await map("ops", "default", [])).mappings).toEqual([]);
			expect(await newest(operator)).toMatchObject({
				before: { roles: ["actor", "designer"] },
				after: { group: "ops", account: "default", roles: [] },
			});
		});

		it("is managed only by operators", async () => {
			const admin = actorWith({ ...operator, roles: ["admin"] });
			for (const act of [
				() => addSignInProvider(needs, admin, acme),
				() => changeSignInProvider(needs, admin, { name: "acme" }),
				() => listSignInProviders(needs, admin),
				() => mapSignInGroup(needs, admin, { provider: "acme", group: "ops", account: "default", roles: ["admin"] }),
				() => removeSignInProvider(needs, admin, "acme"),
			]) {
				expect((await faultOf(act)).code).toBe("permission-denied");
			}
		});
	});
});
