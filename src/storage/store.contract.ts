import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HeadAct, headActs } from "../../test/arbitraries.ts";
import type { AccountRole } from "../core/access/index.ts";
import { chainStart, followChain } from "../core/audit/index.ts";
import { type Cloud, cloudOf, type Image, type ImageFacts, plainSetting, type Setting } from "../core/image/index.ts";
import type {
	AuditEntry,
	ComponentFilter,
	ImageFilter,
	Store,
	StoredMembership,
	StoredRevision,
	StoredToken,
	Transaction,
	WantedImage,
	WrittenServer,
} from "./store.ts";

/** A store on an empty database. `reopen` returns another one on the same rows, as another process would have it. */
export interface OpenedStore {
	readonly store: Store;
	reopen?(): Promise<Store>;
	close(): Promise<void>;
}

const at = "2026-01-01T00:00:00.000Z";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The contract of every store, on any engine. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
	describe(`a store on ${name}`, () => {
		let opened: OpenedStore;
		let store: Store;
		let accounts = 0;

		beforeAll(async () => {
			opened = await open();
			store = opened.store;
		});
		afterAll(() => opened.close());

		/** A new account, so that tests don't see each other's rows. */
		async function newAccount(): Promise<number> {
			accounts++;
			return store.write(async (tx) => {
				const { id } = await tx.accounts.ensure(`account-${accounts}`, at);
				tx.record(entry(id));
				return id;
			});
		}

		/** A write with an audit entry, which is therefore saved. */
		function kept<T>(accountId: number, act: (tx: Transaction) => Promise<T>): Promise<T> {
			return store.write(async (tx) => {
				const result = await act(tx);
				tx.record(entry(accountId));
				return result;
			});
		}

		async function addImages(accountId: number, images: readonly TestImage[]): Promise<readonly number[]> {
			return kept(accountId, async (tx) => {
				const clouds = await tx.clouds.ensure(
					accountId,
					images.map((image) => image.cloud),
					at,
				);
				const { ids } = await tx.images.ensure(
					accountId,
					images.map((image) => wanted(clouds.get(image.cloud.slug) ?? 0, image)),
				);
				return ids;
			});
		}

		async function addMci(
			accountId: number,
			mci: { name: string; description?: string; tags?: string[]; at?: string },
		): Promise<number> {
			return kept(accountId, (tx) =>
				tx.components.insert({
					accountId,
					kind: "mci",
					lineage: crypto.randomUUID(),
					name: mci.name,
					description: mci.description ?? "",
					tags: mci.tags ?? [],
					originKey: null,
					at: mci.at ?? at,
				}),
			);
		}

		describe("keys and feeds", () => {
			it("keeps one signing key per account, and returns each number of a feed index once", async () => {
				const accountId = await newAccount();
				const key = { accountId, fingerprint: `sha256:${accountId}`, publicKey: "p", sealedSecret: "s", createdAt: at };
				const id = await kept(accountId, (tx) => tx.signingKeys.insert(key));
				await expect(
					kept(accountId, (tx) => tx.signingKeys.insert({ ...key, fingerprint: "sha256:other" })),
				).rejects.toThrow();
				const numbers = await Promise.all(
					Array.from({ length: 3 }, () => kept(accountId, (tx) => tx.signingKeys.nextFeedSequence(id))),
				);
				expect([...numbers].sort()).toEqual([1, 2, 3]);
				expect(await store.read.signingKeys.find(accountId)).toEqual({ ...key, id, feedSequence: 3 });
				expect(await store.read.signingKeys.find(accountId + 1_000_000)).toBeUndefined();
			});

			it("trusts a publisher's key in one account, as first recorded, until the trust is removed", async () => {
				const [accountId, other] = [await newAccount(), await newAccount()];
				const key = {
					accountId,
					fingerprint: "sha256:k",
					publisher: "Acme",
					url: null,
					trustedBy: "ann",
					trustedAt: at,
				};
				await kept(accountId, (tx) => tx.signingKeys.trust(key));
				await kept(accountId, (tx) =>
					tx.signingKeys.trust({ ...key, publisher: "Somebody else", url: "https://example.org/" }),
				);
				expect(await store.read.signingKeys.findTrusted(accountId, "sha256:k")).toEqual(key);
				expect(await store.read.signingKeys.listTrusted(accountId)).toEqual([key]);
				expect(await store.read.signingKeys.findTrusted(other, "sha256:k")).toBeUndefined();
				expect(await kept(accountId, (tx) => tx.signingKeys.distrust(other, "sha256:k"))).toBe(0);
				expect(await kept(accountId, (tx) => tx.signingKeys.distrust(accountId, "sha256:k"))).toBe(1);
				expect(await store.read.signingKeys.listTrusted(accountId)).toEqual([]);
			});

			const feed = {
				url: "https://example.org/index.json",
				key: "sha256:k",
				mode: "auto" as const,
				everyMinutes: 60,
				createdBy: "ann",
				createdAt: at,
			};
			const note = {
				publisher: "Acme",
				etag: '"a"',
				lastModified: null,
				indexDigest: "7",
				expiresAt: at,
				isWhole: true,
				checkedAt: at,
				changedAt: at,
				problem: null,
			};

			it("records the result of a sync, unless a newer index was read meanwhile", async () => {
				const accountId = await newAccount();
				const id = await kept(accountId, (tx) => tx.feeds.insert({ ...feed, accountId, name: "acme" }));
				const fresh = await store.read.feeds.find(accountId, "acme");
				expect(fresh).toMatchObject({
					...feed,
					id,
					accountId,
					name: "acme",
					sequence: 0,
					indexDigest: null,
					isWhole: true,
					outcome: null,
				});
				expect(
					await kept(accountId, (tx) => tx.feeds.note({ ...feed, id }, { ...note, sequence: 7, outcome: "2 new" })),
				).toBe(true);
				expect(
					await kept(accountId, (tx) => tx.feeds.note({ ...feed, id }, { ...note, sequence: 6, outcome: "late" })),
				).toBe(false);
				expect(
					await kept(accountId, (tx) =>
						tx.feeds.note({ ...feed, id }, { ...note, sequence: 7, outcome: "again", isWhole: false }),
					),
				).toBe(true);
				for (const other of [{ key: "sha256:other" }, { mode: "offer" as const }]) {
					expect(
						await kept(accountId, (tx) =>
							tx.feeds.note({ ...feed, id, ...other }, { ...note, sequence: 8, outcome: "late" }),
						),
					).toBe(false);
				}
				expect(await store.read.feeds.list(accountId)).toEqual([
					{ ...fresh, ...note, sequence: 7, outcome: "again", isWhole: false },
				]);
				expect(await store.read.feeds.find(accountId + 1_000_000, "acme")).toBeUndefined();
			});

			it("replaces an account's key, and continues the numbers of its feed indexes", async () => {
				const [accountId, other] = [await newAccount(), await newAccount()];
				const key = (of: number) => ({
					accountId: of,
					fingerprint: `sha256:old-${of}`,
					publicKey: "p",
					sealedSecret: "s",
					createdAt: at,
				});
				const [id, theirs] = [
					await kept(accountId, (tx) => tx.signingKeys.insert(key(accountId))),
					await kept(other, (tx) => tx.signingKeys.insert(key(other))),
				];
				await kept(accountId, (tx) => tx.signingKeys.nextFeedSequence(id));
				const fresh = {
					fingerprint: `sha256:new-${accountId}`,
					publicKey: "q",
					sealedSecret: "t",
					createdAt: "2027-01-01T00:00:00.000Z",
				};
				await kept(accountId, (tx) => tx.signingKeys.replace(id, fresh));
				expect(await store.read.signingKeys.find(accountId)).toEqual({ ...fresh, id, accountId, feedSequence: 1 });
				expect(await store.read.signingKeys.find(other)).toEqual({ ...key(other), id: theirs, feedSequence: 0 });
			});

			it("changes the key of one account's feeds, which become unread", async () => {
				const [accountId, other] = [await newAccount(), await newAccount()];
				const add = (of: number, name: string, signed = "sha256:k") =>
					kept(of, (tx) => tx.feeds.insert({ ...feed, accountId: of, name, key: signed }));
				const [id, second, theirs] = [
					await add(accountId, "acme"),
					await add(accountId, "globex", "sha256:g"),
					await add(other, "acme"),
				];
				for (const one of [id, second, theirs])
					await kept(accountId, (tx) =>
						tx.feeds.note(
							{ ...feed, id: one, key: one === second ? "sha256:g" : feed.key },
							{ ...note, sequence: 7, outcome: "2 new" },
						),
					);
				expect(await store.read.feeds.publisherOf(accountId, "sha256:k")).toBe("Acme");
				expect(await kept(accountId, (tx) => tx.feeds.rekey(accountId, "sha256:k", "sha256:n"))).toBe(1);
				const unread = { key: "sha256:n", sequence: 0, indexDigest: null, etag: null, expiresAt: null, isWhole: false };
				expect(await store.read.feeds.get(id)).toMatchObject(unread);
				expect(await store.read.feeds.get(second)).toMatchObject({ key: "sha256:g", sequence: 7 });
				expect(await store.read.feeds.get(theirs)).toMatchObject({ key: "sha256:k", sequence: 7 });
				expect(await store.read.feeds.publisherOf(accountId, "sha256:k")).toBeUndefined();
			});

			it("changes the settings of one feed only", async () => {
				const accountId = await newAccount();
				const id = await kept(accountId, (tx) => tx.feeds.insert({ ...feed, accountId, name: "acme" }));
				const other = await kept(accountId, (tx) => tx.feeds.insert({ ...feed, accountId, name: "other" }));
				await kept(accountId, (tx) =>
					tx.feeds.note({ ...feed, id }, { ...note, sequence: 1, outcome: "not there", problem: "fetch-failed" }),
				);
				await kept(accountId, (tx) => tx.feeds.change(id, { mode: "offer", everyMinutes: null }));
				const changed = { name: "acme", mode: "offer", everyMinutes: null, problem: "fetch-failed", isWhole: false };
				expect(await store.read.feeds.get(id)).toMatchObject(changed);
				await kept(accountId, (tx) => tx.feeds.change(other, { mode: "auto", everyMinutes: 60 }));
				expect(await store.read.feeds.get(other)).toMatchObject({ isWhole: true });
				expect(await store.read.feeds.get(other)).toMatchObject({
					name: "other",
					mode: "auto",
					everyMinutes: 60,
					problem: null,
				});
				expect(await store.read.feeds.get(other + 1_000_000)).toBeUndefined();
			});

			it("lists the content of a feed's newest index, and nothing once the feed is deleted", async () => {
				const accountId = await newAccount();
				const id = await kept(accountId, (tx) => tx.feeds.insert({ ...feed, accountId, name: "acme" }));
				const [one, other] = [crypto.randomUUID(), crypto.randomUUID()].sort() as [string, string];
				const words = { name: "web", digest: "sha256:1", shortDescription: "short", publishedAt: at };
				const web = {
					kind: "mci" as const,
					lineage: one,
					number: 2,
					state: "active" as const,
					bundle: "b",
					bundleSize: 10,
					...words,
				};
				const gone = {
					kind: "script" as const,
					lineage: other,
					number: 1,
					state: "retracted" as const,
					bundle: null,
					bundleSize: null,
					...words,
				};
				const life = {
					lineage: one,
					number: 1,
					deprecatedAt: null,
					revokedAt: at,
					reason: "CVE",
					replacement: "web@2",
				};
				await kept(accountId, (tx) => tx.feeds.replaceOffers(id, { offers: [gone], lifecycles: [] }));
				await kept(accountId, (tx) => tx.feeds.replaceOffers(id, { offers: [gone, web], lifecycles: [life] }));
				expect(await store.read.feeds.offers(id)).toEqual([
					{ feedId: id, ...web },
					{ feedId: id, ...gone },
				]);
				expect(await store.read.feeds.lifecycles(id)).toEqual([life]);
				const second = await kept(accountId, (tx) =>
					tx.feeds.insert({ ...feed, accountId, name: "other", key: "sha256:o" }),
				);
				const dead = { ...life, number: 2 };
				await kept(accountId, (tx) =>
					tx.feeds.replaceOffers(second, { offers: [{ ...web, name: "theirs" }], lifecycles: [dead] }),
				);
				const lives = { deprecatedAt: null, revokedAt: null, reason: null, replacement: null };
				const word = { kind: "mci", lineage: one, number: 2, state: "active" };
				expect(await store.read.feeds.wordsOn(accountId, [one])).toEqual([
					{ ...word, feed: "acme", key: "sha256:k", name: "web", lifecycle: lives },
					{
						...word,
						feed: "other",
						key: "sha256:o",
						name: "theirs",
						lifecycle: { ...lives, revokedAt: at, reason: "CVE", replacement: "web@2" },
					},
				]);
				expect(await store.read.feeds.wordsOn(accountId + 1_000_000, [one, other])).toEqual([]);
				expect(await store.read.feeds.wordsOn(accountId, [])).toEqual([]);
				await kept(accountId, (tx) => tx.feeds.remove(second));
				await kept(accountId, (tx) => tx.feeds.remove(id));
				expect(await store.read.feeds.offers(id)).toEqual([]);
				expect(await store.read.feeds.list(accountId)).toEqual([]);
			});
		});

		describe("accounts, tokens and clouds", () => {
			it("creates an account once", async () => {
				const first = await newAccountNamed("once");
				expect(first.made).toBe(true);
				const again = await store.write(async (tx) => tx.undo(await tx.accounts.ensure("once", at)));
				expect(again).toEqual({ id: first.id, name: "once", made: false });
				expect(await store.read.accounts.find("once")).toEqual({ id: first.id, name: "once" });
				expect(await store.read.accounts.find("Once")).toBeUndefined();
			});

			async function newAccountNamed(account: string) {
				return store.write(async (tx) => {
					const made = await tx.accounts.ensure(account, at);
					tx.record(entry(made.id));
					return made;
				});
			}

			it("finds a token by its hash, in its account's list, with its state", async () => {
				const accountId = await newAccount();
				const fields = {
					accountId,
					name: "ci",
					roles: ["designer" as const],
					componentId: null,
					source: "made",
					createdAt: at,
					expiresAt: "2027-01-01T00:00:00.000Z",
				};
				const id = await kept(accountId, (tx) =>
					tx.tokens.insert({ ...fields, userId: null, hash: `hash-${accountId}` }),
				);
				expect(await store.read.tokens.findByHash(`hash-${accountId}`)).toEqual({
					...fields,
					id,
					owner: null,
					component: null,
					revokedAt: null,
					lastUsedAt: null,
				});
				const before = await store.generation();
				await store.touchToken(id, "2026-02-01T00:00:00.000Z");
				expect(await store.generation(), "a note of use is not a write that caches must see").toBe(before);
				await kept(accountId, (tx) => tx.tokens.revoke(id, "2026-03-01T00:00:00.000Z"));
				expect(await store.read.tokens.list(accountId)).toEqual([
					{
						...fields,
						id,
						owner: null,
						component: null,
						lastUsedAt: "2026-02-01T00:00:00.000Z",
						revokedAt: "2026-03-01T00:00:00.000Z",
					},
				]);
				expect(await store.read.tokens.findByHash("another")).toBeUndefined();
				expect(await store.read.tokens.list(accountId + 1_000_000)).toEqual([]);
			});

			it("keeps the first description of a cloud, lists clouds by slug with their images, and finds text literally", async () => {
				const accountId = await newAccount();
				const private_ = { ...cloudOf("openstack", null), slug: "my_cloud-1" as Cloud["slug"], name: "Mine" };
				const clouds = [
					cloudOf("gcp", null),
					cloudOf("aws", "us-east-1"),
					private_,
					{ ...private_, slug: "mycloud-2" as Cloud["slug"] },
				];
				await kept(accountId, (tx) => tx.clouds.ensure(accountId, clouds, at));
				const again = await kept(accountId, (tx) =>
					tx.clouds.ensure(accountId, [{ ...private_, name: "Another" }], at),
				);
				expect((await store.read.clouds.find(accountId, "my_cloud-1"))?.id).toBe(again.get("my_cloud-1"));
				await addImages(accountId, [image(cloudOf("gcp", null), "a"), image(cloudOf("gcp", null), "b")]);
				const list = await store.read.clouds.list({ accountId, limit: 10 });
				expect(list.map((cloud) => `${cloud.slug} ${cloud.name} ${cloud.images}`)).toEqual([
					"aws-us-east-1 AWS us-east-1 0",
					"gcp Google Cloud 2",
					"my_cloud-1 Mine 0",
					"mycloud-2 Mine 0",
				]);
				const slugs = async (filter: object) =>
					(await store.read.clouds.list({ accountId, limit: 10, ...filter })).map((cloud) => cloud.slug);
				expect(await slugs({ text: "MY_C" })).toEqual(["my_cloud-1"]);
				expect(await slugs({ text: "%" })).toEqual([]);
				expect(await slugs({ type: "aws" })).toEqual(["aws-us-east-1"]);
				expect(await slugs({ after: "gcp" })).toEqual(["my_cloud-1", "mycloud-2"]);
				expect(await store.read.clouds.slugs(accountId)).toEqual(["aws-us-east-1", "gcp", "my_cloud-1", "mycloud-2"]);
			});
		});

		describe("users", () => {
			const ada = { displayName: "Ada", email: null, passwordHash: "hash", isOperator: false, createdAt: at };

			function newUser(accountId: number, name: string, more: Partial<typeof ada> = {}): Promise<number> {
				return kept(accountId, (tx) => tx.users.insert({ name, ...ada, ...more }));
			}

			it("are found by name and by number, changed, and listed by name", async () => {
				const accountId = await newAccount();
				const mark = `ada-${accountId}`;
				const id = await newUser(accountId, `${mark}-b`);
				const stored = { id, name: `${mark}-b`, ...ada, updatedAt: at, disabledAt: null };
				expect(await store.read.users.find(`${mark}-b`)).toEqual(stored);
				const changed = {
					...stored,
					displayName: "B_%",
					email: "b@example.com",
					isOperator: true,
					passwordHash: null,
					updatedAt: "2026-02",
					disabledAt: "2026-02",
				};
				await kept(accountId, (tx) => tx.users.update(changed));
				expect(await store.read.users.findById(id)).toEqual(changed);
				expect((await store.read.users.listOperators()).map((one) => one.id)).toContain(id);
				await newUser(accountId, `${mark}-a`);
				const names = async (filter: object) =>
					(await store.read.users.list({ limit: 10, ...filter })).map(({ name }) => name);
				expect(await names({ text: mark.toUpperCase() })).toEqual([`${mark}-a`, `${mark}-b`]);
				expect(await names({ text: "b_%" })).toEqual([`${mark}-b`]);
				expect(await names({ text: mark, limit: 1 })).toEqual([`${mark}-a`]);
				expect(await names({ text: mark, after: `${mark}-a` })).toEqual([`${mark}-b`]);
				expect(await store.read.users.find(mark)).toBeUndefined();
				expect(await store.read.users.findById(id + 1_000_000)).toBeUndefined();
			});

			it("have one name each", async () => {
				const accountId = await newAccount();
				await newUser(accountId, `only-${accountId}`);
				await expect(newUser(accountId, `only-${accountId}`)).rejects.toThrow();
			});

			it("have in an account the roles of each source, until the source has none", async () => {
				const [one, two] = [await newAccount(), await newAccount()];
				const userId = await newUser(one, `member-${one}`);
				const set = (accountId: number, source: string, roles: readonly AccountRole[]) =>
					kept(accountId, (tx) => tx.users.setMembership({ accountId, userId, source, roles, at }));
				await set(one, "given", ["designer", "observer", "designer"]);
				await set(one, "openid", ["publisher"]);
				await set(two, "given", ["admin"]);
				const said = (list: readonly StoredMembership[]) =>
					list.map(({ accountId, source, roles }) => [accountId, source, roles]);
				const [ofOne, ofTwo] = [
					[
						[one, "given", ["observer", "designer"]],
						[one, "openid", ["publisher"]],
					],
					[[two, "given", ["admin"]]],
				];
				expect(said(await store.read.users.listMemberships(userId)).sort()).toEqual([...ofOne, ...ofTwo].sort());
				expect(said(await store.read.users.listMemberships(userId, one))).toEqual(ofOne);
				expect(said(await store.read.users.listMembers(two))).toEqual(ofTwo);
				expect((await store.read.users.listMembers(two))[0]).toMatchObject({
					user: `member-${one}`,
					displayName: "Ada",
					disabledAt: null,
					createdAt: at,
				});
				await set(one, "given", ["actor"]);
				await set(one, "openid", []);
				await set(two, "given", []);
				expect(said(await store.read.users.listMemberships(userId))).toEqual([[one, "given", ["actor"]]]);
				expect(await store.read.users.listMembers(two)).toEqual([]);
			});

			it("have sessions, found by the hash of their secret, and ended one by one, all but one, or by time", async () => {
				const accountId = await newAccount();
				const [userId, other] = [
					await newUser(accountId, `s-${accountId}`),
					await newUser(accountId, `t-${accountId}`),
				];
				const fields = {
					userId,
					method: "password",
					agent: null,
					createdAt: at,
					expiresAt: "2026-01-01T12:00:00.000Z",
				};
				const begin = (hash: string, more: Partial<typeof fields> = {}) =>
					kept(accountId, (tx) => tx.sessions.insert({ ...fields, ...more, hash: `${hash}-${accountId}` }));
				const [first, second, third] = [await begin("a"), await begin("b"), await begin("c")];
				await begin("d", { userId: other, expiresAt: "2026-01-01T01:00:00.000Z" });
				expect(await store.read.sessions.findByHash(`a-${accountId}`)).toEqual({
					...fields,
					id: first,
					lastUsedAt: at,
				});
				const before = await store.generation();
				await store.touchSession(first, "2026-01-01T03:00:00.000Z");
				expect(await store.generation(), "a note of use is not a write that caches must see").toBe(before);
				const ids = async (of: number) => (await store.read.sessions.list(of)).map(({ id }) => id);
				expect((await store.read.sessions.list(userId)).at(-1)?.lastUsedAt).toBe("2026-01-01T03:00:00.000Z");
				await kept(accountId, (tx) => tx.sessions.remove(second));
				expect(await ids(userId)).toEqual([third, first]);
				await kept(accountId, (tx) => tx.sessions.removeAll(userId, third));
				expect(await ids(userId)).toEqual([third]);
				await kept(accountId, (tx) => tx.sessions.removeExpired("2026-01-01T01:00:00.001Z"));
				expect([await ids(userId), await ids(other)]).toEqual([[third], []]);
				await kept(accountId, (tx) => tx.sessions.removeAll(userId, null));
				expect(await store.read.sessions.findByHash(`c-${accountId}`)).toBeUndefined();
			});

			it("own tokens, which are listed and found separately from those of services", async () => {
				const accountId = await newAccount();
				const userId = await newUser(accountId, `owner-${accountId}`);
				const fields = {
					accountId,
					roles: ["observer" as const],
					componentId: null,
					source: "made",
					createdAt: at,
					expiresAt: null,
				};
				const insert = (name: string, owner: number | null, more: object = {}) =>
					kept(accountId, (tx) =>
						tx.tokens.insert({ ...fields, ...more, name, userId: owner, hash: `${name}-${accountId}` }),
					);
				const web = await addMci(accountId, { name: "web" });
				const robot = `robot-${accountId}`;
				const [own, service] = [
					await insert("laptop", userId, { componentId: web }),
					await insert(robot, null, { expiresAt: "2026-01-02" }),
				];
				const ids = (list: readonly StoredToken[]) => list.map(({ id }) => id);
				expect(ids(await store.read.tokens.list(accountId))).toEqual([own, service]);
				expect(ids(await store.read.tokens.list(accountId, userId))).toEqual([own]);
				expect(await store.read.tokens.find(accountId, own)).toMatchObject({
					owner: { id: userId, name: `owner-${accountId}` },
					component: { kind: "mci", name: "web" },
				});
				expect(await store.read.tokens.find(accountId + 1_000_000, own)).toBeUndefined();
				expect(await store.read.tokens.hasService(robot, "2026-01-01")).toBe(true);
				expect(await store.read.tokens.hasService(robot, "2026-01-02"), "it has expired").toBe(false);
				expect(await store.read.tokens.hasService("laptop", "2026-01-01"), "a person's token is not a service's").toBe(
					false,
				);
				await kept(accountId, (tx) => tx.tokens.revoke(service, at));
				expect(await store.read.tokens.hasService(robot, "2026-01-01")).toBe(false);
			});

			it("are counted by sign-in attempts, one at a time, without an audit entry", async () => {
				const subject = `name:${await newAccount()}`;
				const count = (of: Store) =>
					of.keep(async (tx) => {
						const known = await tx.signInAttempts.lock(subject, at);
						await tx.signInAttempts.put({
							...known,
							failures: known.failures + 1,
							lastAt: "2026-01-02",
							nextAt: "2026-01-03",
						});
					});
				const other = (await opened.reopen?.()) ?? store;
				await Promise.all(Array.from({ length: 10 }, (_, i) => count(i % 2 ? other : store)));
				expect(await store.read.signInAttempts.find(subject)).toEqual({
					subject,
					failures: 10,
					lastAt: "2026-01-02",
					nextAt: "2026-01-03",
				});
				await store.keep((tx) => tx.signInAttempts.removeOlder("2026-01-02"));
				expect((await store.read.signInAttempts.find(subject))?.failures).toBe(10);
				await store.keep((tx) => tx.signInAttempts.removeOlder("2026-01-02T00"));
				expect(await store.read.signInAttempts.find(subject)).toBeUndefined();
				await count(store);
				await store.keep((tx) => tx.signInAttempts.remove(subject));
				expect(await store.read.signInAttempts.find(subject)).toBeUndefined();
				if (other !== store) await other.close();
			});

			it("see their accounts, each with its number of users", async () => {
				const names = [`seen-${await newAccount()}`, `seen-${await newAccount()}-b`];
				const made = await Promise.all(
					names.map((name) =>
						store.write(async (tx) => {
							const one = await tx.accounts.ensure(name, at);
							await tx.accounts.describe(one.id, `About ${name}`);
							tx.record(entry(one.id));
							return one;
						}),
					),
				);
				const [first, second] = made.map(({ id }) => id);
				if (first === undefined || second === undefined) throw new Error("no accounts");
				const userId = await newUser(first, `seer-${first}`);
				for (const source of ["given", "openid"]) {
					await kept(first, (tx) =>
						tx.users.setMembership({ accountId: first, userId, source, roles: ["observer"], at }),
					);
				}
				const shown = { id: first, name: names[0], description: `About ${names[0]}`, createdAt: at, members: 1 };
				expect(await store.read.accounts.list({ memberId: userId, limit: 10 })).toEqual([shown]);
				expect(await store.read.accounts.list({ name: names[1] ?? "", memberId: userId, limit: 10 })).toEqual([]);
				expect(
					(await store.read.accounts.list({ name: names[1] ?? "", limit: 10 })).map(({ members }) => members),
				).toEqual([0]);
				expect((await store.read.accounts.list({ id: second, limit: 10 })).map(({ id }) => id)).toEqual([second]);
				expect((await store.read.accounts.list({ text: `ABOUT ${names[0]}`, limit: 10 })).map(({ id }) => id)).toEqual([
					first,
				]);
			});
		});

		describe("the catalogue of images", () => {
			const east = cloudOf("aws", "us-east-1");
			const west = cloudOf("aws", "us-west-2");

			it("stores an image once, however often and in any batch size", async () => {
				const accountId = await newAccount();
				const many = Array.from({ length: 900 }, (_, i) => image(i % 2 ? east : west, `ami-${i}`));
				const first = await ensure(accountId, [...many, ...many.slice(0, 5)]);
				expect(first).toMatchObject({ added: 900, changed: 0 });
				expect(new Set(first.ids).size).toBe(900);
				expect(first.ids.slice(900)).toEqual(first.ids.slice(0, 5));
				expect(await ensure(accountId, many)).toEqual({ ids: first.ids.slice(0, 900), added: 0, changed: 0 });
			});

			it("distinguishes images by cloud, kind, uid and checksum, and counts only new ones", async () => {
				const accountId = await newAccount();
				const same = "Canonical:ubuntu:22_04:latest";
				const checksum = `sha256:${"1".repeat(64)}`;
				const place = { ...cloudOf("artifact", "x"), slug: "artifact-x-raw" as Cloud["slug"] };
				expect((await ensure(accountId, [image(east, same)])).added).toBe(1);
				const wider = await ensure(accountId, [image(east, same), image(west, same), image(east, "other")]);
				expect(wider).toMatchObject({ added: 2, changed: 0 });
				const bytes = [
					image(place, "https://a/b", {}, checksum),
					image(place, "https://a/b", {}, `sha256:${"2".repeat(64)}`),
				];
				expect((await ensure(accountId, [bytes[0] as TestImage])).added).toBe(1);
				expect((await ensure(accountId, bytes)).added).toBe(1);
				expect((await store.read.images.listByUid(accountId, same)).map((one) => one.cloud)).toEqual([
					"aws-us-east-1",
					"aws-us-west-2",
				]);
				expect(await search(accountId, { text: "canonical:ubuntu" })).toHaveLength(2);
			});

			it.each<readonly [string, Partial<ImageFacts>, Partial<ImageFacts>, Partial<ImageFacts>, number]>([
				["the first release stays", { release: "1" }, { release: "2" }, { release: "1" }, 0],
				["the first name stays", { name: "a" }, { name: "b" }, { name: "a" }, 0],
				[
					"what nobody said is taken",
					{ name: "a" },
					{ os: "debian", osVersion: "12.10" },
					{ name: "a", os: "debian", osVersion: "12.10" },
					1,
				],
				[
					"what is not said any more stays",
					{ owner: "me", state: "active" },
					{ state: "unknown" },
					{ owner: "me", state: "active" },
					0,
				],
				[
					"life goes on",
					{ state: "active" },
					{ state: "deprecated", deprecatedAt: at, replacement: "n" },
					{ state: "deprecated", deprecatedAt: at, replacement: "n" },
					1,
				],
				["life goes back", { state: "deprecated" }, { state: "active" }, { state: "active" }, 1],
			])("when an image is seen again: %s", async (_what, before, after, facts, changed) => {
				const accountId = await newAccount();
				const [id] = (await ensure(accountId, [image(east, "i", before)])).ids;
				const again = await ensure(accountId, [image(east, "i", after)]);
				expect(again).toEqual({ ids: [id], added: 0, changed });
				expect(await store.read.images.find(accountId, id ?? 0)).toMatchObject(facts);
				const atOnce = await newAccount();
				const both = await ensure(atOnce, [image(east, "i", before), image(east, "i", after)]);
				expect(both).toMatchObject({ added: 1, changed: 0 });
				expect(await store.read.images.find(atOnce, both.ids[0] ?? 0), "the same when both come at once").toMatchObject(
					facts,
				);
			});

			it("keeps known images when refreshing is off", async () => {
				const accountId = await newAccount();
				await ensure(accountId, [image(east, "i", { state: "deprecated" })]);
				const again = await ensure(
					accountId,
					[image(east, "i", { state: "active", name: "n" }), image(east, "j", { name: "m" })],
					{
						refresh: false,
					},
				);
				expect(again).toMatchObject({ added: 1, changed: 0 });
				expect((await search(accountId, {})).map((one) => [one.uid, one.state, one.name])).toEqual([
					["j", "unknown", "m"],
					["i", "deprecated", null],
				]);
			});

			it("finds an image by its current text only", async () => {
				const accountId = await newAccount();
				await ensure(accountId, [image(east, "ami-x")]);
				expect(await search(accountId, { text: "later" })).toEqual([]);
				await ensure(accountId, [image(east, "ami-x", { name: "Named Later" })]);
				expect((await search(accountId, { text: "later" })).map((one) => one.uid)).toEqual(["ami-x"]);
			});

			it.each<readonly [string, string]>([
				["100%", "100% wool"],
				["a_b", "a_b c"],
				["o'brien", "O'Brien's"],
				["UPPER", "some upper case"],
				["\\", "back\\slash"],
				["ärger", "Ärger"],
				["𐍈𐍈𐍈", "gothic 𐍈𐍈𐍈"],
				["日本", "日本語"],
				["x", "only x is here"],
				['"', 'a "quote"'],
				["*^(", "fts *^( syntax"],
				["  ", "two  spaces"],
			])("finds %j only in %j", async (text, name) => {
				const accountId = await newAccount();
				const decoys = [
					"1000 woo",
					"acb c",
					"obriens",
					"yz",
					"slash",
					"arger",
					"gothic 𐍉",
					"日 本",
					"fts",
					"one space",
				];
				const clean = decoys.filter((decoy) => !decoy.includes(text.toLowerCase()));
				await ensure(accountId, [
					image(east, "wanted", { name }),
					...clean.map((decoy, i) => image(east, `${i}`, { name: decoy })),
				]);
				expect((await search(accountId, { text })).map((one) => one.uid)).toEqual(["wanted"]);
			});

			it.each<readonly [string, Partial<ImageFilter>, string[]]>([
				["cloud", { cloud: "aws-us-west-2" }, ["b"]],
				["type of cloud", { cloudType: "gcp" }, ["c"]],
				["OS", { os: "debian" }, ["b", "a"]],
				["OS version, as text", { osVersion: "12.10" }, ["b"]],
				["OS version that is not a number", { osVersion: "12.1" }, ["a"]],
				["architecture", { architecture: "arm64" }, ["b"]],
				["state", { state: { name: "deprecated", at } }, ["c"]],
				["release in its text", { text: "20260101" }, ["a"]],
				["two of them", { os: "debian", cloudType: "aws", architecture: "x86_64" }, ["a"]],
				["nothing", { os: "debian", cloudType: "gcp" }, []],
				["another account's cloud", { cloud: "gcp", os: "plan9" }, []],
			])("filters by %s", async (_what, filter, uids) => {
				const accountId = await newAccount();
				const other = await newAccount();
				await ensure(other, [image(cloudOf("gcp", null), "hidden", { os: "plan9" })]);
				await ensure(accountId, [
					image(east, "a", {
						os: "debian",
						osVersion: "12.1",
						architecture: "x86_64",
						release: "20260101",
						createdAt: "2026-01-01T00:00:00Z",
					}),
					image(west, "b", {
						os: "debian",
						osVersion: "12.10",
						architecture: "arm64",
						createdAt: "2026-01-02T00:00:00Z",
					}),
					image(cloudOf("gcp", null), "c", { os: "sles", state: "deprecated", createdAt: "2026-01-03T00:00:00Z" }),
				]);
				expect((await search(accountId, filter)).map((one) => one.uid)).toEqual(uids);
			});

			it.each(["newest", "oldest"] as const)(
				"pages through all images by %s, each once, those without a date last",
				async (sort) => {
					const accountId = await newAccount();
					const days = [1, 2, 2, 2, 3, 0, 0, 5, 4, 4];
					const images = Array.from({ length: 50 }, (_, i) => {
						const day = days[i % days.length] ?? 0;
						return image(east, `ami-${i}`, day === 0 ? {} : { createdAt: `2026-01-0${day}T00:00:00Z` });
					});
					await ensure(accountId, images);
					const seen: (Image & { id: number })[] = [];
					for (;;) {
						const last = seen.at(-1);
						const page = await search(accountId, {
							sort,
							limit: 7,
							after: last && { createdAt: last.createdAt ?? "", id: last.id },
						});
						seen.push(...page);
						if (page.length < 7) break;
					}
					const sign = sort === "newest" ? -1 : 1;
					const all = [...(await search(accountId, { limit: 100 }))];
					all.sort(
						(a, b) =>
							sign *
							((a.createdAt ?? "") < (b.createdAt ?? "")
								? -1
								: (a.createdAt ?? "") > (b.createdAt ?? "")
									? 1
									: a.id - b.id),
					);
					expect(seen.map((one) => one.id)).toEqual(all.map((one) => one.id));
					expect(seen).toHaveLength(50);
				},
			);

			it("returns the stored values, field by field", async () => {
				const accountId = await newAccount();
				const facts: ImageFacts = {
					name: "N",
					os: "debian",
					osVersion: "12.10",
					architecture: "arm64",
					publishedArchitecture: "aarch64",
					variant: "gen2",
					owner: "o",
					visibility: "public",
					state: "active",
					release: "r",
					createdAt: "2026-01-01T00:00:00Z",
					deprecatedAt: "2027-01-01T00:00:00Z",
					deletedAt: "2028-01-01T00:00:00Z",
					endOfLifeAt: "2029-01-01T00:00:00Z",
					replacement: "next",
					url: "https://example.org/",
				};
				const { ids } = await ensure(accountId, [image(east, "i", facts)]);
				const stored = { id: ids[0], cloud: east.slug, kind: "id", uid: "i", checksum: null, ...facts };
				expect(await store.read.images.find(accountId, ids[0] ?? 0)).toEqual(stored);
				expect(await store.read.images.listByIds(ids)).toEqual([stored]);
				expect(await store.read.images.find(accountId + 1_000_000, ids[0] ?? 0)).toBeUndefined();
			});

			async function ensure(accountId: number, images: readonly TestImage[], options?: { refresh: boolean }) {
				return kept(accountId, async (tx) => {
					const clouds = await tx.clouds.ensure(
						accountId,
						images.map((one) => one.cloud),
						at,
					);
					return tx.images.ensure(
						accountId,
						images.map((one) => wanted(clouds.get(one.cloud.slug) ?? 0, one)),
						options,
					);
				});
			}

			function search(accountId: number, filter: Partial<ImageFilter>) {
				return store.read.images.search({ accountId, sort: "newest", limit: 100, ...filter });
			}
		});

		describe("sign-in providers and workload rules", () => {
			it("stores a provider, its group mappings, and its users", async () => {
				const accountId = await newAccount();
				const words = {
					title: "Acme",
					issuer: "https://login.acme.example",
					clientId: "mci",
					clientSecret: "sealed",
					scopes: ["email"],
				};
				const name = `acme-${accountId}`;
				const id = await kept(accountId, (tx) =>
					tx.signInProviders.insert({ ...words, name, groupsClaim: "groups", admits: "mapped", createdAt: at }),
				);
				const stored = {
					id,
					name,
					...words,
					groupsClaim: "groups",
					admits: "mapped",
					createdAt: at,
					updatedAt: at,
				} as const;
				expect(await store.read.signInProviders.find(name)).toEqual(stored);
				const later = {
					...stored,
					title: "B",
					clientSecret: null,
					scopes: [],
					groupsClaim: null,
					admits: "everyone",
					updatedAt: "later",
				} as const;
				await kept(accountId, (tx) => tx.signInProviders.update(later));
				expect((await store.read.signInProviders.list()).find((one) => one.id === id)).toEqual(later);

				const map = (group: string, roles: readonly AccountRole[]) =>
					kept(accountId, (tx) => tx.signInProviders.setMapping(id, { group, accountId, roles, at }));
				await map("ops", ["designer", "actor"]);
				await map("Ops", ["admin"]);
				await map("ops", ["actor"]);
				const account = (await store.read.accounts.get(accountId)).name;
				const mapping = { accountId, account };
				expect(new Set(await store.read.signInProviders.listMappings(id))).toEqual(
					new Set([
						{ ...mapping, group: "ops", roles: ["actor"] },
						{ ...mapping, group: "Ops", roles: ["admin"] },
					]),
				);
				await map("ops", []);
				expect(await store.read.signInProviders.listMappings(id)).toHaveLength(1);
				await kept(accountId, (tx) => tx.signInProviders.remove(id));
				expect(await store.read.signInProviders.find(name)).toBeUndefined();
				expect(await store.read.signInProviders.listMappings(id)).toEqual([]);
			});

			it("finds a user by exact issuer and subject, once", async () => {
				const accountId = await newAccount();
				const issuer = `https://login.acme.example/${accountId}`;
				const userId = await kept(accountId, async (tx) => {
					const user = {
						name: `ada-${accountId}`,
						displayName: "Ada",
						email: null,
						passwordHash: null,
						isOperator: false,
						createdAt: at,
					};
					const made = await tx.users.insert(user);
					await tx.signInProviders.addIdentity({ issuer, subject: "Ada", userId: made, at });
					return made;
				});
				expect(await store.read.signInProviders.findUserId(issuer, "Ada")).toBe(userId);
				expect(await store.read.signInProviders.findUserId(issuer, "ada")).toBeUndefined();
				expect(await store.read.signInProviders.findUserId(`${issuer}/`, "Ada")).toBeUndefined();
				await expect(
					kept(accountId, (tx) => tx.signInProviders.addIdentity({ issuer, subject: "Ada", userId, at })),
				).rejects.toThrow();
			});

			it("finds the rules that could match a token, in all accounts", async () => {
				const [one, two] = [await newAccount(), await newAccount()];
				const issuer = `https://issuer.example/${one}`;
				const words = {
					issuer,
					conditions: { a: ["x", "y*"] },
					roles: ["actor"] as const,
					componentId: 4,
					lifetimeSeconds: 60,
					createdBy: "me",
				};
				const add = (accountId: number, name: string, audience: string) =>
					kept(accountId, (tx) => tx.workloadRules.insert({ ...words, accountId, name, audience, createdAt: at }));
				const id = await add(one, "b", "mci");
				await add(one, "a", "mci");
				await add(two, "a", "mci");
				await add(two, "c", "other");
				const names = (await store.read.workloadRules.listFor(issuer, "mci")).map(
					(rule) => `${rule.accountId} ${rule.name}`,
				);
				expect(names.sort()).toEqual([`${one} a`, `${one} b`, `${two} a`].sort());
				expect(await store.read.workloadRules.audiencesOf(issuer)).toEqual(["mci", "other"]);
				expect(await store.read.workloadRules.audiencesOf(`${issuer}/`)).toEqual([]);
				const account = (await store.read.accounts.get(one)).name;
				expect(await store.read.workloadRules.find(one, "b")).toEqual({
					...words,
					id,
					accountId: one,
					account,
					name: "b",
					audience: "mci",
					createdAt: at,
				});
				expect((await store.read.workloadRules.list(two)).map(({ name }) => name)).toEqual(["a", "c"]);
				await kept(one, (tx) => tx.workloadRules.remove(id));
				expect(await store.read.workloadRules.find(one, "b")).toBeUndefined();
			});

			it("uses a workload's token once until it expires, and then deletes it", async () => {
				const accountId = await newAccount();
				const use = (digest: string, now: string, expiresAt = "2026-01-01T00:05:00.000Z") =>
					kept(accountId, (tx) => tx.workloadRules.useToken(`${digest}-${accountId}`, { expiresAt, now }));
				expect(await use("a", "2026-01-01T00:00:00.000Z")).toBe(true);
				expect(await use("b", "2026-01-01T00:00:00.000Z")).toBe(true);
				expect(await use("a", "2026-01-01T00:05:00.000Z")).toBe(false);
				expect(await use("a", "2026-01-01T00:05:00.001Z", "2026-01-01T01:00:00.000Z")).toBe(true);
				const both = await Promise.all([use("c", at), use("c", at)]);
				expect(both.sort()).toEqual([false, true]);
			});
		});

		describe("MultiCloud Images", () => {
			it("returns the stored values, and finds it by its exact name only in its account", async () => {
				const accountId = await newAccount();
				const id = await addMci(accountId, { name: "Wéb", description: "d".repeat(10_000), tags: ["b", "ä"] });
				const found = await store.read.components.find(accountId, "mci", "Wéb");
				expect(found).toMatchObject({
					id,
					name: "Wéb",
					description: "d".repeat(10_000),
					tags: ["b", "ä"],
					headVersion: 1,
					latest: 0,
					origin: null,
				});
				expect(await store.read.components.find(accountId, "mci", "wéb")).toBeUndefined();
				expect(await store.read.components.find(accountId + 1_000_000, "mci", "Wéb")).toBeUndefined();
			});

			it("is locked only at the expected version", async () => {
				const accountId = await newAccount();
				const id = await addMci(accountId, { name: "web" });
				const take = (version: number | null) => kept(accountId, (tx) => tx.components.lockHead(id, version, at));
				expect(await take(2)).toBe(false);
				expect(await take(1)).toBe(true);
				expect(await take(1)).toBe(false);
				expect(await take(null)).toBe(true);
				expect(await take(Number.MAX_SAFE_INTEGER)).toBe(false);
				expect(await take(-1)).toBe(false);
				expect((await store.read.components.find(accountId, "mci", "web"))?.headVersion).toBe(3);
			});

			it.each<readonly [string, Partial<ComponentFilter>, string[]]>([
				["everything by name", {}, ["Zoo", "a_b", "debian", "web 100%"]],
				["a word of the name", { text: "WEB" }, ["web 100%"]],
				["two words, each anywhere", { text: "shared web" }, ["web 100%"]],
				["a tag", { text: "team:x" }, ["debian"]],
				["text with a percent sign", { text: "0%" }, ["web 100%"]],
				["text with an underscore", { text: "a_" }, ["a_b"]],
				["text with a quote", { text: "it's" }, ["Zoo"]],
				["OS and version", { os: "debian", osVersion: "12.10" }, ["debian"]],
				["architecture", { architecture: "arm64" }, ["debian"]],
				["cloud of HEAD", { cloud: "gcp" }, ["web 100%"]],
				["cloud that HEAD had", { cloud: "aws" }, []],
			])("are found by %s", async (_what, filter, names) => {
				const accountId = await newAccount();
				const ids = new Map<string, number>();
				for (const mci of [
					{ name: "web 100%", description: "Shared by all" },
					{ name: "debian", tags: ["team:x"] },
					{ name: "a_b" },
					{ name: "Zoo", description: "it's a" },
				]) {
					ids.set(mci.name, await addMci(accountId, mci));
				}
				await kept(accountId, (tx) =>
					tx.components.setFacts(ids.get("debian") ?? 0, { os: "debian", osVersion: "12.10", architecture: "arm64" }),
				);
				const [gcp, aws] = [cloudOf("gcp", null), cloudOf("aws", null)];
				const [one = 0, two = 0] = await addImages(accountId, [image(gcp, "i"), image(aws, "j")]);
				await kept(accountId, async (tx) => {
					const clouds = await tx.clouds.ensure(accountId, [gcp, aws], at);
					const puts = [put(clouds, gcp, one, "i"), put(clouds, aws, two, "j")];
					await tx.settings.changeHead(ids.get("web 100%") ?? 0, 1, { puts, removes: [] });
					await tx.settings.changeHead(ids.get("web 100%") ?? 0, 2, { puts: [], removes: [clouds.get("aws") ?? 0] });
				});
				const found = await store.read.components.search({
					accountId,
					kind: "mci",
					sort: "name",
					limit: 10,
					...filter,
				});
				expect(found.map((mci) => mci.name)).toEqual(names);
			});

			it("pages by name and by last change without a gap or a repeat", async () => {
				const accountId = await newAccount();
				const names = Array.from({ length: 23 }, (_, i) => `${["B", "a", "ä", "_", "Z"][i % 5]}${i}`);
				for (const [i, mci] of names.entries())
					await addMci(accountId, { name: mci, at: `2026-01-0${1 + (i % 3)}T00:00:00.000Z` });
				for (const sort of ["name", "updated"] as const) {
					const seen: { id: number; name: string; updatedAt: string }[] = [];
					for (;;) {
						const last = seen.at(-1);
						const after = last && { key: sort === "name" ? last.name : last.updatedAt, id: last.id };
						const page = await store.read.components.search({ accountId, kind: "mci", sort, after, limit: 5 });
						seen.push(...page);
						if (page.length < 5) break;
					}
					const expected = [...seen].sort((a, b) =>
						sort === "name"
							? a.name < b.name
								? -1
								: 1
							: a.updatedAt === b.updatedAt
								? b.id - a.id
								: a.updatedAt < b.updatedAt
									? 1
									: -1,
					);
					expect(seen.map((mci) => mci.name)).toEqual(expected.map((mci) => mci.name));
					expect(new Set(seen.map((mci) => mci.id)).size).toBe(23);
				}
				expect(await store.read.components.names(accountId, "mci")).toEqual([...names].sort());
			});
		});

		describe("revisions", () => {
			it("returns the stored values, pages from the newest, and knows the releases among them", async () => {
				const accountId = await newAccount();
				const mciId = await addMci(accountId, { name: "web" });
				const revisions = Array.from({ length: 7 }, (_, i) => ({
					...revision(mciId, i + 1),
					description: i < 3 ? "early" : "",
					release:
						i % 2
							? { version: null, releasedAt: at, listedAt: "2026-01-02T00:00:00.000Z", parts: { all: `d${i}` } }
							: null,
				}));
				for (const one of revisions) await kept(accountId, (tx) => tx.revisions.insert(one));
				expect(await store.read.revisions.find(mciId, 2)).toEqual(revisions[1]);
				expect(await store.read.revisions.find(mciId, 8)).toBeUndefined();
				expect(await store.read.revisions.find(mciId, Number.MAX_SAFE_INTEGER)).toBeUndefined();
				const page = await store.read.revisions.list(mciId, { limit: 3 });
				const next = await store.read.revisions.list(mciId, { before: page.at(-1)?.number, limit: 10 });
				expect([...page, ...next]).toEqual(revisions.toReversed());
				expect((await store.read.revisions.list(mciId, { before: Number.MAX_SAFE_INTEGER, limit: 1 }))[0]?.number).toBe(
					7,
				);
				expect((await store.read.revisions.listReleases(mciId)).map((release) => release.number)).toEqual([2, 4, 6]);
				expect(await store.read.revisions.listByDigest(accountId, "sha256:3")).toEqual([{ name: "web", number: 3 }]);
			});
		});

		describe("settings as ranges of revisions", () => {
			it("equal at every revision a model that copies everything at each commit", async () => {
				const accountId = await newAccount();
				const clouds = [
					cloudOf("gcp", null),
					cloudOf("aws", "us-east-1"),
					cloudOf("aws", "us-west-2"),
					cloudOf("azure", "westeurope"),
				];
				const images = await addImages(
					accountId,
					clouds.flatMap((cloud) => [0, 1, 2].map((i) => image(cloud, `i${i}`))),
				);
				const cloudIds = await store.write(async (tx) => {
					tx.record(entry(accountId));
					return tx.clouds.ensure(accountId, clouds, at);
				});
				let runs = 0;
				const history = async (acts: readonly HeadAct[]) => {
					runs++;
					const mciName = `mci-${runs}`;
					const mciId = await addMci(accountId, { name: mciName });
					const model = modelOf();
					for (const act of acts) await perform(act, mciId, model);
					await compare(mciName, mciId, model);
				};
				await fc.assert(fc.asyncProperty(headActs(clouds.length, 3), history), { numRuns: 40 });

				async function perform(act: HeadAct, mciId: number, model: Model): Promise<void> {
					const head = model.commits.length + 1;
					if (act.kind === "commit") {
						await kept(accountId, async (tx) => {
							await tx.revisions.insert(revision(mciId, head));
							await tx.components.setLatest(mciId, head, null);
						});
						model.commits.push(new Map(model.head));
						return;
					}
					const cloud = clouds[act.cloud] as Cloud;
					const before = model.head.get(cloud.slug);
					if (act.kind === "remove") {
						if (before) model.changes++;
						model.head.delete(cloud.slug);
						const removes = [cloudIds.get(cloud.slug) ?? 0];
						await kept(accountId, (tx) => tx.settings.changeHead(mciId, head, { puts: [], removes }));
						return;
					}
					const imageId = images[act.cloud * 3 + act.image] ?? 0;
					const { setting, cloudId } = put(cloudIds, cloud, imageId, `i${act.image}`);
					const value = { ...setting, instanceType: act.instanceType, userData: act.userData };
					if (JSON.stringify(before) !== JSON.stringify({ ...value, imageId })) model.changes++;
					model.head.set(cloud.slug, { ...value, imageId });
					await kept(accountId, (tx) =>
						tx.settings.changeHead(mciId, head, { puts: [{ cloudId, imageId, setting: value }], removes: [] }),
					);
				}

				async function compare(mciName: string, mciId: number, model: Model): Promise<void> {
					const latest = model.commits.length;
					const states = [...model.commits, model.head];
					for (const [i, state] of states.entries()) {
						const expected = [...state.values()].sort((a, b) => (a.cloud < b.cloud ? -1 : 1));
						expect(await store.read.settings.listAt(mciId, i + 1), `revision ${i + 1}`).toEqual(expected);
						for (const { slug } of clouds) {
							const asked = i === latest ? "head" : i + 1;
							const cell = await store.findCell(accountId, { name: mciName, revision: asked, cloud: slug });
							expect(cell?.setting ?? null, `${slug} at ${asked}`).toEqual(withoutId(state.get(slug)));
							expect(cell?.image?.uid).toBe(state.get(slug)?.image.uid);
						}
					}
					for (const { slug } of clouds) {
						const cell = await store.findCell(accountId, { name: mciName, revision: "latest", cloud: slug });
						expect(cell?.setting ?? null).toEqual(withoutId(model.commits.at(-1)?.get(slug)));
						const having = states.flatMap((state, i) => (i < latest && state.has(slug) ? [i + 1] : [])).reverse();
						expect(await store.read.settings.listRevisionsWith(mciId, slug, latest, 100)).toEqual(having);
						expect(await store.read.settings.listRevisionsWith(mciId, slug, latest, 1)).toEqual(having.slice(0, 1));
					}
					const usages = (await store.read.settings.listUsages([...new Set(images)], { limit: 10_000 })).filter(
						(usage) => usage.mciId === mciId,
					);
					const told = usages.flatMap((usage) => [
						...range(usage.firstRevision, usage.lastRevision).map((n) => `${usage.cloud} ${usage.imageId} ${n}`),
						...(usage.head ? [`${usage.cloud} ${usage.imageId} head`] : []),
					]);
					const real = states.flatMap((state, i) =>
						[...state.values()].map((one) => `${one.cloud} ${one.imageId} ${i < latest ? i + 1 : "head"}`),
					);
					expect(told.sort()).toEqual(real.sort());
					const isChanged = await store.write(async (tx) =>
						tx.undo(await tx.settings.isHeadChanged(mciId, latest + 1)),
					);
					expect(isChanged).toBe(text(model.head) !== text(model.commits.at(-1) ?? new Map()));
					expect(usages.length, "no more rows than changes").toBeLessThanOrEqual(model.changes);
					const all = new Set(range(1, latest));
					const last = model.commits.at(-1) ?? new Map();
					expect(await store.read.settings.listGivenBy(mciId, all), "all commits gave what the newest says").toEqual(
						[...last.values()].map(withoutId).sort((a, b) => ((a?.cloud ?? "") < (b?.cloud ?? "") ? -1 : 1)),
					);
				}
			});

			it("returns the values that given commits set for a cloud, independent of other commits", async () => {
				const accountId = await newAccount();
				const [gcp, aws] = [cloudOf("gcp", null), cloudOf("aws", null)];
				const [theirs = 0, ours = 0, other = 0] = await addImages(accountId, [
					image(gcp, "theirs"),
					image(gcp, "ours"),
					image(aws, "other"),
				]);
				const mciId = await addMci(accountId, { name: "web" });
				const given = await kept(accountId, async (tx) => {
					const clouds = await tx.clouds.ensure(accountId, [gcp, aws], at);
					await tx.settings.changeHead(mciId, 1, {
						puts: [put(clouds, gcp, theirs, "theirs"), put(clouds, aws, other, "other")],
						removes: [],
					});
					await tx.settings.changeHead(mciId, 2, {
						puts: [put(clouds, gcp, ours, "ours")],
						removes: [clouds.get("aws") ?? 0],
					});
					return tx.settings.listGivenBy(mciId, new Set([1]));
				});
				expect(given.map((setting) => setting.image.uid)).toEqual(["other", "theirs"]);
				expect(
					(await store.read.settings.listGivenBy(mciId, new Set([2]))).map((setting) => setting.image.uid),
				).toEqual(["ours"]);
			});

			it("has no cell for a missing MCI, and no revision beyond the newest", async () => {
				const accountId = await newAccount();
				expect(await store.findCell(accountId, { name: "nothing", revision: "latest", cloud: "gcp" })).toBeUndefined();
				await addMci(accountId, { name: "web" });
				for (const asked of ["latest", "head", 1, 2_147_483_647, 3_000_000_000, Number.MAX_SAFE_INTEGER] as const) {
					const cell = await store.findCell(accountId, { name: "web", revision: asked, cloud: "gcp" });
					expect(cell).toMatchObject({ name: "web", latest: 0, revision: null, setting: null, image: null });
				}
			});
		});

		describe("deployments and servers", () => {
			async function newDeployment(accountId: number, name = "prod") {
				return kept(accountId, (tx) =>
					tx.deployments.insert({ accountId, name, description: "The shop", inputs: { A: "1" }, at }),
				);
			}

			/** A server of a template, with everything it refers to. */
			async function newServer(accountId: number, deploymentId: number, more: Partial<WrittenServer> = {}) {
				const templateId = await addMci(accountId, { name: `t-${Math.random()}` });
				const [imageId = 0] = await addImages(accountId, [image(cloudOf("gcp", null), "img")]);
				const cloudId = (await store.read.clouds.find(accountId, "gcp"))?.id ?? 0;
				const written: WrittenServer = {
					name: "web",
					description: "first",
					template: { id: templateId, number: 2, selector: "latest", digest: "sha256:t" },
					cloudId,
					overrides: { kernel: "k", inputs: { A: "1" } },
					mci: { id: templateId, number: 0, digest: "sha256:m" },
					imageId,
					instanceType: "large",
					kernel: "k",
					ramdisk: null,
					userData: "",
					sentUserData: "ünï\n",
					told: { reasons: [{ property: "image", text: "requested" }], warnings: [], inputs: [], parts: [], bytes: 6 },
					resolvedAt: at,
					...more,
				};
				return {
					written,
					id: await kept(accountId, (tx) => tx.servers.insert({ accountId, deploymentId, at }, written)),
				};
			}

			it("return the stored values, with exact user data", async () => {
				const accountId = await newAccount();
				const deployment = await newDeployment(accountId);
				expect(deployment).toMatchObject({ name: "prod", inputs: { A: "1" }, version: 1 });
				const { written, id } = await newServer(accountId, deployment.id);
				const server = await store.read.servers.find(deployment.id, "web");
				expect(server).toMatchObject({
					...{ id, accountId, deployment: { id: deployment.id, name: "prod" }, state: "inactive", version: 1 },
					...{
						cloud: { slug: "gcp" },
						image: { kind: "id", uid: "img", checksum: null },
						mci: { number: 0, digest: "sha256:m" },
					},
				});
				const { overrides, told, userData, sentUserData, instanceType, kernel, ramdisk } = written;
				expect(server).toMatchObject({ overrides, told, userData, sentUserData, instanceType, kernel, ramdisk });
				await kept(accountId, (tx) =>
					tx.servers.set(id, { ...written, mci: null, userData: null, sentUserData: null, name: "api" }),
				);
				expect(await store.read.servers.get(id)).toMatchObject({
					name: "api",
					mci: null,
					userData: null,
					sentUserData: null,
				});
				expect(await store.read.servers.find(deployment.id, "web")).toBeUndefined();
			});

			it("are locked at a version, without a change to it", async () => {
				const accountId = await newAccount();
				const deployment = await newDeployment(accountId);
				const { id, written } = await newServer(accountId, deployment.id);
				await kept(accountId, async (tx) => {
					expect(await tx.servers.lockVersion(id, 7, at)).toBe(false);
					expect(await tx.servers.lockVersion(id, 2 ** 40, at)).toBe(false);
					expect(await tx.servers.lockVersion(id, 1, at)).toBe(true);
					expect(await tx.servers.lockVersion(id, null, at)).toBe(true);
					expect(await tx.deployments.lockVersion(deployment.id, 7, at)).toBeUndefined();
					expect(await tx.deployments.lockVersion(deployment.id, 1, at)).toMatchObject({ version: 2 });
					expect(await tx.deployments.lock(deployment.id)).toMatchObject({ version: 2 });
					expect(await tx.deployments.lock(-1)).toBeUndefined();
					expect(await tx.components.lock([written.template.id, written.template.id, -1])).toBe(1);
				});
				expect(await store.read.servers.get(id)).toMatchObject({ version: 3 });
				const [template] = await store.read.components.listByIds([written.template.id]);
				expect(template?.headVersion).toBe(1);
			});

			it("are listed page by page, and found by their parts", async () => {
				const accountId = await newAccount();
				const [prod, lab] = [await newDeployment(accountId), await newDeployment(accountId, "lab")];
				const a = await newServer(accountId, prod.id, { name: "a" });
				const b = await newServer(accountId, lab.id, { name: "a", mci: null });
				const c = await newServer(accountId, lab.id, {
					name: "c",
					mci: { id: a.written.template.id, number: 3, digest: "" },
				});
				const ids = async (filter: object) =>
					(await store.read.servers.list({ accountId, limit: 10, ...filter })).map((server) => server.id);
				expect(await ids({})).toEqual([a.id, b.id, c.id]);
				expect(await ids({ after: { name: "a", id: a.id } })).toEqual([b.id, c.id]);
				expect(await ids({ deployment: "lab", cloud: "gcp", state: "inactive" })).toEqual([b.id, c.id]);
				expect(await ids({ cloud: "aws" })).toEqual([]);
				expect(await store.read.servers.names(lab.id)).toEqual(["a", "c"]);
				const using = async (use: object) =>
					(await store.read.servers.listUsing({ componentIds: [], imageIds: [], ...use })).map(
						(one) => `${one.deployment}/${one.name}`,
					);
				expect(await using({ componentIds: [a.written.template.id] })).toEqual(["lab/c", "prod/a"]);
				expect(await using({ imageIds: [a.written.imageId] })).toEqual(["lab/a", "lab/c", "prod/a"]);
				expect(await using({ imageIds: [-1] })).toEqual([]);
				const listed = await store.read.deployments.list({ accountId, limit: 10 });
				expect(listed.map(({ name, servers }) => [name, servers])).toEqual([
					["lab", 2],
					["prod", 1],
				]);
				expect(await store.read.deployments.list({ accountId, text: "100%", limit: 10 })).toEqual([]);
				await kept(accountId, (tx) => tx.servers.remove(a.id));
				await kept(accountId, (tx) => tx.deployments.remove(prod.id));
				expect(await store.read.deployments.names(accountId)).toEqual(["lab"]);
			});
		});

		describe("cells of many MCIs", () => {
			it("equal listAt's for each MCI, at any revision", async () => {
				const accountId = await newAccount();
				const clouds = ["gcp", "aws-us-east-1", "azure-westeurope"].map((slug) => ({
					...cloudOf("x", null),
					slug: slug as Cloud["slug"],
				}));
				const imageIds = await addImages(
					accountId,
					clouds.flatMap((cloud) => ["i1", "i2"].map((uid) => image(cloud, uid))),
				);
				const cloudIds = await Promise.all(
					clouds.map(async ({ slug }) => (await store.read.clouds.find(accountId, slug))?.id ?? 0),
				);
				const mcis: number[] = [];
				for (let m = 0; m < 3; m++) {
					const mciId = await addMci(accountId, { name: `m${m}` });
					mcis.push(mciId);
					for (let number = 1; number <= 4; number++) {
						await kept(accountId, async (tx) => {
							const at = (number + m) % 3;
							const cloud = clouds[at]?.slug ?? ("gcp" as Cloud["slug"]);
							const setting = {
								...plainSetting(cloud, { kind: "id", uid: "i1", checksum: null }),
								instanceType: `t${number}`,
							};
							const put = { cloudId: cloudIds[at] ?? 0, imageId: imageIds[2 * at + (number % 2)] ?? 0, setting };
							const removed = number === 4 ? [cloudIds[(at + 1) % 3] ?? 0] : [];
							await tx.settings.changeHead(mciId, number, { puts: [put], removes: removed });
							await tx.components.setLatest(mciId, number, null);
						});
					}
				}
				const asked = mcis.flatMap((mciId) => [1, 2, 3, 4, 5].map((number) => ({ mciId, number })));
				const cellsOf = await Promise.all(cloudIds.map((cloudId) => store.read.settings.listCells(asked, cloudId)));
				const told = await store.read.settings.listClouds(asked);
				for (const { mciId, number } of asked) {
					const settings = await store.read.settings.listAt(mciId, number);
					const cells = cellsOf.flat().filter((cell) => cell.mciId === mciId && cell.number === number);
					const bySlug = <T extends { cloud: string }>(list: readonly T[]) =>
						list.toSorted((x, y) => (x.cloud < y.cloud ? -1 : 1));
					expect(bySlug(cells.map(({ setting, imageId }) => ({ ...setting, imageId })))).toEqual(settings);
					const clouds = told.filter((one) => one.mciId === mciId && one.number === number).map((one) => one.cloud);
					expect(clouds).toEqual(settings.map((setting) => setting.cloud));
				}
				expect(await store.read.settings.listCells([], cloudIds[0] ?? 0)).toEqual([]);
				expect(await store.read.settings.listClouds([])).toEqual([]);
			});
		});

		describe("a write", () => {
			it("numbers audit entries without a gap, over all writes", async () => {
				const accountId = await newAccount();
				for (let i = 0; i < 5; i++) {
					await store.write(async (tx) => {
						for (let j = 0; j <= i * 60; j++)
							tx.record({ ...entry(accountId), act: `act.${i}.${j}`, before: { i }, after: [j] });
					});
					await store.write(async (tx) => tx.record(entry(accountId))).catch(() => undefined);
					await expect(
						store.write(async (tx) => {
							tx.record(entry(accountId));
							throw new Error("undone");
						}),
					).rejects.toThrow("undone");
				}
				const entries = await store.read.audit.list(accountId, { limit: 10_000 });
				expect(entries).toHaveLength(1 + 1 + 61 + 121 + 181 + 241 + 5);
				expect(entries.map((one) => one.seq)).toEqual(entries.map((_, i) => (entries[0]?.seq ?? 0) - i));
				expect(entries.find((one) => one.act === "act.2.7")).toMatchObject({
					actor: "tester",
					before: { i: 2 },
					after: [7],
					subjectName: "s",
				});
				const below = await store.read.audit.list(accountId, { before: entries[9]?.seq, limit: 2 });
				expect(below).toEqual(entries.slice(10, 12));
				expect(await store.read.audit.hasAct(accountId, "act.4.240")).toBe(true);
				expect(await store.read.audit.hasAct(accountId, "act.9.9")).toBe(false);
			});

			it("chains its entries to the previous ones, from either of two stores", async () => {
				if (!opened.reopen) throw new Error("this engine can't be opened twice");
				const other = await opened.reopen();
				try {
					const accountId = await newAccount();
					const { seq: before } = await store.read.audit.getEnd();
					let kept = 0;
					const writer = async (one: Store, name: string) => {
						for (let i = 0; i < 100; i++) {
							const entries = Array.from({ length: 1 + (i % 3) }, (_, j) => ({
								...entry(accountId),
								actor: name,
								after: { i, j },
							}));
							const writing = one.write(async (tx) => {
								for (const written of entries) tx.record(written);
								if (i % 10 === 9) throw new Error("undone");
							});
							await writing.then(
								() => {
									kept += entries.length;
								},
								(error: Error) => expect(error.message).toBe("undone"),
							);
						}
					};
					await Promise.all([writer(store, "a"), writer(store, "b"), writer(other, "c"), writer(other, "d")]);
					for (const one of [store, other]) {
						const end = await one.read.audit.getEnd();
						expect(end).toMatchObject({ seq: before + kept, newest: end.seq });
						const chain = await one.read.audit.listChain({ after: 0, last: end.seq, limit: end.seq });
						expect(followChain(chainStart, chain, sha256)).toEqual({
							reached: { seq: end.seq, digest: end.digest },
							broken: undefined,
						});
						expect(new Set(chain.slice(before).map(({ actor }) => actor))).toEqual(new Set(["a", "b", "c", "d"]));
					}
				} finally {
					await other.close();
				}
			});

			it("chains the text as the engine returns it, for any text", async () => {
				const accountId = await newAccount();
				await store.write(async (tx) => {
					tx.record({ ...entry(accountId), actor: "half \ud800 pair", subjectName: "\udc00 ünï 日本 😀" });
					tx.record({
						...entry(accountId),
						before: { b: 1, a: undefined, c: "\ud800" },
						after: [undefined, Number.NaN, -0, 1e21, "\u2028", "'"],
					});
				});
				const end = await store.read.audit.getEnd();
				const chain = await store.read.audit.listChain({ after: 0, last: end.seq, limit: end.seq });
				expect(followChain(chainStart, chain, sha256)).toEqual({
					reached: { seq: end.seq, digest: end.digest },
					broken: undefined,
				});
				expect(chain.at(-2)).toMatchObject({ actor: "half \ufffd pair", subjectName: "\ufffd ünï 日本 😀" });
				expect(chain.at(-1)).toMatchObject({
					before: { b: 1, c: "\ud800" },
					after: [null, null, 0, 1e21, "\u2028", "'"],
				});
				expect(await store.read.audit.listChain({ after: end.seq - 2, last: end.seq - 1, limit: 10 })).toEqual([
					chain.at(-2),
				]);
			});

			it("lists the acts on an MCI's HEAD after a version", async () => {
				const accountId = await newAccount();
				const mciId = await addMci(accountId, { name: "web" });
				for (const headVersion of [2, 3, 4]) {
					await store.write(async (tx) =>
						tx.record({ ...entry(accountId), subjectKind: "mci", subjectId: mciId, headVersion }),
					);
				}
				const versions = async (after: number, limit = 20) =>
					(await store.read.audit.listAfter({ kind: "mci", id: mciId }, after, limit)).map((one) => one.headVersion);
				expect(await versions(2)).toEqual([3, 4]);
				expect(await versions(0, 2)).toEqual([2, 3]);
				expect(await versions(Number.MAX_SAFE_INTEGER)).toEqual([]);
			});

			const insertGhost = (tx: Transaction, accountId: number) =>
				tx.components.insert({
					accountId,
					kind: "mci",
					lineage: crypto.randomUUID(),
					name: "ghost",
					description: "",
					tags: [],
					originKey: null,
					at,
				});
			const unchanged = async (accountId: number, write: () => Promise<unknown>) => {
				const [generation, end] = [await store.generation(), await store.read.audit.getEnd()];
				await write();
				expect(await store.read.components.find(accountId, "mci", "ghost")).toBeUndefined();
				expect([await store.generation(), await store.read.audit.getEnd()]).toEqual([generation, end]);
			};

			it("is undone by its act, entries included, and returns the act's result", async () => {
				const accountId = await newAccount();
				await unchanged(accountId, async () => {
					const id = await store.write(async (tx) => {
						tx.record(entry(accountId));
						return tx.undo(await insertGhost(tx, accountId));
					});
					expect(id).toBeGreaterThan(0);
				});
			});

			it("as a dry run saves nothing, and returns what its act read of its own writes", async () => {
				const accountId = await newAccount();
				await unchanged(accountId, async () => {
					const seen = await store.write(
						async (tx) => {
							tx.record(entry(accountId));
							await insertGhost(tx, accountId);
							return tx.components.find(accountId, "mci", "ghost");
						},
						{ dryRun: true },
					);
					expect(seen?.name).toBe("ghost");
				});
			});

			it.each([false, true])(
				"that ends without an audit entry and without undo is an error (dry run: %s)",
				async (dryRun) => {
					const accountId = await newAccount();
					await unchanged(accountId, async () => {
						const silent = store.write((tx) => insertGhost(tx, accountId), { dryRun });
						await expect(silent).rejects.toThrow("ended without an audit entry");
					});
				},
			);

			it("of the registry itself needs no audit entry and no undo", async () => {
				const accountId = await newAccount();
				await unchanged(accountId, async () => {
					await expect(store.keep(async (tx) => tx.record(entry(accountId)))).rejects.toThrow("belongs in `write`");
					await expect(store.keep(async (tx) => tx.undo(await insertGhost(tx, accountId)))).rejects.toThrow("undone");
				});
			});

			it("that throws saves nothing", async () => {
				const accountId = await newAccount();
				const before = await store.generation();
				const failing = store.write(async (tx) => {
					tx.record(entry(accountId));
					await tx.clouds.ensure(accountId, [cloudOf("gcp", null)], at);
					throw new Error("half-way");
				});
				await expect(failing).rejects.toThrow("half-way");
				expect(await store.read.clouds.slugs(accountId)).toEqual([]);
				expect(await store.generation()).toBe(before);
			});

			it("is invisible to readers before it ends, and visible to all afterwards", async () => {
				if (!opened.reopen) throw new Error("this engine can't be opened twice");
				const other = await opened.reopen();
				try {
					const accountId = await newAccount();
					const before = await other.generation();
					await kept(accountId, async (tx) => {
						await tx.clouds.ensure(accountId, [cloudOf("gcp", null)], at);
						expect(await tx.clouds.slugs(accountId)).toEqual(["gcp"]);
						expect(await store.read.clouds.slugs(accountId)).toEqual([]);
						expect(await other.read.clouds.slugs(accountId)).toEqual([]);
						expect(await other.generation()).toBe(before);
					});
					expect(await other.read.clouds.slugs(accountId)).toEqual(["gcp"]);
					const after = await other.generation();
					expect(after).toBeGreaterThan(before);
					await other.write(async (tx) => tx.record(entry(accountId)));
					expect(await store.generation()).toBe(after + 1);
				} finally {
					await other.close();
				}
			});

			it("of one store waits for that of another, without stopping this process", async () => {
				if (!opened.reopen) throw new Error("this engine can't be opened twice");
				const other = await opened.reopen();
				try {
					const accountId = await newAccount();
					const mciId = await addMci(accountId, { name: "web" });
					const order: string[] = [];
					const act = (who: string) => async (tx: Transaction) => {
						await tx.components.lockHead(mciId, null, at);
						order.push(`${who} begins`);
						await new Promise((resolve) => setTimeout(resolve, 100));
						order.push(`${who} ends`);
						tx.record(entry(accountId));
					};
					await Promise.all([store.write(act("a")), other.write(act("b"))]);
					const [first, second] = order[0] === "a begins" ? ["a", "b"] : ["b", "a"];
					expect(order).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
					expect((await store.read.components.find(accountId, "mci", "web"))?.headVersion).toBe(3);
				} finally {
					await other.close();
				}
			});
		});

		describe("upstreams", () => {
			it("are stored with the result of the last sync, until they are deleted", async () => {
				const accountId = await newAccount();
				const fields = {
					accountId,
					name: "u",
					url: "https://example.org/u.json",
					format: null,
					options: { release: "1" },
					createdAt: at,
				};
				const id = await kept(accountId, (tx) => tx.upstreams.insert(fields));
				await kept(accountId, (tx) =>
					tx.upstreams.record(id, {
						etag: '"e"',
						lastModified: null,
						contentDigest: "d",
						checkedAt: at,
						outcome: "1 new",
						changedAt: at,
					}),
				);
				const later = "2026-02-01T00:00:00.000Z";
				await kept(accountId, (tx) =>
					tx.upstreams.record(id, {
						etag: '"f"',
						lastModified: null,
						contentDigest: "d",
						checkedAt: later,
						outcome: "same",
					}),
				);
				const stored = {
					...fields,
					id,
					etag: '"f"',
					lastModified: null,
					contentDigest: "d",
					checkedAt: later,
					changedAt: at,
					outcome: "same",
				};
				expect(await store.read.upstreams.find(accountId, "u")).toEqual(stored);
				expect(await store.read.upstreams.list(accountId)).toEqual([stored]);
				await kept(accountId, (tx) => tx.upstreams.remove(id));
				expect(await store.read.upstreams.list(accountId)).toEqual([]);
			});
		});
	});
}

