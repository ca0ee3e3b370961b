import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPeople, type PeopleRegistry, password } from "../../../test/people.ts";
import { engines, faultOf, openRegistry } from "../../../test/registries.ts";
import { type AccountRole, accountRoles } from "../../core/access/index.ts";
import { type Actor, actorWith } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { createToken } from "../tokens/create-token.ts";
import { createUser } from "../users/create-user.ts";
import { editUser } from "../users/edit-user.ts";
import { getUser, listUsers } from "../users/list-users.ts";
import { createAccount } from "./create-account.ts";
import { describeAccount } from "./describe-account.ts";
import { getAccount, listAccounts } from "./list-accounts.ts";
import { getMember, listMembers } from "./list-members.ts";
import { listOwnAccounts } from "./list-own-accounts.ts";
import { prepareRegistry } from "./prepare-registry.ts";
import { removeMember } from "./remove-member.ts";
import { setMember } from "./set-member.ts";

describe.each(engines)("accounts and their users on %s", (engine) => {
	let registry: PeopleRegistry;
	let needs: Needs;
	/** The admin of a separate account for each test. */
	let admin: Actor;
	let account: string;

	beforeAll(async () => {
		registry = await openPeople(engine);
		needs = registry.needs;
	});
	afterAll(() => registry.close());
	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		account = registry.fresh("acme");
		const { name } = await registry.newUser();
		await createAccount(needs, registry.local, { name: account, admin: name });
		admin = (await registry.enter({ name }, account)).actor;
	});

	const last = async (actor: Actor, limit = 1) => needs.store.read.audit.list(actor.accountId, { limit });
	const enterAs = async (...roles: AccountRole[]) =>
		registry.enter(await registry.newUser({ in: admin, roles }), account);

	describe("an account", () => {
		it("is created with a user who has every role in it", async () => {
			expect(admin).toMatchObject({ account, roles: accountRoles });
			expect(await listOwnAccounts(needs, admin)).toEqual([{ name: account, roles: accountRoles }]);
			expect((await last(admin, 2)).map(({ act, actor, subjectName }) => [act, actor, subjectName])).toEqual([
				["member.set", "local", admin.name],
				["account.create", "local", account],
			]);
		});

		it("is created with a token that has every role in it when no user is named", async () => {
			const { account: made, token } = await createAccount(needs, registry.local, {
				name: registry.fresh("robots"),
				description: "No people.",
			});
			const actor = await registry.door.actorOf({ kind: "token", secret: token?.secret ?? "" });
			expect(actor).toMatchObject({ accountId: made.id, account: made.name, roles: accountRoles, userId: null });
			expect(made).toMatchObject({ description: "No people.", members: 0 });
		});

		it("is not created when its future admin does not exist", async () => {
			const name = registry.fresh("half");
			expect(await faultOf(() => createAccount(needs, registry.local, { name, admin: "nobody-at-all" }))).toMatchObject(
				{ code: "user-not-found" },
			);
			expect(await needs.store.read.accounts.find(name)).toBeUndefined();
		});

		it.each([
			["its name can't be one", { name: "a/b" }, "account-name-invalid"],
			["its name turns text around", { name: "a\u202eb" }, "account-name-invalid"],
			["it is there", { name: "default" }, "account-exists"],
			["its description has no end", { name: "endless", description: "x".repeat(16 * 1024 + 1) }, "account-invalid"],
		] as const)("is not created when %s", async (_what, input, code) => {
			expect(await faultOf(() => createAccount(needs, registry.local, input))).toMatchObject({ code });
		});

		it("is created only by operators", async () => {
			expect(await faultOf(() => createAccount(needs, admin, { name: registry.fresh("mine") }))).toMatchObject({
				code: "permission-denied",
				details: { roles: "operator" },
			});
		});

		it("is visible to its members, its tokens and operators; to others it does not exist", async () => {
			const other = await createAccount(needs, registry.local, { name: registry.fresh("other"), admin: admin.name });
			const stranger = registry.fresh("stranger");
			await createAccount(needs, registry.local, { name: stranger });
			const operator = (await registry.enter(await registry.newUser({ isOperator: true }))).actor;
			const token = await createToken(needs, admin, { name: "robot", roles: ["observer"] });
			const robot = await registry.door.actorOf({ kind: "token", secret: token.secret });
			const seen = async (actor: Actor) => (await listAccounts(needs, actor, { limit: 100 })).map(({ name }) => name);
			expect(await seen(admin)).toEqual([account, other.account.name].sort());
			expect(await seen(robot)).toEqual([account]);
			expect(await seen(operator)).toEqual(expect.arrayContaining([account, other.account.name, stranger, "default"]));
			expect(await faultOf(() => getAccount(needs, admin, stranger))).toEqual({
				code: "account-not-found",
				details: { account: stranger },
			});
			expect(await faultOf(() => getAccount(needs, admin, "not there"))).toEqual({
				code: "account-not-found",
				details: { account: "not there" },
			});
			expect((await getAccount(needs, operator, stranger)).name).toBe(stranger);
		});

		it("is found by a part of its name or description, page by page", async () => {
			const mark = registry.fresh("zoo");
			for (const name of ["b", "a", "c"])
				await createAccount(needs, registry.local, { name: `${mark} ${name}`, description: `100%_${mark}` });
			const names = async (filter: object) =>
				(await listAccounts(needs, registry.local, { limit: 10, ...filter })).map(({ name }) => name);
			expect(await names({ text: mark.toUpperCase() })).toEqual([`${mark} a`, `${mark} b`, `${mark} c`]);
			expect(await names({ text: `0%_${mark}`, limit: 2 })).toEqual([`${mark} a`, `${mark} b`]);
			expect(await names({ text: mark, after: `${mark} b` })).toEqual([`${mark} c`]);
			expect(await names({ text: "%_%_%_" })).toEqual([]);
		});

		it("has a description, and records who changed it", async () => {
			const described = await describeAccount(needs, admin, { name: account, description: "Images of acme." });
			expect(described).toMatchObject({ name: account, description: "Images of acme.", members: 1 });
			const [entry] = await last(admin);
			expect(entry).toMatchObject({
				act: "account.describe",
				before: { description: "" },
				after: { description: "Images of acme." },
			});
			await describeAccount(needs, admin, { name: account, description: "Images of acme." });
			expect((await last(admin))[0]?.seq, "nothing changed, nothing told").toBe(entry?.seq);
			expect(await faultOf(() => describeAccount(needs, admin, { name: "default", description: "" }))).toMatchObject({
				code: "account-not-found",
			});
			expect(
				await faultOf(async () =>
					describeAccount(needs, (await enterAs("designer")).actor, { name: account, description: "" }),
				),
			).toMatchObject({
				code: "permission-denied",
			});
		});
	});

	describe("a member", () => {
		it("gets, changes and loses roles, from the next request on in every process", async () => {
			const { name } = await registry.newUser();
			const { secret } = await registry.enter({ name });
			const actorNow = async () => registry.door.actorOf({ kind: "session", secret, account });
			expect(await faultOf(actorNow)).toMatchObject({ code: "account-not-found", details: { account } });
			expect(await setMember(needs, admin, { user: name, roles: ["designer", "actor", "designer"] })).toMatchObject({
				user: name,
				roles: ["actor", "designer"],
				isNew: true,
			});
			expect((await actorNow()).roles).toEqual(["actor", "designer"]);
			expect(await setMember(needs, admin, { user: name, roles: ["publisher"] })).toMatchObject({
				roles: ["publisher"],
				isNew: false,
			});
			expect((await actorNow()).roles).toEqual(["publisher"]);
			expect((await last(admin))[0]).toMatchObject({
				act: "member.set",
				actor: admin.name,
				subjectKind: "user",
				subjectName: name,
				before: { roles: ["actor", "designer"] },
				after: { roles: ["publisher"] },
			});
			await removeMember(needs, admin, name.toUpperCase());
			expect(await faultOf(actorNow)).toMatchObject({ code: "account-not-found" });
			expect((await last(admin))[0]).toMatchObject({
				act: "member.remove",
				subjectName: name,
				before: { roles: ["publisher"] },
			});
			expect(await faultOf(() => removeMember(needs, admin, name))).toMatchObject({ code: "member-not-found" });
		});

		it("is listed once, with the source of each role", async () => {
			const user = await registry.newUser({ in: admin, roles: ["observer", "designer"] });
			await needs.store.write(async (tx) => {
				const fields = { accountId: admin.accountId, userId: user.id, at: needs.now() };
				await tx.users.setMembership({ ...fields, source: "openid corp", roles: ["designer", "publisher"] });
				tx.record({
					...{
						accountId: admin.accountId,
						at: needs.now(),
						actor: "test",
						act: "member.set",
						subjectKind: "user",
						subjectId: user.id,
					},
					...{ subjectName: user.name, headVersion: null, before: null, after: null },
				});
			});
			const members = await listMembers(needs, admin);
			expect(members.map(({ user: name }) => name)).toEqual([admin.name, user.name].sort());
			const member = await getMember(needs, admin, user.name);
			expect(member).toMatchObject({ roles: ["observer", "designer", "publisher"] });
			expect(member.sources).toEqual([
				{ source: "given", roles: ["observer", "designer"] },
				{ source: "openid corp", roles: ["designer", "publisher"] },
			]);
			await removeMember(needs, admin, user.name);
			expect((await getMember(needs, admin, user.name)).roles).toEqual(["designer", "publisher"]);
			expect(await faultOf(() => removeMember(needs, admin, user.name))).toMatchObject({ code: "member-of-provider" });
		});

		it("who is the last admin stays admin, even when two remove each other's role at once", async () => {
			for (const act of [
				() => setMember(needs, admin, { user: admin.name, roles: ["designer"] }),
				() => removeMember(needs, admin, admin.name),
			]) {
				expect(await faultOf(act)).toEqual({ code: "member-last-admin", details: { user: admin.name, account } });
			}
			const disabled = await registry.newUser({ in: admin, roles: ["admin"] });
			await editUser(needs, registry.local, { name: disabled.name, isDisabled: true });
			expect(await faultOf(() => removeMember(needs, admin, admin.name)), "who is disabled is no way in").toMatchObject(
				{
					code: "member-last-admin",
				},
			);
			const other = await registry.second();
			for (let round = 0; round < 5; round++) {
				const second = await registry.newUser({ in: admin, roles: ["admin"] });
				const results = await Promise.allSettled([
					removeMember(needs, admin, admin.name),
					removeMember(other, admin, second.name),
				]);
				expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
				if (results[0].status === "fulfilled") await setMember(needs, admin, { user: admin.name, roles: accountRoles });
				await removeMember(needs, admin, second.name).catch(() => undefined);
			}
		});

		it("is managed only by admins and operators, and visible to every member", async () => {
			const { actor } = await enterAs("observer", "actor", "designer", "library", "publisher");
			const { name } = await registry.newUser();
			for (const act of [
				() => setMember(needs, actor, { user: name, roles: ["observer"] }),
				() => setMember(needs, actor, { user: actor.name, roles: ["admin"] }),
				() => removeMember(needs, actor, admin.name),
			]) {
				expect(await faultOf(act)).toMatchObject({ code: "permission-denied" });
			}
			expect((await listMembers(needs, actor)).map(({ user }) => user)).toContain(admin.name);
			const operator = (await registry.enter(await registry.newUser({ isOperator: true }), account)).actor;
			expect(operator.roles).toEqual(["operator"]);
			expect((await setMember(needs, operator, { user: name, roles: ["admin"] })).roles).toEqual(["admin"]);
			expect((await listMembers(needs, operator)).map(({ user }) => user)).toContain(name);
			// The command line authenticates with their token.
			const { secret } = await createToken(needs, operator, { name: "here", roles: ["operator"] });
			const token = await registry.door.actorOf({ kind: "token", secret });
			expect((await setMember(needs, token, { user: name, roles: ["admin", "designer"] })).roles).toEqual([
				"designer",
				"admin",
			]);
		});

		it("has at least one role, and is an existing user", async () => {
			expect(await faultOf(() => setMember(needs, admin, { user: admin.name, roles: [] }))).toMatchObject({
				code: "input-invalid",
			});
			expect(
				await faultOf(() => setMember(needs, admin, { user: "nobody-at-all", roles: ["observer"] })),
			).toMatchObject({ code: "user-not-found" });
		});

		it("of several accounts acts in the named one, else in the first", async () => {
			const { name } = await registry.newUser();
			const other = registry.fresh("zebra");
			await createAccount(needs, registry.local, { name: other, admin: name });
			await setMember(needs, admin, { user: name, roles: ["observer"] });
			const { secret, actor } = await registry.enter({ name });
			const as = async (named: string | null) => registry.door.actorOf({ kind: "session", secret, account: named });
			expect([actor.account, actor.roles]).toEqual([account, ["observer"]]);
			expect([(await as(other)).account, (await as(other)).roles]).toEqual([other, accountRoles]);
			expect((await as(account)).accountId).toBe(admin.accountId);
			expect(await listOwnAccounts(needs, actor)).toEqual([
				{ name: account, roles: ["observer"] },
				{ name: other, roles: accountRoles },
			]);
			expect(await faultOf(() => as("default"))).toMatchObject({ code: "account-not-found" });
		});

		it("of no account may only look at their own profile", async () => {
			const { actor } = await registry.enter(await registry.newUser());
			expect(actor).toMatchObject({ accountId: 0, account: "", roles: [] });
			expect([...actor.may]).toEqual([]);
			expect(await listOwnAccounts(needs, actor)).toEqual([]);
			expect(await listAccounts(needs, actor, { limit: 10 })).toEqual([]);
		});
	});

	describe("a user", () => {
		it("is created only by operators, with a given password or one that is shown once", async () => {
			const name = registry.fresh("ada");
			const { user, password: generated } = await createUser(needs, registry.local, {
				name: name.toUpperCase(),
				displayName: "Ada L.",
			});
			expect(user).toMatchObject({ name, displayName: "Ada L.", isOperator: false, disabledAt: null });
			expect(
				(
					await signIn(needs, {
						name,
						password: generated ?? "",
						address: "192.0.2.1",
						network: "192.0.2.1",
						agent: null,
					})
				).user.id,
			).toBe(user.id);
			expect((await createUser(needs, registry.local, { name: registry.fresh("ada"), password })).password).toBeNull();
			const told = JSON.stringify(await last(registry.local, 20));
			expect(told).toContain('"user.create"');
			expect(told).not.toContain(generated);
			expect(told).not.toContain(password);
			expect(told).not.toContain("argon2id");
			for (const act of [
				() => createUser(needs, admin, { name: "x" }),
				() => listUsers(needs, admin, { limit: 1 }),
				() => getUser(needs, admin, name),
			]) {
				expect(await faultOf(act)).toMatchObject({ code: "permission-denied", details: { roles: "operator" } });
			}
		});

		it.each([
			["has no name", { name: "" }, "user-name-invalid"],
			["is called as the registry itself", { name: "local" }, "user-name-invalid"],
			["has a short password", { name: "ada", password: "short" }, "password-invalid"],
			["has their name for a password", { name: "ada-lovelace-x", password: "ada-lovelace-x" }, "password-invalid"],
			["has an invalid email address", { name: "ada", email: "ada" }, "user-invalid"],
			["turns text around", { name: "ada", displayName: "a\u202eda" }, "user-invalid"],
			["is there", { name: "ADMIN" }, "user-exists"],
			["is called as a service's token", { name: "robot-of-the-test" }, "user-name-taken"],
		] as const)("is not created when it %s", async (_what, input, code) => {
			if (!(await needs.store.read.tokens.hasService("robot-of-the-test", needs.now()))) {
				await createToken(needs, registry.local, { name: "robot-of-the-test", roles: ["observer"] });
			}
			expect(await faultOf(() => createUser(needs, registry.local, input))).toMatchObject({ code });
		});

		it("is created once by two requests at once", async () => {
			const name = registry.fresh("twin");
			const other = await registry.second();
			const made = [needs, other].map((one) => createUser(one, registry.local, { name, password }));
			const results = await Promise.allSettled(made);
			expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
			const rejected = results.find((one) => one.status === "rejected");
			expect(rejected?.reason).toMatchObject({ code: "user-exists" });
		});

		it("is listed by name, found by a part of it, and shown with the accounts", async () => {
			const mark = registry.fresh("crowd");
			for (const name of ["b", "a"])
				await createUser(needs, registry.local, { name: `${mark}-${name}`, displayName: `50%_ ${mark}`, password });
			const names = async (filter: object) =>
				(await listUsers(needs, registry.local, { limit: 10, ...filter })).map(({ name }) => name);
			expect(await names({ text: mark })).toEqual([`${mark}-a`, `${mark}-b`]);
			expect(await names({ text: `0%_ ${mark.toUpperCase()}`, after: `${mark}-a` })).toEqual([`${mark}-b`]);
			expect(await names({ text: "%_%_%_" })).toEqual([]);
			const { memberships } = await getUser(needs, registry.local, admin.name);
			expect(memberships.map(({ account: name, roles }) => [name, roles])).toEqual([[account, accountRoles]]);
		});

		it("can be edited, and the audit records the previous values", async () => {
			const { name } = await registry.newUser();
			const changed = await editUser(needs, registry.local, { name, email: "ada@example.com", displayName: "Ada" });
			expect(changed).toMatchObject({ email: "ada@example.com", displayName: "Ada", isOperator: false });
			const [entry] = await last(registry.local);
			expect(entry).toMatchObject({
				act: "user.edit",
				subjectName: name,
				before: { email: null },
				after: { email: "ada@example.com" },
			});
			await editUser(needs, registry.local, { name, email: "ada@example.com" });
			expect((await last(registry.local))[0]?.seq, "nothing changed, nothing told").toBe(entry?.seq);
			expect(await faultOf(() => editUser(needs, registry.local, { name: "nobody-at-all" }))).toMatchObject({
				code: "user-not-found",
			});
			expect(await faultOf(() => editUser(needs, admin, { name, isOperator: true }))).toMatchObject({
				code: "permission-denied",
			});
		});

		it("who is the last operator that can sign in is neither disabled nor demoted, even by two at once", async () => {
			for (const one of await needs.store.read.users.listOperators()) {
				if (one.name !== "admin") await editUser(needs, registry.local, { name: one.name, isOperator: false });
			}
			for (const patch of [{ isDisabled: true }, { isOperator: false }]) {
				expect(await faultOf(() => editUser(needs, registry.local, { name: "admin", ...patch }))).toEqual({
					code: "user-last-operator",
					details: { user: "admin" },
				});
			}
			const other = await registry.second();
			const { name } = await registry.newUser({ isOperator: true });
			const results = await Promise.allSettled([
				editUser(needs, registry.local, { name: "admin", isDisabled: true }),
				editUser(other, registry.local, { name, isDisabled: true }),
			]);
			expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
			for (const one of ["admin", name]) await editUser(needs, registry.local, { name: one, isDisabled: false });
		});
	});

	describe("the first start", () => {
		it("creates an operator with every role in the default account; the next start creates no user", async () => {
			const fresh = await openPeople(engine);
			try {
				const again = await prepareRegistry(fresh.needs);
				expect([again.adminPassword, again.adminSecret]).toEqual([null, null]);
				const { user, memberships } = await getUser(fresh.needs, fresh.local, "admin");
				expect(user).toMatchObject({ isOperator: true, disabledAt: null });
				expect(memberships).toMatchObject([{ account: "default", roles: accountRoles, source: "given" }]);
			} finally {
				await fresh.close();
			}
		});

		it("of an existing registry creates no user", async () => {
			const old = await openRegistry(engine);
			try {
				await old.needs.store.write(async (tx) => {
					const made = await tx.accounts.ensure("default", old.needs.now());
					tx.record({
						...{
							accountId: made.id,
							at: old.needs.now(),
							actor: "local",
							act: "account.create",
							subjectKind: "account",
							subjectId: made.id,
						},
						...{ subjectName: "default", headVersion: null, before: null, after: null },
					});
				});
				expect(await prepareRegistry(old.needs)).toMatchObject({ adminPassword: null, adminSecret: null });
				expect(await old.needs.store.read.users.list({ limit: 10 })).toEqual([]);
			} finally {
				await old.close();
			}
		});
	});

	it("lists the account of a token without a user", async () => {
		const nobody = actorWith({ ...registry.local, kind: "token", roles: [] });
		expect(await listOwnAccounts(needs, nobody)).toEqual([{ name: "default", roles: [] }]);
	});
});
