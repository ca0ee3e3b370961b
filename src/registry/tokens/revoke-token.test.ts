import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, openRegistry, useRegistry, withRoles } from "../../../test/registries.ts";
import { roleSets } from "../../../test/role-sets.ts";
import { prepareRegistry } from "../accounts/prepare-registry.ts";
import type { Actor } from "../actor.ts";
import { defaultAccount } from "../default-account.ts";
import { type Authenticator, authenticator } from "../sign-in/authenticate.ts";
import { createToken } from "./create-token.ts";
import { listTokens } from "./list-tokens.ts";
import { revokeToken } from "./revoke-token.ts";

describe.each(engines)("tokens on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let here: Authenticator;

	beforeAll(async () => {
		here = authenticator(needs);
	});
	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		actor = await registry.newActor();
	});

	it("act as their role in their account; their secret is only in the response", async () => {
		const { token, secret } = await createToken(needs, actor, { name: "ci", roles: roleSets.writer });
		expect(await here.actorOf({ kind: "token", secret })).toMatchObject({
			accountId: actor.accountId,
			account: actor.account,
			name: "ci",
			kind: "token",
			roles: roleSets.writer,
			userId: null,
			only: null,
		});
		expect(await listTokens(needs, actor)).toMatchObject([
			{ id: token.id, name: "ci", roles: roleSets.writer, revokedAt: null },
		]);
		const entries = await needs.store.read.audit.list(actor.accountId, { limit: 10 });
		expect(entries[0]).toMatchObject({
			act: "token.create",
			subjectKind: "token",
			subjectId: token.id,
			after: { roles: roleSets.writer, expiresAt: null },
		});
		expect(JSON.stringify([entries, await listTokens(needs, actor)])).not.toContain(secret.slice(4));
	});

	it.each(["", "mci_", "mci_wrong", "' or 1=1 --"])("that don't exist are refused: %j", async (secret) => {
		expect(await faultOf(() => here.actorOf({ kind: "token", secret }))).toMatchObject({ code: "token-invalid" });
	});

	it("stop working immediately when they are revoked, here and in every other process", async () => {
		const other = await registry.second();
		const there = authenticator(other);
		const { token, secret } = await createToken(needs, actor, { name: "ci", roles: roleSets.reader });
		for (const door of [here, there]) expect((await door.actorOf({ kind: "token", secret })).name).toBe("ci");
		await revokeToken(other, actor, token.id);
		for (const door of [here, there])
			expect(await faultOf(() => door.actorOf({ kind: "token", secret }))).toMatchObject({ code: "token-invalid" });
		const [last] = await needs.store.read.audit.list(actor.accountId, { limit: 1 });
		expect(last).toMatchObject({ act: "token.revoke", subjectId: token.id });
		const again = await revokeToken(needs, actor, token.id);
		expect(again.revokedAt).toBe("2026-01-01T00:00:00.000Z");
	});

	it("expire by the clock", async () => {
		const { secret } = await createToken(needs, actor, {
			name: "short",
			roles: roleSets.reader,
			expiresAt: "2026-01-01T00:01:00.000Z",
		});
		registry.setClock("2026-01-01T00:00:59.999Z");
		expect((await here.actorOf({ kind: "token", secret })).name).toBe("short");
		registry.setClock("2026-01-01T00:01:00.000Z");
		expect(await faultOf(() => here.actorOf({ kind: "token", secret }))).toMatchObject({ code: "token-invalid" });
		const past = () =>
			createToken(needs, actor, { name: "x", roles: roleSets.reader, expiresAt: "2026-01-01T00:00:00.000Z" });
		expect(await faultOf(past)).toMatchObject({ code: "input-invalid" });
	});

	it("are created, listed and revoked only by admins", async () => {
		const writer = withRoles(actor, "writer");
		for (const act of [
			() => createToken(needs, writer, { name: "x", roles: roleSets.reader }),
			() => createToken(needs, withRoles(actor, "reader"), { name: "x", roles: roleSets.reader }),
		]) {
			expect(await faultOf(act)).toMatchObject({ code: "permission-denied" });
		}
		const { token } = await createToken(needs, actor, { name: "theirs", roles: roleSets.reader });
		expect(await listTokens(needs, writer)).toEqual([]);
		expect(await faultOf(() => revokeToken(needs, writer, token.id))).toMatchObject({ code: "token-not-found" });
	});

	it("of another account can't be revoked", async () => {
		const { token } = await createToken(needs, actor, { name: "mine", roles: roleSets.reader });
		const stranger = await registry.newActor();
		expect(await faultOf(() => revokeToken(needs, stranger, token.id))).toMatchObject({ code: "token-not-found" });
	});

	it("always include one admin: the last is not revoked, and an expired one does not count", async () => {
		const first = await createToken(needs, actor, { name: "first", roles: roleSets.admin });
		const second = await createToken(needs, actor, {
			name: "second",
			roles: roleSets.admin,
			expiresAt: "2026-01-02T00:00:00.000Z",
		});
		registry.setClock("2026-01-03T00:00:00.000Z");
		expect(await faultOf(() => revokeToken(needs, actor, first.token.id))).toMatchObject({
			code: "token-last-admin",
			details: { token: "first" },
		});
		registry.setClock("2026-01-01T12:00:00.000Z");
		await revokeToken(needs, actor, first.token.id);
		expect(await faultOf(() => revokeToken(needs, actor, second.token.id))).toMatchObject({ code: "token-last-admin" });
	});

	it("always include one admin, even when two admins revoke each other at once", async () => {
		const other = await registry.second();
		for (let round = 0; round < 10; round++) {
			const account = await registry.newActor();
			const [first, second] = [
				await createToken(needs, account, { name: "a", roles: roleSets.admin }),
				await createToken(needs, account, { name: "b", roles: roleSets.admin }),
			];
			const results = await Promise.allSettled([
				revokeToken(needs, account, first.token.id),
				revokeToken(other, account, second.token.id),
			]);
			expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
			const alive = (await listTokens(needs, account)).filter((token) => token.revokedAt === null);
			expect(alive).toHaveLength(1);
		}
	});

	it("record their last use, at most once a minute", async () => {
		const { token, secret } = await createToken(needs, actor, { name: "used", roles: roleSets.reader });
		const lastUse = async () => (await listTokens(needs, actor)).find((one) => one.id === token.id)?.lastUsedAt;
		await here.actorOf({ kind: "token", secret });
		await expect.poll(lastUse).toBe("2026-01-01T00:00:00.000Z");
		registry.setClock(59);
		await here.actorOf({ kind: "token", secret });
		registry.setClock(1);
		await here.actorOf({ kind: "token", secret });
		await expect.poll(lastUse).toBe("2026-01-01T00:01:00.000Z");
	});

	it("start with one admin, created once by any number of servers that start at once", async () => {
		const fresh = await openRegistry(engine);
		try {
			const all = await Promise.all([
				prepareRegistry(fresh.needs),
				prepareRegistry(await fresh.second()),
				prepareRegistry(fresh.needs),
			]);
			const secrets = all.flatMap(({ adminSecret }) => (adminSecret === null ? [] : [adminSecret]));
			expect(secrets).toHaveLength(1);
			expect(await authenticator(fresh.needs).actorOf({ kind: "token", secret: secrets[0] ?? "" })).toMatchObject({
				account: defaultAccount,
				roles: roleSets.admin,
			});
			expect(await fresh.needs.store.read.tokens.list(all[0]?.account.id ?? 0)).toHaveLength(1);
		} finally {
			await fresh.close();
		}
	});
});