interface TestImage {
	readonly cloud: Cloud;
	readonly uid: string;
	readonly checksum: string | null;
	readonly facts: Partial<ImageFacts>;
}

type ModelState = Map<string, Setting & { readonly imageId: number }>;

interface Model {
	readonly commits: ModelState[];
	readonly head: ModelState;
	changes: number;
}

function modelOf(): Model {
	return { commits: [], head: new Map(), changes: 0 };
}

function image(cloud: Cloud, uid: string, facts: Partial<ImageFacts> = {}, checksum: string | null = null): TestImage {
	return { cloud, uid, facts, checksum };
}

function wanted(cloudId: number, { uid, facts, checksum }: TestImage): WantedImage {
	return { cloudId, kind: checksum === null ? "id" : "artifact", uid, checksum, facts };
}

function put(clouds: ReadonlyMap<string, number>, cloud: Cloud, imageId: number, uid: string) {
	const setting: Setting = {
		cloud: cloud.slug,
		image: { kind: "id", uid, checksum: null },
		instanceType: null,
		kernel: null,
		ramdisk: null,
		userData: null,
	};
	return { cloudId: clouds.get(cloud.slug) ?? 0, imageId, setting };
}

function revision(mciId: number, number: number): StoredRevision {
	return {
		componentId: mciId,
		document: null,
		notes: [],
		number,
		name: "web",
		description: "",
		tags: ["t"],
		digest: `sha256:${number}`,
		message: `commit ${number}`,
		author: "tester",
		createdAt: at,
		settingsCount: number,
		changesCount: 1,
		release: null,
		heldBack: null,
	};
}

function entry(accountId: number): AuditEntry {
	return {
		accountId,
		at,
		actor: "tester",
		act: "test.act",
		subjectKind: "account",
		subjectId: accountId,
		subjectName: "s",
		headVersion: null,
		before: null,
		after: null,
	};
}

function withoutId(setting: (Setting & { readonly imageId: number }) | undefined): Setting | null {
	if (!setting) return null;
	const { imageId: _imageId, ...rest } = setting;
	return rest;
}

function text(state: ModelState): string {
	return JSON.stringify([...state.values()].sort((a, b) => (a.cloud < b.cloud ? -1 : 1)));
}

function range(first: number, last: number): number[] {
	return first === 0 ? [] : Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
