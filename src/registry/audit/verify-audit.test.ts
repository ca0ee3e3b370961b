import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, openRegistry, type TestRegistry, withRoles } from "../../../test/registries.ts";
import { roleSets } from "../../../test/role-sets.ts";
import type { BrokenLink, ChainLink } from "../../core/audit/index.ts";
import { openEngine } from "../../storage/open-store.ts";
import type { Actor } from "../actor.ts";
import { createComponent } from "../components/create-component.ts";
import { putSetting } from "../mcis/put-setting.ts";
import { createToken } from "../tokens/create-token.ts";
import { verifyAudit } from "./verify-audit.ts";

describe.each(engines)("the audit on %s", (engine) => {
	let registry: TestRegistry;
	let actor: Actor;
	let database: Awaited<ReturnType<typeof openEngine>>;
	let made = 0;

	beforeAll(async () => {
		registry = await openRegistry(engine);
		database = await openEngine(registry.location);
		actor = await registry.newActor();
		await create("web");
		for (let i = 0; i < 7; i++) {
			await putSetting(registry.needs, actor, {
				name: "web",
				expected: null,
				cloud: "gcp",
				setting: { image: { uid: `i-${i}` } },
			});
		}
		await createToken(registry.needs, await registry.newActor(), { name: "ci", roles: roleSets.writer });
		await tamper("create table kept_entries as select * from audit_entries");
	});
	afterEach(() =>
		tamper(
			"delete from audit_entries",
			"insert into audit_entries select * from kept_entries",
			"update registry_state set audit_seq = 11, audit_digest = (select digest from kept_entries where seq = 11)",
		),
	);
	afterAll(async () => {
		await database.close();
		await registry.close();
	});

	const verify = (noted?: ChainLink) => verifyAudit(registry.needs, actor, { noted });
	const create = (name = `other-${++made}`, needs = registry.needs) =>
		createComponent(needs, actor, { kind: "mci", name });

	/** Runs statements as an attacker with access to the database would. */
	async function tamper(...statements: readonly string[]): Promise<void> {
		for (const statement of statements) await database.transaction((db) => sql.raw(statement).execute(db));
	}

	it("is valid when untouched, over all accounts, and grows from its seal", async () => {
		const before = await verify();
		expect(before).toEqual({
			entries: 11,
			seal: { seq: 11, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
			broken: null,
		});
		await create();
		const after = await verify(before.seal);
		expect(after).toMatchObject({ entries: 12, seal: { seq: 12 }, broken: null });
		expect(after.seal.digest).not.toBe(before.seal.digest);
		expect((await verify({ seq: 0, digest: "0".repeat(64) })).broken).toBeNull();
	});

	const columns =
		"account_id, at, actor, act, subject_kind, subject_id, subject_name, head_version, before, after, previous_digest, digest";
	const swap = (a: number, b: number) => [
		`update audit_entries set seq = -1 where seq = ${a}`,
		`update audit_entries set seq = ${a} where seq = ${b}`,
		`update audit_entries set seq = ${b} where seq = -1`,
	];
	it.each<readonly [string, readonly string[], Pick<BrokenLink, "seq" | "as">]>([
		["who did it is changed", ["update audit_entries set actor = 'nobody' where seq = 5"], { seq: 5, as: "changed" }],
		[
			"when is changed",
			["update audit_entries set at = '2025-01-01T00:00:00.000Z' where seq = 5"],
			{ seq: 5, as: "changed" },
		],
		[
			"what it changed is changed",
			["update audit_entries set after = replace(after, 'i-3', 'i-4') where seq = 6"],
			{ seq: 6, as: "changed" },
		],
		[
			"an entry's changes are not JSON any more",
			["update audit_entries set after = '{' where seq = 6"],
			{ seq: 6, as: "changed" },
		],
		["something is taken away", ["update audit_entries set after = null where seq = 6"], { seq: 6, as: "changed" }],
		[
			"its account is another",
			["update audit_entries set account_id = (select max(id) from accounts) where seq = 6"],
			{ seq: 6, as: "changed" },
		],
		["one is deleted", ["delete from audit_entries where seq = 5"], { seq: 5, as: "missing" }],
		["the first are deleted", ["delete from audit_entries where seq < 4"], { seq: 1, as: "missing" }],
		["two are swapped", swap(4, 9), { seq: 4, as: "moved" }],
		["two neighbours are swapped", swap(4, 5), { seq: 4, as: "moved" }],
		["the end is cut", ["delete from audit_entries where seq > 9"], { seq: 10, as: "cut-off" }],
		["all are deleted", ["delete from audit_entries"], { seq: 1, as: "cut-off" }],
		[
			"one is added behind",
			[`insert into audit_entries (seq, ${columns}) select 12, ${columns} from audit_entries where seq = 11`],
			{ seq: 12, as: "added" },
		],
		[
			"one is added before",
			[`insert into audit_entries (seq, ${columns}) select 0, ${columns} from audit_entries where seq = 1`],
			{ seq: 0, as: "added" },
		],
		[
			"one is put between",
			[
				"update audit_entries set seq = seq + 100 where seq > 5",
				`insert into audit_entries (seq, ${columns}) select 6, ${columns} from audit_entries where seq = 5`,
				"update audit_entries set seq = seq - 99 where seq > 100",
				"update registry_state set audit_seq = audit_seq + 1",
			],
			{ seq: 6, as: "moved" },
		],
		["the registry's note is set back", ["update registry_state set audit_seq = 9"], { seq: 10, as: "added" }],
		[
			"the registry's note is another",
			[`update registry_state set audit_digest = '${"f".repeat(64)}'`],
			{ seq: 11, as: "rewritten" },
		],
	])("is found to be broken when %s", async (_what, statements, broken) => {
		await tamper(...statements);
		const verdict = await verify();
		expect(verdict.broken).toMatchObject(broken);
		expect(verdict.seal.seq).toBe(verdict.entries);
		expect(verdict.entries).toBeLessThanOrEqual(11);
	});

	it("stays broken, however much is written afterwards", async () => {
		await tamper("update audit_entries set actor = 'nobody' where seq = 5");
		await create();
		expect((await verify()).broken).toMatchObject({ seq: 5, as: "changed" });
	});

	it("rewritten completely, including the stored head, fails against a seal recorded elsewhere", async () => {
		const { seal } = await verify();
		const nine = (await registry.needs.store.read.audit.listChain({ after: 8, last: 9, limit: 1 }))[0];
		await tamper(
			"delete from audit_entries where seq > 9",
			`update registry_state set audit_seq = 9, audit_digest = '${nine?.digest}'`,
		);
		expect((await verify()).broken, "a chain can't detect it without the seal").toBeNull();
		expect((await verify(seal)).broken).toMatchObject({ seq: 11, as: "cut-off" });
		for (let i = 0; i < 3; i++) await create();
		expect((await verify()).broken).toBeNull();
		expect((await verify(seal)).broken).toMatchObject({ seq: 11, as: "rewritten" });
		expect((await verify({ seq: 9, digest: nine?.digest ?? "" })).broken).toBeNull();
	});

	it("reports its progress, page by page", async () => {
		await registry.needs.store.write(async (tx) => {
			const entry = {
				accountId: actor.accountId,
				at: "2026-01-01T00:00:00.000Z",
				actor: "x",
				act: "test.act",
				subjectName: "s",
			};
			for (let i = 0; i < 1100; i++)
				tx.record({
					...entry,
					subjectKind: "account",
					subjectId: null,
					headVersion: null,
					before: { i },
					after: ["é", null, { i }],
				});
		});
		const steps: number[] = [];
		const verdict = await verifyAudit(registry.needs, actor, {
			onProgress: ({ done, total }) => steps.push(done, total),
		});
		expect(verdict).toMatchObject({ entries: 1111, broken: null });
		expect(steps).toEqual([500, 1111, 1000, 1111, 1111, 1111]);
	});

	it("is valid while others write", async () => {
		const other = await registry.second();
		const writing = (async () => {
			for (let i = 0; i < 40; i++) await create(undefined, other);
		})();
		for (let i = 0; i < 10; i++) expect((await verify()).broken).toBeNull();
		await writing;
		expect(await verify()).toMatchObject({ entries: 51, broken: null });
	});

	it.each(["reader", "writer"] as const)("is not verified for a %s", async (role) => {
		expect(await faultOf(() => verifyAudit(registry.needs, withRoles(actor, role), {}))).toMatchObject({
			code: "permission-denied",
		});
	});
});
