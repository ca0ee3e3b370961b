import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { openPeople, type PeopleRegistry } from "../../../test/people.ts";
import { engines, faultOf } from "../../../test/registries.ts";
import { type AccountRole, accountRoles, type Role } from "../../core/access/index.ts";
import { createAccount } from "../accounts/create-account.ts";
import { removeMember } from "../accounts/remove-member.ts";
import { setMember } from "../accounts/set-member.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { restrictChannel } from "../channels/restrict-channel.ts";
import { cloneComponent } from "../components/clone-component.ts";
import { createComponent } from "../components/create-component.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { getImpact } from "../lifecycles/list-impact.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { putSetting } from "../mcis/put-setting.ts";
import type { Needs } from "../needs.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { diffRevisions } from "../revisions/diff-revisions.ts";
import { mergeRevision } from "../revisions/merge-revision.ts";
import { editUser } from "../users/edit-user.ts";
import { createToken, type NewToken } from "./create-token.ts";
import { getToken, listTokens } from "./list-tokens.ts";
import { revokeToken } from "./revoke-token.ts";

describe.each(engines)("tokens of users and narrowed tokens on %s", (engine) => {
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

	const use = async (secret: string) => registry.door.actorOf({ kind: "token", secret });
	const make = (actor: Actor, roles: readonly Role[], more: Partial<Parameters<typeof createToken>[2]> = {}) =>
		createToken(needs, actor, { name: registry.fresh("token"), roles, ...more });
	const enterAs = async (...roles: AccountRole[]) =>
		(await registry.enter(await registry.newUser({ in: admin, roles }), account)).actor;

	describe("a user's token", () => {
		it("acts as the user, is listed as theirs, and needs no permission to manage tokens", async () => {
			const ada = await enterAs("observer", "designer");
			const { token, secret } = await make(ada, ["designer"], { name: "laptop" });
			expect(token.owner).toEqual({ id: ada.userId, name: ada.name });
			expect(await use(secret)).toMatchObject({
				name: `${ada.name}/laptop`,
				kind: "token",
				roles: ["designer"],
				userId: ada.userId,
				account,
			});
			expect((await listTokens(needs, ada)).map(({ id }) => id)).toEqual([token.id]);
			expect((await getToken(needs, ada, token.id)).owner?.name).toBe(ada.name);
			expect((await listTokens(needs, admin, { owner: ada.name })).map(({ id }) => id)).toEqual([token.id]);
		});

		it("that creates another still belongs to the user", async () => {
			const { secret } = await make(admin, accountRoles, { name: "first" });
			const { token } = await make(await use(secret), ["observer"], { name: "second" });
			expect(token.owner).toEqual({ id: admin.userId, name: admin.name });
		});

		it("never has more roles than the user has now", async () => {
			const ada = await enterAs("observer", "designer", "publisher");
			const { secret } = await make(ada, ["designer", "publisher"]);
			const { secret: asOperator } = await make(registry.local, ["operator"]);
			const rolesNow = async () => (await use(secret)).roles;
			expect(await rolesNow()).toEqual(["designer", "publisher"]);
			await setMember(needs, admin, { user: ada.name, roles: ["actor", "designer", "admin"] });
			expect(await rolesNow(), "what they became is not in the token").toEqual(["designer"]);
			await setMember(needs, admin, { user: ada.name, roles: ["observer"] });
			expect(await rolesNow()).toEqual([]);
			await setMember(needs, admin, { user: ada.name, roles: ["publisher"] });
			expect(await rolesNow()).toEqual(["publisher"]);
			await removeMember(needs, admin, ada.name);
			expect(await rolesNow()).toEqual([]);
			expect((await use(asOperator)).roles, "a service's is its own").toEqual(["operator"]);
		});

		it("does not work while the user is disabled", async () => {
			const ada = await enterAs("designer");
			const { secret } = await make(ada, ["designer"]);
			await use(secret);
			await editUser(needs, registry.local, { name: ada.name, isDisabled: true });
			expect(await faultOf(() => use(secret))).toMatchObject({ code: "token-invalid" });
			await editUser(needs, registry.local, { name: ada.name, isDisabled: false });
			expect((await use(secret)).name).toContain(ada.name);
		});

		it("of an operator has operator rights only while the user has them", async () => {
			const { name } = await registry.newUser({ isOperator: true, in: admin, roles: ["observer"] });
			const { secret } = await make((await registry.enter({ name }, account)).actor, ["observer", "operator"]);
			expect((await use(secret)).roles).toEqual(["observer", "operator"]);
			await editUser(needs, registry.local, { name, isOperator: false });
			expect((await use(secret)).roles).toEqual(["observer"]);
		});

		it("may move channels whose mover is the user", async () => {
			const ada = await enterAs("designer");
			await componentsOf(needs, registry.local).history(account, "i-1", "i-2");
			const made = componentsOf(needs, ada);
			await made.history("web", "i-1", "i-2");
			const channel = { kind: "mci", name: "web", channel: "production" } as const;
			await moveChannel(needs, ada, { ...channel, to: "1" });
			await restrictChannel(needs, admin, { ...channel, movers: [`user:${ada.name}`] });
			const { secret } = await make(ada, ["designer"], { name: "laptop" });
			await moveChannel(needs, await use(secret), { ...channel, to: "2" });
			const { secret: impostor } = await make(registry.local, ["designer"], { name: `${ada.name}x` });
			expect((await use(impostor)).name).toBe(`${ada.name}x`);
			const bob = await enterAs("designer");
			expect(await faultOf(() => moveChannel(needs, bob, { ...channel, to: "1" }))).toMatchObject({
				code: "channel-restricted",
			});
		});
	});

	describe("a token", () => {
		it.each<readonly [string, readonly AccountRole[], readonly Role[]]>([
			["a role that the person has not", ["observer", "designer"], ["designer", "publisher"]],
			["the installation", accountRoles, ["operator"]],
		])("is not created for %s", async (_what, has, wanted) => {
			const actor = await enterAs(...has);
			expect(await faultOf(() => make(actor, wanted))).toMatchObject({ code: "token-roles" });
		});

		it("is not created without a role, nor by a token that may not manage tokens", async () => {
			expect(await faultOf(() => make(admin, []))).toMatchObject({ code: "input-invalid" });
			const { secret } = await make(admin, ["observer", "designer"]);
			const weak = await use(secret);
			expect(await faultOf(() => make(weak, ["observer"]))).toMatchObject({ code: "permission-denied" });
		});

		it("does not outlive the token that creates it, which sees only its own tokens", async () => {
			const { secret } = await make(admin, accountRoles, { expiresAt: "2026-01-02T00:00:00.000Z" });
			const short = await use(secret);
			expect(short.endsAt).toBe("2026-01-02T00:00:00.000Z");
			expect((await make(short, ["observer"])).token.expiresAt).toBe("2026-01-02T00:00:00.000Z");
			expect((await make(short, ["observer"], { expiresAt: "2026-01-01T12:00:00.000Z" })).token.expiresAt).toBe(
				"2026-01-01T12:00:00.000Z",
			);
			for (const expiresAt of ["2026-01-02T00:00:00.001Z", "2026-01-01T00:00:00.000Z"]) {
				expect(await faultOf(() => make(short, ["observer"], { expiresAt }))).toMatchObject({ code: "input-invalid" });
			}
		});

		it("of a service can't have the name of a user", async () => {
			expect(await faultOf(() => make(registry.local, ["observer"], { name: admin.name }))).toMatchObject({
				code: "token-name-taken",
			});
		});

		it("is revoked by users who may manage tokens, by its user, and by the token", async () => {
			const ada = await enterAs("designer");
			const bob = await enterAs("designer");
			const mine = () => make(ada, ["designer"]);
			const isGone = async ({ secret }: NewToken) =>
				expect(await faultOf(() => use(secret))).toMatchObject({ code: "token-invalid" });
			const [byAdmin, byPerson, byToken, kept] = [await mine(), await mine(), await mine(), await mine()];
			await revokeToken(needs, admin, byAdmin.token.id);
			await isGone(byAdmin);
			await revokeToken(needs, ada, byPerson.token.id);
			await isGone(byPerson);
			const itself = await use(byToken.secret);
			expect(
				await faultOf(() => revokeToken(needs, itself, kept.token.id)),
				"a stolen one ends no other",
			).toMatchObject({ code: "token-not-found" });
			await revokeToken(needs, itself, byToken.token.id);
			await isGone(byToken);
			for (const act of [() => revokeToken(needs, bob, kept.token.id), () => getToken(needs, bob, kept.token.id)]) {
				expect(await faultOf(act)).toEqual({ code: "token-not-found", details: { token: kept.token.id } });
			}
			const elsewhere = (await make(registry.local, ["observer"])).token.id;
			for (const act of [() => revokeToken(needs, admin, elsewhere), () => getToken(needs, admin, elsewhere)]) {
				expect(await faultOf(act)).toEqual({ code: "token-not-found", details: { token: elsewhere } });
			}
		});

		it("that is the last admin's can be revoked if a user is admin, but not if no admin can sign in", async () => {
			const service = await createAccount(needs, registry.local, { name: registry.fresh("robots") });
			const robot = await use(service.token?.secret ?? "");
			const id = service.token?.token.id ?? 0;
			const narrowed = async () => {
				await createComponent(needs, { ...robot, may: registry.local.may }, { kind: "mci", name: "web" });
				return make(robot, ["admin"], { only: { kind: "mci", name: "web" } });
			};
			await narrowed();
			expect(await faultOf(() => revokeToken(needs, robot, id)), "a narrowed one administers nothing").toMatchObject({
				code: "token-last-admin",
			});
			const { name } = await registry.newUser({ in: robot, roles: ["admin"] });
			await editUser(needs, registry.local, { name, isDisabled: true });
			expect(await faultOf(() => revokeToken(needs, robot, id))).toMatchObject({ code: "token-last-admin" });
			await editUser(needs, registry.local, { name, isDisabled: false });
			await revokeToken(needs, robot, id);
			expect(await faultOf(() => use(service.token?.secret ?? ""))).toMatchObject({ code: "token-invalid" });
		});

		it("is listed by owner and by creator", async () => {
			const ada = await enterAs("designer");
			const person = (await make(ada, ["designer"])).token.id;
			const robots = await createAccount(needs, registry.local, { name: registry.fresh("robots") });
			const robot = await use(robots.token?.secret ?? "");
			const ids = async (actor: Actor, filter: Parameters<typeof listTokens>[2]) =>
				(await listTokens(needs, actor, filter)).map(({ id }) => id);
			expect(await ids(robot, { owner: null })).toEqual([robots.token?.token.id]);
			expect(await ids(admin, { owner: null })).toEqual([]);
			expect(await ids(admin, { owner: ada.name, source: "made" })).toEqual([person]);
			expect(await ids(admin, { source: "a rule" })).toEqual([]);
		});
	});

	describe("a narrowed token", () => {
		let made: Components;
		let narrow: Actor;
		let secret: string;

		beforeEach(async () => {
			made = componentsOf(needs, admin);
			await made.history("web", "i-1", "i-2");
			await made.history("other", "i-1", "i-2");
			const token = await make(admin, accountRoles, { only: { kind: "mci", name: "web" } });
			expect(token.token).toMatchObject({ component: { kind: "mci", name: "web" } });
			secret = token.secret;
			narrow = await use(secret);
		});

		const refusal = { code: "token-narrowed", details: { name: "web" } };
		const other = { kind: "mci", name: "other" } as const;
		const web = { kind: "mci", name: "web" } as const;

		it("may do everything with its component that its roles allow", async () => {
			expect((await getHead(needs, narrow, web)).component.name).toBe("web");
			await putSetting(needs, narrow, {
				name: "web",
				expected: null,
				cloud: "gcp",
				setting: { image: { uid: "i-3" } },
			});
			const { revision } = await commitRevision(needs, narrow, { ...web, expected: null, message: "third" });
			expect(revision.number).toBe(3);
			expect(await resolveImage(needs, narrow, { ref: "web@3", cloud: "gcp", requestedValues: {} })).toMatchObject({
				image: { uid: "i-3" },
			});
			await moveChannel(needs, narrow, { ...web, channel: "production", to: "3" });
			expect((await diffRevisions(needs, narrow, { kind: "mci", from: "web@1", to: "web@3" })).changes).toHaveLength(1);
			await renameComponent(needs, narrow, { ...web, to: "web-2", expected: null });
			expect((await use(secret)).only?.name).toBe("web-2");
			expect(
				(await resolveImage(needs, await use(secret), { ref: "web@3", cloud: "gcp", requestedValues: {} })).kind,
			).toBe("resolved");
		});

		const elsewhere: readonly (readonly [string, () => unknown])[] = [
			["look at another", () => getHead(needs, narrow, other)],
			["look at one that is not there", () => getHead(needs, narrow, { ...other, name: "nowhere" })],
			["look at a template of its own's name", () => getRevision(needs, narrow, { kind: "template", ref: "web@head" })],
			[
				"change another",
				() =>
					putSetting(needs, narrow, {
						name: "other",
						expected: null,
						cloud: "gcp",
						setting: { image: { uid: "i-3" } },
					}),
			],
			["commit another", () => commitRevision(needs, narrow, { ...other, expected: null, message: "x" })],
			["resolve another", () => resolveImage(needs, narrow, { ref: "other@1", cloud: "gcp", requestedValues: {} })],
			[
				"resolve one that is not there",
				() => resolveImage(needs, narrow, { ref: "nowhere@1", cloud: "gcp", requestedValues: {} }),
			],
			["compare with another", () => diffRevisions(needs, narrow, { kind: "mci", from: "other@1", to: "web@1" })],
			["compare another", () => diffRevisions(needs, narrow, { kind: "mci", to: "other@1" })],
			[
				"merge another into its own",
				() => mergeRevision(needs, narrow, { ...web, expected: null, from: "other@1", answers: new Map() }),
			],
			[
				"merge by another as the base",
				() =>
					mergeRevision(needs, narrow, { ...web, expected: null, from: "web@1", base: "other@1", answers: new Map() }),
			],
			[
				"merge its own into another",
				() => mergeRevision(needs, narrow, { ...other, expected: null, from: "web@1", answers: new Map() }),
			],
			["clone another", () => cloneComponent(needs, narrow, { kind: "mci", ref: "other@1", name: "copy" })],
			["clone its own", () => cloneComponent(needs, narrow, { kind: "mci", ref: "web@1", name: "copy" })],
			["make another", () => createComponent(needs, narrow, { kind: "mci", name: "third" })],
			["rename another", () => renameComponent(needs, narrow, { ...other, to: "third", expected: null })],
			["delete another", () => deleteComponent(needs, narrow, { ...other, expected: null })],
			["move another's channel", () => moveChannel(needs, narrow, { ...other, channel: "production", to: "1" })],
			[
				"revoke another",
				() => setLifecycle(needs, narrow, { kind: "mci", ref: "other@1", state: "revoked", reason: "x" }),
			],
			[
				"replace its own by another",
				() =>
					setLifecycle(needs, narrow, {
						kind: "mci",
						ref: "web@1",
						state: "revoked",
						reason: "x",
						replacement: "other@1",
					}),
			],
			["make a token", () => make(narrow, ["observer"])],
			["list tokens", () => listTokens(needs, narrow)],
			["add a member", () => setMember(needs, narrow, { user: admin.name, roles: ["observer"] })],
		];
		it.each(elsewhere)("does not %s", async (_what, act) => {
			expect(await faultOf(act)).toEqual(refusal);
		});

		it("does not revoke copies of its component", async () => {
			await made.clone("mci", "web@1", "copy");
			await made.commit("mci", "copy", { overrideLint: "the same as its origin" }).catch(() => undefined);
			await made.put("copy", "i-9");
			await made.commit("mci", "copy");
			const asked = { kind: "mci", ref: "web@1", state: "revoked", reason: "broken" } as const;
			const { impact } = await getImpact(needs, narrow, { kind: "mci", ref: "web@1" });
			expect(impact.commits.length).toBeGreaterThan(1);
			expect(
				await faultOf(() => setLifecycle(needs, narrow, { ...asked, cascade: true, seen: impact.digest })),
			).toEqual(refusal);
			expect((await setLifecycle(needs, narrow, asked)).state).toBe("revoked");
		});

		it("does not commit other HEADs with its template", async () => {
			await made.put("web", "i-7");
			await made.template("site", { mcis: ["web@head"] });
			const own = await use((await make(admin, accountRoles, { only: { kind: "template", name: "site" } })).secret);
			const commit = { kind: "template", name: "site", expected: null, message: "x" } as const;
			expect(await faultOf(() => commitRevision(needs, own, { ...commit, heads: "commit" }))).toEqual({
				code: "token-narrowed",
				details: { name: "site" },
			});
			expect((await commitRevision(needs, own, { ...commit, heads: "keep" })).revision.number).toBe(1);
		});

		it("ends with its component: one created later under the name is another", async () => {
			await deleteComponent(needs, admin, { ...web, expected: null });
			expect(await faultOf(() => use(secret))).toMatchObject({ code: "token-invalid" });
			await made.mci("web", "i-1");
			expect(await faultOf(() => use(secret))).toMatchObject({ code: "token-invalid" });
		});

		it("is created only for an existing component", async () => {
			expect(await faultOf(() => make(admin, ["observer"], { only: { kind: "mci", name: "nowhere" } }))).toMatchObject({
				code: "mci-not-found",
			});
			await componentsOf(needs, registry.local).mci(registry.fresh("foreign"), "i-1");
			expect(await faultOf(() => make(admin, ["observer"], { only: { kind: "template", name: "web" } }))).toMatchObject(
				{
					code: "template-not-found",
				},
			);
		});
	});
});
