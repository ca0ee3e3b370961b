import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { engines, faultOf, type Location, newLocation } from "../../test/registries.ts";
import type { Role } from "../core/access/index.ts";
import { chainStart, followChain } from "../core/audit/index.ts";
import type { Ddl, Engine } from "./dialects/engine.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import type { Migration } from "./migrations/migration.ts";
import { newestMigration } from "./migrations/newest.ts";
import { openEngine, openStore, storeOn } from "./open-store.ts";

/** Rows written at one migration, and a check of them after all later ones. */
interface Rows {
	/** The rows are inserted after this migration. */
	readonly after: string | null;
	insert(database: Kysely<unknown>): Promise<void>;
	/** Runs after all migrations. */
	check(engine: Engine): Promise<void>;
}

/**
 * One entry per migration that changes rows: the rows of the migration before. The first migration finds no rows, and
 * leaves the counters.
 */
const rowsOf: Readonly<Record<string, Rows>> = {
	"0001-registry": {
		after: null,
		insert: async () => undefined,
		check: async (engine) => {
			expect(await engine.reader.selectFrom("registry_state").selectAll().execute()).toMatchObject([
				{ id: 1, generation: 1, audit_seq: 0 },
			]);
			expect(await engine.reader.selectFrom("accounts").selectAll().execute()).toEqual([]);
		},
	},
	"0002-components": {
		after: "0001-registry",
		insert: async (db) => {
			const statements = [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`,
				sql`insert into texts (id, digest, body) values (1, 'd', 'About web.')`,
				sql`insert into clouds (id, account_id, slug, type, region, name, created_at) values (3, 7, 'gcp', 'gcp', null, 'gcp', 'then')`,
				sql`insert into images (id, account_id, cloud_id, kind, uid, checksum, state, created_at, search_text) values (5, 7, 3, 'id', 'img', '', 'active', '', 'img')`,
				sql`insert into mcis (id, account_id, lineage, name, description_id, tags, head_version, latest_number, origin_key, origin_number, os, search_text, created_at, updated_at)
					values (11, 7, 'aaaa', 'web', 1, '["a"]', 4, 2, 'csv:web', 1, 'debian', 'web', 'then', 'now')`,
				sql`insert into revisions (mci_id, number, name, description_id, tags, digest, message, author, created_at, settings_count, changes_count, release_parts)
					values (11, 1, 'web', 1, '[]', 'sha256:1', 'first', 'ann', 'then', 1, 1, '{}'), (11, 2, 'web', 1, '[]', 'sha256:2', 'second', 'ann', 'then', 0, 1, null)`,
				sql`insert into settings (mci_id, cloud_id, from_number, to_number, image_id, instance_type, user_data_id) values (11, 3, 1, 2, 5, 'large', 1)`,
			];
			for (const statement of statements) await statement.execute(db);
		},
		check: async (engine) => {
			const component = await engine.reader.selectFrom("components").selectAll().executeTakeFirstOrThrow();
			expect(component).toMatchObject({
				id: 11,
				account_id: 7,
				kind: "mci",
				lineage: "aaaa",
				name: "web",
				head_version: 4,
				latest_number: 2,
			});
			expect(component).toMatchObject({
				origin_key: "csv:web",
				origin_number: 1,
				os: "debian",
				parent_lineage: null,
				document_id: null,
			});
			const revisions = await engine.reader
				.selectFrom("revisions")
				.select(["component_id", "number", "digest", "notes"])
				.orderBy("number")
				.execute();
			expect(revisions).toEqual([
				{ component_id: 11, number: 1, digest: "sha256:1", notes: null },
				{ component_id: 11, number: 2, digest: "sha256:2", notes: null },
			]);
			expect(await engine.reader.selectFrom("settings").selectAll().execute()).toEqual([
				{
					mci_id: 11,
					cloud_id: 3,
					from_number: 1,
					to_number: 2,
					image_id: 5,
					instance_type: "large",
					kernel: null,
					ramdisk: null,
					user_data_id: 1,
				},
			]);
			// New rows get ids of their own, and old rows keep their references.
			const added = {
				account_id: 7,
				kind: "template",
				lineage: "bbbb",
				name: "web",
				description_id: 1,
				tags: "[]",
				head_version: 1,
			};
			await engine.transaction(async (db) => {
				await db
					.insertInto("components")
					.values({ ...added, latest_number: 0, search_text: "web", created_at: "now", updated_at: "now" })
					.execute();
			});
			const ids = await engine.reader.selectFrom("components").select("id").orderBy("id").execute();
			expect(ids.map(({ id }) => id)).toEqual([11, 12]);
			await expect(
				engine.transaction((db) => db.deleteFrom("components").where("id", "=", 11).execute()),
			).rejects.toThrow(/foreign key/i);
		},
	},
	"0003-audit-chain": {
		after: "0002-components",
		insert: async (database) => {
			await sql`insert into accounts (id, name, created_at) values (1, 'a', '2026')`.execute(database);
			// More rows than the migration handles in one batch.
			for (let seq = 1; seq <= 1203; seq++) {
				const after = seq % 3 === 0 ? null : JSON.stringify({ z: seq, a: ["é", null, '"'] });
				await sql`insert into audit_entries (seq, account_id, at, actor, act, subject_kind, subject_id, subject_name, head_version, before, after)
					values (${seq}, 1, ${`2026-01-01T00:00:00.${seq}Z`}, 'me', 'test.act', 'mci', ${seq % 2 ? seq : null}, 'web', ${seq % 5 ? null : seq}, null, ${after})`.execute(
					database,
				);
			}
			await sql`update registry_state set audit_seq = 1203`.execute(database);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			const end = await store.read.audit.getEnd();
			expect(end).toMatchObject({ seq: 1203, newest: 1203 });
			const chain = await store.read.audit.listChain({ after: 0, last: 2000, limit: 2000 });
			expect(chain.at(-2)).toMatchObject({
				seq: 1202,
				after: { z: 1202, a: ["é", null, '"'] },
				subjectId: null,
				headVersion: null,
			});
			const { reached, broken } = followChain(chainStart, chain, (text) =>
				createHash("sha256").update(text).digest("hex"),
			);
			expect([reached, broken]).toEqual([{ seq: end.seq, digest: end.digest }, undefined]);
			const entry = {
				accountId: 1,
				at: "2026",
				actor: "me",
				act: "test.act",
				subjectKind: "mci",
				subjectId: null,
			} as const;
			await store.write(async (tx) =>
				tx.record({ ...entry, subjectName: "web", headVersion: null, before: null, after: null }),
			);
			expect((await store.read.audit.search({ accountId: 1, sort: "newest", limit: 1 }))[0]).toMatchObject({
				seq: 1204,
				previousDigest: end.digest,
			});
		},
	},
	"0004-servers": {
		after: "0003-audit-chain",
		insert: async (db) => {
			const statements = [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`,
				sql`insert into texts (id, digest, body) values (1, 'd', 'About web.')`,
				sql`insert into clouds (id, account_id, slug, type, region, name, created_at) values (3, 7, 'gcp', 'gcp', null, 'gcp', 'then')`,
				sql`insert into images (id, account_id, cloud_id, kind, uid, checksum, state, created_at, search_text) values (5, 7, 3, 'id', 'img', '', 'active', '', 'img')`,
				sql`insert into components (id, account_id, kind, lineage, name, description_id, tags, head_version, latest_number, search_text, created_at, updated_at)
					values (11, 7, 'template', 'aaaa', 'web', 1, '[]', 4, 2, 'web', 'then', 'now')`,
			];
			for (const statement of statements) await statement.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			const at = "2026-01-01T00:00:00.000Z";
			const entry = {
				accountId: 7,
				at,
				actor: "me",
				act: "test.act",
				subjectKind: "server",
				subjectId: null,
				subjectName: "prod/web",
			} as const;
			await store.write(async (tx) => {
				const deployment = await tx.deployments.insert({ accountId: 7, name: "prod", description: "", inputs: {}, at });
				const template = { id: 11, number: 2, selector: "latest", digest: "sha256:2" };
				const told = { reasons: [], warnings: [], inputs: [], parts: [], bytes: 0 };
				const nothing = {
					mci: null,
					instanceType: null,
					kernel: null,
					ramdisk: null,
					userData: null,
					sentUserData: null,
				};
				const words = { name: "web", description: "", overrides: {}, resolvedAt: at };
				await tx.servers.insert(
					{ accountId: 7, deploymentId: deployment.id, at },
					{ ...words, ...nothing, template, cloudId: 3, imageId: 5, told },
				);
				tx.record({ ...entry, headVersion: 1, before: null, after: null });
			});
			const [server] = await store.read.servers.list({ accountId: 7, limit: 10 });
			expect(server).toMatchObject({
				name: "web",
				template: { name: "web", number: 2 },
				cloud: { slug: "gcp" },
				image: { uid: "img" },
			});
			// Rows that a server uses can't be deleted, even without a check in the code.
			for (const table of ["components", "images", "clouds", "deployments"] as const) {
				await expect(engine.transaction((db) => db.deleteFrom(table).execute())).rejects.toThrow(/foreign key/i);
			}
		},
	},
	"0005-accounts": {
		after: "0004-servers",
		insert: async (db) => {
			const statements = [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`,
				sql`insert into texts (id, digest, body) values (1, 'd', 'About web.')`,
				sql`insert into tokens (id, account_id, name, role, hash, created_at, expires_at, revoked_at, last_used_at) values
					(101, 7, 'r', 'reader', 'h1', 'then', null, null, null), (102, 7, 'w', 'writer', 'h2', 'then', 'later', null, 'now'),
					(103, 7, 'a', 'admin', 'h3', 'then', null, 'now', null)`,
				sql`insert into components (id, account_id, kind, lineage, name, description_id, tags, head_version, latest_number, search_text, created_at, updated_at)
					values (11, 7, 'mci', 'aaaa', 'web', 1, '[]', 4, 2, 'web', 'then', 'now')`,
				sql`insert into channels (id, component_id, name, number, guards, movers, moves_count, created_at, updated_at) values
					(1, 11, 'a', 1, '[]', null, 1, 'then', 'then'), (2, 11, 'b', 1, '[]', '["role:admin","role:writer","token:role:writer"]', 1, 'then', 'then'),
					(3, 11, 'c', 1, '[]', '["token:ci"]', 1, 'then', 'then')`,
			];
			for (const statement of statements) await statement.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			const tokens = await store.read.tokens.list(7);
			const writer = ["observer", "actor", "designer", "library"];
			expect(
				tokens.map(({ name, roles, owner, componentId, source }) => [name, roles, owner, componentId, source]),
			).toEqual([
				["r", ["observer"], null, null, "made"],
				["w", writer, null, null, "made"],
				["a", [...writer, "publisher", "admin", "operator"], null, null, "made"],
			]);
			expect(tokens.map(({ expiresAt, revokedAt, lastUsedAt }) => [expiresAt, revokedAt, lastUsedAt])).toEqual([
				[null, null, null],
				["later", null, "now"],
				[null, "now", null],
			]);
			expect((await store.read.channels.list([11])).map(({ name, movers }) => [name, movers])).toEqual([
				["a", null],
				["b", ["role:admin", "role:designer", "token:role:writer"]],
				["c", ["token:ci"]],
			]);
			expect(await store.read.accounts.list({ limit: 10 })).toEqual([
				{ id: 7, name: "acme", description: "", createdAt: "then", members: 0 },
			]);
			expect(await store.read.users.list({ limit: 10 }), "nobody is made whom nobody asked for").toEqual([]);
			// A server of the previous release never grants a new token more than the token may do.
			const at = "2026-01-01T00:00:00.000Z";
			const old = async (roles: readonly Role[]) =>
				store.write(async (tx) => {
					const fields = {
						accountId: 7,
						name: "n",
						userId: null,
						componentId: null,
						source: "made",
						createdAt: at,
						expiresAt: null,
					};
					const id = await tx.tokens.insert({ ...fields, roles, hash: roles.join() });
					tx.record({
						accountId: 7,
						at,
						actor: "me",
						act: "token.create",
						subjectKind: "token",
						subjectId: id,
						subjectName: "n",
						headVersion: null,
						before: null,
						after: null,
					});
					return id;
				});
			const ids = [
				await old(["admin"]),
				await old(["designer"]),
				await old(writer as Role[]),
				await old([...(writer as Role[]), "publisher", "admin"]),
			];
			const kept = await engine.reader
				.selectFrom("tokens")
				.select(["id", "role"])
				.where("id", "in", ids)
				.orderBy("id")
				.execute();
			expect(kept.map(({ role }) => role)).toEqual(["reader", "reader", "writer", "admin"]);
		},
	},
	"0006-events": {
		after: "0005-accounts",
		insert: async (db) => {
			await sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`.execute(db);
			await sql`insert into audit_entries (seq, account_id, at, actor, act, subject_kind, subject_name, previous_digest, digest)
				values (1, 7, 'then', 'me', 'mci.commit', 'mci', 'web', '', 'd')`.execute(db);
			await sql`update registry_state set audit_seq = 1, audit_digest = 'd'`.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			expect(await store.read.events.getBacklog(), "earlier acts are not news").toEqual({
				dispatched: 1,
				newest: 1,
			});
			const subject = { kind: "mci", id: 1, name: "web" };
			const told = {
				accountId: 7,
				messageId: "msg_1",
				at: "now",
				event: "component.committed",
				auditSeq: 1,
				subject,
				title: "t",
				details: {},
			} as const;
			await store.keep(async (tx) => {
				const ids = await tx.notifications.insert([told]);
				const id = await tx.webhooks.insert({
					...{
						accountId: 7,
						uid: "u",
						name: "hook",
						description: "",
						url: "https://example.com",
						events: ["*"],
						secret: "s",
						createdAt: "now",
					},
				});
				await tx.deliveries.insertMany([
					{
						webhookId: id,
						notificationId: ids.get("msg_1") ?? 0,
						messageId: "msg_1",
						event: "component.committed",
						createdAt: "now",
					},
				]);
			});
			expect(await store.read.notifications.list({ accountId: 7, limit: 5 })).toMatchObject([
				{ messageId: "msg_1", readAt: null },
			]);
			for (const table of ["webhooks", "notifications"] as const) {
				await expect(engine.transaction((db) => db.deleteFrom(table).execute())).rejects.toThrow(/foreign key/i);
			}
		},
	},
	"0007-marketplace": {
		after: "0006-events",
		insert: async (db) => {
			const statements = [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then'), (8, 'globex', 'then')`,
				sql`insert into texts (id, digest, body) values (1, 'd', 'About web.')`,
				sql`insert into clouds (id, account_id, slug, type, region, name, created_at) values (3, 7, 'gcp', 'gcp', null, 'gcp', 'then')`,
				sql`insert into components (id, account_id, kind, lineage, name, description_id, tags, head_version, latest_number, search_text, created_at, updated_at)
					values (11, 7, 'mci', 'aaaa', 'web', 1, '[]', 4, 2, 'web', 'then', 'now')`,
			];
			for (const statement of statements) await statement.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			expect(await store.read.components.find(7, "mci", "web"), "all there was is the account's own").toMatchObject({
				id: 11,
				publisher: null,
			});
			expect(await engine.reader.selectFrom("clouds").select(["slug", "is_dormant"]).execute()).toEqual([
				{ slug: "gcp", is_dormant: 0 },
			]);
			const at = "2026-01-01T00:00:00.000Z";
			const facts = { os: "debian", osVersion: null, architecture: null };
			const words = {
				name: "web",
				digest: "sha256:d",
				short: "A web server",
				description: "",
				notes: "",
				categories: ["web"],
				clouds: ["gcp"],
			};
			await store.write(async (tx) => {
				const to = { audience: { everyone: true, groups: [] }, isDependency: false, snapshot: null, by: "me", at };
				const of = { accountId: 7, kind: "mci" as const, lineage: "aaaa", componentId: 11, number: 1 };
				await tx.publications.insert({ ...words, ...facts, ...to, ...of });
				await tx.publications.settleFront(7, "aaaa");
				const entry = {
					accountId: 7,
					at,
					actor: "me",
					act: "test.act",
					subjectKind: "publication",
					subjectId: null,
					subjectName: "web@1",
				} as const;
				tx.record({ ...entry, headVersion: null, before: null, after: null });
			});
			for (const text of ["server", "we", "absent"]) {
				const found = await store.read.publications.browse({ viewerId: 8, text, sort: "name", limit: 10 });
				expect(found.map(({ name }) => name)).toEqual(text === "absent" ? [] : ["web"]);
			}
		},
	},
	"0008-openid": {
		after: "0007-marketplace",
		insert: async (db) => {
			const statements = [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`,
				sql`insert into users (id, name, display_name, is_operator, created_at, updated_at) values (3, 'ada', 'Ada', 0, 'then', 'then')`,
				sql`insert into memberships (account_id, user_id, source, roles, created_at) values (7, 3, 'given', '["designer"]', 'then')`,
				sql`insert into tokens (id, account_id, name, role, roles, hash, created_at) values (5, 7, 'ci', 'reader', '["observer"]', 'h', 'then')`,
			];
			for (const statement of statements) await statement.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			const at = "2026-01-01T00:00:00.000Z";
			const words = {
				name: "ci",
				issuer: "https://gitlab.com",
				audience: "mci",
				conditions: { project_id: ["1"] },
				roles: ["actor"] as const,
			};
			await store.write(async (tx) => {
				await tx.signInProviders.addIdentity({ issuer: "https://login.acme.example", subject: "1", userId: 3, at });
				await tx.workloadRules.insert({
					...words,
					accountId: 7,
					componentId: null,
					lifetimeSeconds: 60,
					createdBy: "me",
					createdAt: at,
				});
				tx.record({
					...{
						accountId: 7,
						at,
						actor: "me",
						act: "test.act",
						subjectKind: "workload-rule",
						subjectId: null,
						subjectName: "ci",
					},
					...{ headVersion: null, before: null, after: null },
				});
			});
			expect(await store.read.signInProviders.findUserId("https://login.acme.example", "1")).toBe(3);
			expect(await store.read.users.listMemberships(3)).toMatchObject([
				{ account: "acme", source: "given", roles: ["designer"] },
			]);
			expect(await store.read.tokens.list(7)).toMatchObject([{ id: 5, source: "made", roles: ["observer"] }]);
			expect(await store.read.workloadRules.listFor("https://gitlab.com", "mci")).toMatchObject([
				{ ...words, account: "acme" },
			]);
		},
	},
	"0009-feeds": {
		after: "0008-openid",
		insert: async (db) => {
			await sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			expect(await store.read.accounts.find("acme")).toMatchObject({ id: 7, name: "acme" });
			expect(await store.read.signingKeys.find(7)).toBeUndefined();
			expect(await store.read.feeds.list(7)).toEqual([]);
		},
	},
	"0010-feed-schedule": {
		after: "0009-feeds",
		insert: async (db) => {
			await sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`.execute(db);
			await sql`insert into feeds (id, account_id, name, url, fingerprint, mode, sequence, is_whole, created_by, created_at)
				values (3, 7, 'acme', 'https://images.example.org/index.json', 'sha256:k', 'auto', 4, 1, 'me', 'then')`.execute(
				db,
			);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			expect(await store.read.feeds.get(3)).toMatchObject({
				name: "acme",
				sequence: 4,
				everyMinutes: null,
				problem: null,
			});
			await store.keep((tx) => tx.feeds.change(3, { mode: "offer", everyMinutes: 60 }));
			expect(await store.read.feeds.list(7)).toMatchObject([{ mode: "offer", everyMinutes: 60 }]);
		},
	},
	"0011-registry-clock": {
		after: "0010-feed-schedule",
		insert: async (db) => {
			await sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`.execute(db);
			for (const [seq, at] of [
				"2026-03-01T00:00:00.000Z",
				"2026-03-05T00:00:00.000Z",
				"2026-03-04T00:00:00.000Z",
			].entries())
				await sql`insert into audit_entries (seq, account_id, at, actor, act, subject_kind, subject_name)
					values (${seq + 1}, 7, ${at}, 'me', 'mci.create', 'mci', 'web')`.execute(db);
		},
		check: async (engine) => {
			await engine.generation();
			expect(storeOn(engine).time.recorded()).toBe("2026-03-05T00:00:00.000Z");
		},
	},
	"0012-held-back": {
		after: "0011-registry-clock",
		insert: async (db) => {
			for (const statement of [
				sql`insert into accounts (id, name, created_at) values (7, 'acme', 'then')`,
				sql`insert into texts (id, digest, body) values (1, 'd', 'About web.')`,
				sql`insert into components (id, account_id, kind, lineage, name, description_id, tags,
						head_version, latest_number, search_text, created_at, updated_at)
					values (11, 7, 'mci', 'aaaa', 'web', 1, '[]', 4, 2, 'web', 'then', 'now'),
						(12, 7, 'mci', 'bbbb', 'new', 1, '[]', 1, 0, 'new', 'then', 'now')`,
				sql`insert into revisions (component_id, number, name, description_id, tags, digest, message, author,
						created_at, settings_count, changes_count, release_parts)
					values (11, 1, 'web', 1, '[]', 'sha256:1', 'first', 'ann', 'then', 0, 1, '{}'),
						(11, 2, 'web', 1, '[]', 'sha256:2', 'second', 'ann', 'then', 0, 1, '{}')`,
			])
				await statement.execute(db);
		},
		check: async (engine) => {
			const store = storeOn(engine);
			const current = async () => (await store.read.components.listByIds([11, 12])).map((one) => [one.id, one.current]);
			expect((await current()).sort()).toEqual([
				[11, 2],
				[12, 0],
			]);
			expect((await store.read.revisions.list(11, { limit: 9 })).map(({ heldBack }) => heldBack)).toEqual([null, null]);
			await store.keep(async (tx) => {
				await tx.revisions.setHeldBack(11, 2, "preview");
				await tx.components.refreshCurrent(11);
			});
			expect((await current()).sort()).toEqual([
				[11, 1],
				[12, 0],
			]);
			expect(await store.read.revisions.listHeldBack([11, 12])).toEqual([
				{ componentId: 11, number: 2, heldBack: "preview" },
			]);
		},
	},
};

describe.each(engines)("migrations on %s", (name) => {
	const opened: (() => Promise<void>)[] = [];

	afterEach(async () => {
		for (const close of opened.splice(0).reverse()) await close();
	});

	async function emptyPlace(): Promise<Location> {
		const { location, remove } = await newLocation(name);
		opened.push(remove);
		return location;
	}

	async function engineOn(location: Location): Promise<Engine & { readonly ddl: Ddl }> {
		const engine = await openEngine(location);
		opened.push(() => engine.close());
		return engine;
	}

	function done(engine: Engine): Promise<string[]> {
		return sql<{ name: string }>`select name from schema_migrations order by name`
			.execute(engine.reader)
			.then((result) => result.rows.map((row) => row.name));
	}

	it("prepare an empty database, and do nothing the second time", async () => {
		const engine = await engineOn(await emptyPlace());
		await migrate(engine);
		const first = await sql`select * from schema_migrations`.execute(engine.reader);
		await migrate(engine);
		expect(await done(engine)).toEqual(migrations.map((migration) => migration.name));
		expect((await sql`select * from schema_migrations`.execute(engine.reader)).rows).toEqual(first.rows);
	});

	it("of servers that start at once run once", async () => {
		for (let round = 0; round < 3; round++) {
			const location = await emptyPlace();
			const engines = await Promise.all(Array.from({ length: 4 }, () => engineOn(location)));
			await Promise.all(engines.map((engine) => migrate(engine)));
			for (const engine of engines) expect(await done(engine)).toEqual(migrations.map((migration) => migration.name));
			expect(await engines[0]?.generation()).toBe(1);
		}
	});

	it("refuse a database of a newer version, and leave it unchanged", async () => {
		const location = await emptyPlace();
		const engine = await engineOn(location);
		await migrate(engine);
		await engine.transaction((db) =>
			sql`insert into schema_migrations (name, done_at) values ('9999-future', '')`.execute(db),
		);
		expect(await faultOf(() => openStore(location))).toMatchObject({
			code: "database-newer",
			details: { migration: "9999-future" },
		});
		expect(await done(engine)).toContain("9999-future");
	});

	it("that fail halfway leave nothing behind", async () => {
		const engine = await engineOn(await emptyPlace());
		const failing: Migration = {
			name: "0001-registry",
			up: async (db) => {
				await sql`create table half (id integer)`.execute(db);
				throw new Error("half-way");
			},
		};
		await expect(migrate(engine, [failing])).rejects.toThrow("half-way");
		expect(await done(engine)).toEqual([]);
		await expect(sql`select * from half`.execute(engine.reader)).rejects.toThrow();
		await migrate(engine);
		expect(await done(engine)).toEqual(migrations.map((migration) => migration.name));
	});

	it.each(migrations.map((migration) => migration.name))("%s keeps existing rows", async (migration) => {
		const rows = rowsOf[migration];
		if (!rows) throw new Error(`rowsOf has no rows for ${migration}: add those that the migration before could hold`);
		const engine = await engineOn(await emptyPlace());
		const before = migrations.findIndex((one) => one.name === migration);
		expect(rows.after).toBe(migrations[before - 1]?.name ?? null);
		await migrate(engine, migrations.slice(0, before));
		await engine.transaction((db) => rows.insert(db as unknown as Kysely<unknown>));
		await migrate(engine);
		await rows.check(engine);
	});
});

describe("the list of migrations", () => {
	it("ends with the migration that readers check for", () => {
		expect(migrations.at(-1)?.name).toBe(newestMigration);
	});

	it("is in numerical order, without a gap", () => {
		expect(migrations.map((migration) => Number(migration.name.slice(0, 4)))).toEqual(migrations.map((_, i) => i + 1));
	});
});

describe("a database that can't be opened", () => {
	it.each<readonly [string, Location]>([
		["a file in a folder that is not there", { file: "/nowhere/at/all/registry.db" }],
		["a server that does not answer", { url: "postgres://nobody@127.0.0.1:1/none" }],
	])("is reported as unavailable: %s", async (_what, location) => {
		expect(await faultOf(() => openStore(location))).toMatchObject({ code: "database-unavailable" });
	});
});
