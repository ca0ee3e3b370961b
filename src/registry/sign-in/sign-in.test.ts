import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPeople, type PeopleRegistry, password } from "../../../test/people.ts";
import { engines, faultOf } from "../../../test/registries.ts";
import type { Needs } from "../needs.ts";
import { createUser } from "../users/create-user.ts";
import { editUser } from "../users/edit-user.ts";
import { authenticator } from "./authenticate.ts";
import { endSession, listSessions, signOut } from "./end-session.ts";
import { resetPassword, setOwnPassword } from "./set-password.ts";
import { type SignIn, signIn } from "./sign-in.ts";

const minute = 60;
const hour = 60 * minute;

describe.each(engines)("signing in on %s", (engine) => {
	let registry: PeopleRegistry;
	let needs: Needs;
	let name: string;
	let address = 0;

	beforeAll(async () => {
		registry = await openPeople(engine);
		needs = registry.needs;
	});
	afterAll(() => registry.close());
	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		name = (await registry.newUser({ in: registry.local })).name;
		address++;
	});

	/** Each test uses a network of its own. */
	const asked = (more: Partial<SignIn> = {}): SignIn => ({
		name,
		password,
		address: "192.0.2.1",
		network: `net-${address}`,
		agent: "a browser",
		...more,
	});
	const enter = (more: Partial<SignIn> = {}) => signIn(needs, asked(more));
	const actorOf = (secret: string, door = registry.door) =>
		Promise.resolve(door.actorOf({ kind: "session", secret, account: null }));
	const entries = async (limit: number) => needs.store.read.audit.list(registry.local.accountId, { limit });

	it("with the right name and password starts a session, whose secret is only in the response", async () => {
		const { secret, session, user } = await enter();
		expect(await actorOf(secret)).toMatchObject({
			name,
			kind: "user",
			account: "default",
			roles: ["observer"],
			userId: user.id,
		});
		expect(session).toMatchObject({ method: "password", agent: "a browser", expiresAt: "2026-01-01T12:00:00.000Z" });
		const [entry] = await entries(1);
		expect(entry).toMatchObject({
			act: "session.begin",
			actor: name,
			subjectKind: "session",
			subjectId: session.id,
			subjectName: name,
		});
		expect(JSON.stringify([entry, session])).not.toContain(secret);
		expect(JSON.stringify(await entries(100))).not.toContain(password);
	});

	it.each(["ADA", " Ada "])("accepts any spelling of the name: %j", async (typed) => {
		if (!(await needs.store.read.users.find("ada"))) await createUser(needs, registry.local, { name: "ada", password });
		expect((await enter({ name: typed })).user.name).toBe("ada");
	});

	it("is refused alike for an unknown or disabled user, or a wrong password, and is audited", async () => {
		const disabled = await registry.newUser();
		await editUser(needs, registry.local, { name: disabled.name, isDisabled: true });
		const without = registry.fresh("without");
		await needs.store.write(async (tx) => {
			const fields = { displayName: "", email: null, passwordHash: null, isOperator: false, createdAt: needs.now() };
			const id = await tx.users.insert({ name: without, ...fields });
			tx.record({
				...{
					accountId: registry.local.accountId,
					at: needs.now(),
					actor: "test",
					act: "user.create",
					subjectKind: "user",
					subjectId: id,
				},
				...{ subjectName: without, headVersion: null, before: null, after: null },
			});
		});
		const hashed: (string | null)[] = [];
		const watched: Needs = {
			...needs,
			passwords: {
				...needs.passwords,
				verify: (text, hash) => {
					hashed.push(hash);
					return needs.passwords.verify(text, hash);
				},
			},
		};
		const faults = [];
		for (const more of [
			{ name: "nobody" },
			{ name: disabled.name },
			{ name: without },
			{ password: "another horse of a color" },
			{ name: "" },
		]) {
			faults.push(await faultOf(() => signIn(watched, asked(more))));
			const [entry] = await entries(1);
			expect(entry).toMatchObject({
				act: "session.refuse",
				actor: "public",
				subjectId: null,
				subjectName: more.name ?? name,
			});
			expect(JSON.stringify(entry)).not.toContain("horse");
		}
		expect(faults).toEqual(Array.from({ length: 5 }, () => ({ code: "sign-in-refused", details: {} })));
		// A placeholder hash is verified for unknown users, so that it takes the same time.
		expect(hashed.map((hash) => hash !== null)).toEqual([false, false, false, true, false]);
	});

	it("records at most the maximum length of a name", async () => {
		await faultOf(() => enter({ name: "x".repeat(5000) }));
		expect((await entries(1))[0]?.subjectName).toBe("x".repeat(100));
	});

	it("as one name is slowed after a few failures, and immediate again after the right password", async () => {
		const wrong = () => faultOf(() => enter({ password: "another horse of a color" }));
		for (let i = 0; i < 5; i++) expect(await wrong()).toMatchObject({ code: "sign-in-refused" });
		expect(await wrong()).toEqual({ code: "rate-limited", details: { what: "attempts to sign in", seconds: 1 } });
		expect(await faultOf(() => enter()), "the right password has to wait too, or it would be told apart").toMatchObject(
			{ code: "rate-limited" },
		);
		registry.setClock(1);
		expect(await wrong()).toMatchObject({ code: "sign-in-refused" });
		expect(await wrong()).toMatchObject({ code: "rate-limited", details: { seconds: 2 } });
		registry.setClock(2);
		await enter();
		for (let i = 0; i < 5; i++) expect(await wrong()).toMatchObject({ code: "sign-in-refused" });
		expect(await wrong(), "counted again").toMatchObject({ code: "rate-limited", details: { seconds: 1 } });
	});

	it("delays unknown names like known ones", async () => {
		const [mine, nobodys]: unknown[][] = [[], []];
		for (let i = 0; i < 8; i++) {
			mine?.push(await faultOf(() => enter({ password: "another horse of a color" })));
			nobodys?.push(await faultOf(() => enter({ name: `${name}x`, password: "another horse of a color" })));
		}
		expect(nobodys).toEqual(mine);
	});

	it("from one network is slowed over all names, without effect on other networks", async () => {
		const from = (i: number) => faultOf(() => enter({ name: `nobody-${i}`, network: `one-${address}` }));
		for (let i = 0; i < 30; i++) expect(await from(i)).toMatchObject({ code: "sign-in-refused" });
		expect(await from(31)).toMatchObject({ code: "rate-limited" });
		expect(await faultOf(() => enter({ name: "nobody-32", network: `another-${address}` }))).toMatchObject({
			code: "sign-in-refused",
		});
	});

	it("tried many times at once is counted each time, also by another server", async () => {
		const other = await registry.second();
		const tries = Array.from({ length: 12 }, (_, i) =>
			faultOf(() => signIn(i % 2 ? other : needs, asked({ password: "another horse of a color" }))),
		);
		const codes = (await Promise.all(tries)).map(({ code }) => code);
		expect(codes.filter((code) => code === "sign-in-refused")).toHaveLength(5);
		expect(codes.filter((code) => code === "rate-limited")).toHaveLength(7);
	});

	it("is forgotten an hour after the last attempt", async () => {
		for (let i = 0; i < 5; i++) await faultOf(() => enter({ password: "another horse of a color" }));
		registry.setClock(hour + 1);
		await faultOf(() => enter({ password: "another horse of a color" }));
		expect((await enter()).user.name).toBe(name);
	});

	it("creates a new secret each time, and ends the browser's previous session", async () => {
		const first = await enter();
		const second = await enter({ replaces: first.secret });
		expect(second.secret).not.toBe(first.secret);
		expect(await faultOf(() => actorOf(first.secret))).toMatchObject({ code: "session-ended" });
		expect((await actorOf(second.secret)).name).toBe(name);
		expect((await enter({ replaces: "of nobody" })).secret).not.toBe(second.secret);
	});

	it("lasts at most twelve hours, and one hour without use", async () => {
		const { secret } = await enter();
		const other = authenticator(await registry.second());
		for (let minutes = 0; minutes < 720; minutes += 30) {
			// A session used here counts as used there too.
			expect((await actorOf(secret, minutes % 60 ? other : registry.door)).name).toBe(name);
			await expect
				.poll(async () => (await needs.store.read.sessions.findByHash(needs.sha256(secret)))?.lastUsedAt)
				.toBe(needs.now());
			registry.setClock(30 * minute);
		}
		expect(await faultOf(() => actorOf(secret))).toMatchObject({ code: "session-ended" });
		registry.setClock("2026-01-02T00:00:00.000Z");
		const idle = await enter();
		await actorOf(idle.secret);
		registry.setClock(hour - 1);
		expect((await actorOf(idle.secret)).name).toBe(name);
		registry.setClock(hour);
		expect(await faultOf(() => actorOf(idle.secret))).toMatchObject({ code: "session-ended" });
	});

	it("ends immediately when the user ends it, here and in every other process", async () => {
		const there = authenticator(await registry.second());
		const [one, two] = [await enter(), await enter()];
		for (const door of [registry.door, there])
			expect((await actorOf(two.secret, door)).credentialId).toBe(two.session.id);
		const actor = await actorOf(one.secret);
		expect((await listSessions(needs, actor)).map(({ id }) => id)).toEqual([two.session.id, one.session.id]);
		await endSession(needs, actor, two.session.id);
		expect((await entries(1))[0]).toMatchObject({ act: "session.end", actor: name, subjectId: two.session.id });
		for (const door of [registry.door, there])
			expect(await faultOf(() => actorOf(two.secret, door))).toMatchObject({ code: "session-ended" });
		await signOut(needs, actor);
		expect(await faultOf(() => actorOf(one.secret))).toMatchObject({ code: "session-ended" });
	});

	it("can't be listed or ended by others, nor by a token or the local owner", async () => {
		const { session } = await enter();
		const stranger = await registry.enter(await registry.newUser({ in: registry.local }));
		expect(await faultOf(() => endSession(needs, stranger.actor, session.id))).toEqual(
			await faultOf(() => endSession(needs, stranger.actor, 999_999)).then((fault) => ({
				...fault,
				details: { session: session.id },
			})),
		);
		expect((await listSessions(needs, stranger.actor)).map(({ userId }) => userId)).toEqual([stranger.actor.userId]);
		expect(await faultOf(() => listSessions(needs, registry.local))).toMatchObject({ code: "person-needed" });
	});

	it("ends elsewhere when the user changes the password, which requires the old one", async () => {
		const [here, elsewhere] = [await enter(), await enter()];
		const actor = await actorOf(here.secret);
		const set = (old: string, next: string) =>
			setOwnPassword(needs, actor, { old, password: next, network: `net-${address}` });
		expect(await faultOf(() => set("another horse of a color", "a whole new password"))).toMatchObject({
			code: "password-wrong",
		});
		expect(await faultOf(() => set(password, "short"))).toMatchObject({ code: "password-invalid" });
		await set(password, "a whole new password");
		expect((await actorOf(here.secret)).name).toBe(name);
		expect(await faultOf(() => actorOf(elsewhere.secret))).toMatchObject({ code: "session-ended" });
		expect(await faultOf(() => enter())).toMatchObject({ code: "sign-in-refused" });
		expect((await enter({ password: "a whole new password" })).user.name).toBe(name);
		const told = (await entries(5)).find(({ act }) => act === "user.password");
		expect(told).toMatchObject({ actor: name, subjectName: name, before: null, after: null });
	});

	it("by guessing the old password is as slow as by signing in", async () => {
		const actor = await actorOf((await enter()).secret);
		const guess = () =>
			faultOf(() =>
				setOwnPassword(needs, actor, { old: "a guess", password: "a whole new password", network: "192.0.2.7" }),
			);
		for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ code: "password-wrong" });
		expect(await guess()).toMatchObject({ code: "rate-limited" });
	});

	it("ends everywhere when an operator sets another password", async () => {
		const { secret } = await enter();
		const { password: next } = await resetPassword(needs, registry.local, { user: name });
		expect(await faultOf(() => actorOf(secret))).toMatchObject({ code: "session-ended" });
		expect(next).toMatch(/^([A-Za-z0-9]{5}-){3}[A-Za-z0-9]{5}$/);
		expect((await enter({ password: next ?? "" })).user.name).toBe(name);
	});

	it("with the old password does not succeed while an operator sets another one", async () => {
		const slow: Needs = {
			...needs,
			passwords: {
				...needs.passwords,
				verify: async (text, hash) => {
					const isRight = await needs.passwords.verify(text, hash);
					await resetPassword(needs, registry.local, { user: name });
					return isRight;
				},
			},
		};
		expect(await faultOf(() => signIn(slow, asked()))).toMatchObject({ code: "sign-in-refused" });
	});

	it("ends immediately for a disabled user, and is possible again once enabled", async () => {
		const { secret } = await enter();
		await actorOf(secret);
		await editUser(needs, registry.local, { name, isDisabled: true });
		expect(await faultOf(() => actorOf(secret))).toMatchObject({ code: "session-ended" });
		await editUser(needs, registry.local, { name, isDisabled: false });
		expect(await faultOf(() => actorOf(secret)), "what ended stays so").toMatchObject({ code: "session-ended" });
		expect((await enter()).user.name).toBe(name);
	});
});
