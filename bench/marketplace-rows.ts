import { sql } from "kysely";
import type { MciContent } from "../src/core/image/index.ts";
import { publisherKey } from "../src/core/marketplace/index.ts";
import { type Actor, actorWith } from "../src/registry/actor.ts";
import { digestOf } from "../src/registry/components/component-content.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import type { Needs } from "../src/registry/needs.ts";
import type { SqlRow, SqlValue } from "../src/storage/dialects/engine.ts";
import { type CopiedComponent, type Model, type ModelLine, makeModel } from "./marketplace-model.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, type EngineName, makeStore } from "./stores.ts";

export interface MarketplaceSize {
	readonly accounts: number;
	/** Per account. */
	readonly mcis: number;
}

/** A registry of many accounts that publish and import. */
export interface Marketplace extends BenchStore {
	readonly needs: Needs;
	/** In the default account, with all permissions. */
	readonly operator: Actor;
	readonly model: Model;
	readonly size: MarketplaceSize;
	/** Returns the actor in the account of this number, counted from 0. */
	actorAt(account: number): Actor;
	/** An account that has imported 200 MCIs, if that many are published. */
	readonly keenImporter: number;
	readonly imports: number;
}

const at = "2026-01-01T00:00:00.000Z";
const roles = ["web", "database", "cache", "worker", "proxy", "batch", "learning", "gateway"] as const;
const accountsAtOnce = 10;
/** Of ten MCIs in an account, five are published to everyone and one to a group. */
const publicOfTen = 5;
const membersOfGroup = 20;
const importsOfAccount = 20;
const importsOfKeen = 200;

export function accountName(account: number): string {
	return `team-${account}`;
}

export function publisherName(account: number): string {
	return `Team ${account} Images`;
}

export function mciName(model: Model, account: number, mci: number): string {
	return `${lineOf(model, account, mci).name}-${roles[mci % roles.length]}-${account}-${mci}`;
}

export function isPublic(mci: number): boolean {
	return mci % 10 < publicOfTen;
}

function lineOf(model: Model, account: number, mci: number): ModelLine {
	const line = model.lines[(account * 7 + mci) % model.lines.length];
	if (!line) throw new Error("the model has no lines");
	return line;
}

function lineageOf(account: number, mci: number): string {
	return `00000000-0000-4000-8000-${String(account * 100_000 + mci).padStart(12, "0")}`;
}

/** The numbers of the published revisions: the newest one, and for every third MCI also the one before it. */
function offeredOf(mci: number): readonly number[] {
	if (mci % 10 > publicOfTen) return [];
	return isPublic(mci) && mci % 3 === 0 ? [1, 2] : [2];
}

/**
 * Fills a registry with copies of rows that the use cases wrote once, each with its own name, lineage and digests. Rows
 * that these benchmarks don't read, such as audit entries, are not copied.
 */
export async function fillMarketplace(engineName: EngineName, size: MarketplaceSize): Promise<Marketplace> {
	const bench = await makeStore(engineName);
	const { needs, actor: operator } = await needsOn(bench.store);
	const model = await makeModel(bench, needs, operator);
	const filling = new Filling(bench, { needs, model, size });
	await filling.prepare();
	for (let first = 0; first < size.accounts; first += accountsAtOnce) {
		const accounts = Array.from({ length: Math.min(accountsAtOnce, size.accounts - first) }, (_, i) => first + i);
		await filling.addAccounts(accounts);
	}
	await filling.addImports();
	await settle(bench);
	return {
		...bench,
		...{ needs, operator, model, size, keenImporter: 1, imports: filling.plan.length },
		actorAt: (account) => {
			const who = {
				accountId: filling.accountId(account),
				account: accountName(account),
				name: "bench",
				kind: "local" as const,
			};
			return actorWith({ ...who, roles: ["observer", "actor", "designer", "library", "publisher", "admin"] });
		},
	};
}

/** In production PostgreSQL gathers its statistics automatically and assigns the ids from its own sequences. */
async function settle({ engine }: BenchStore): Promise<void> {
	if (engine.name !== "postgres") return;
	for (const table of [
		"accounts",
		"clouds",
		"images",
		"components",
		"publications",
		"imports",
		"subscriptions",
		"account_groups",
		"tokens",
	]) {
		await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.table(table)}))`.execute(
			engine.reader,
		);
	}
	await sql`vacuum analyze`.execute(engine.reader);
}

interface PlannedImport {
	readonly by: number;
	readonly account: number;
	readonly mci: number;
	readonly number: 1 | 2;
}

class Filling {
	readonly plan: readonly PlannedImport[];
	private readonly bench: BenchStore;
	private readonly needs: Needs;
	private readonly model: Model;
	private readonly size: MarketplaceSize;
	private readonly importCounts = new Map<string, number>();
	private readonly publicationIds = new Map<string, number>();
	/** By account and uid. */
	private readonly imageIds = new Map<string, number>();
	private readonly contents = new Map<string, MciContent>();
	private readonly next: Record<
		"accounts" | "clouds" | "images" | "components" | "publications" | "account_groups",
		number
	>;

	constructor(
		bench: BenchStore,
		{ needs, model, size }: { readonly needs: Needs; readonly model: Model; readonly size: MarketplaceSize },
	) {
		this.bench = bench;
		this.needs = needs;
		this.model = model;
		this.size = size;
		this.next = { accounts: 1, clouds: 1, images: 1, components: 1, publications: 1, account_groups: 1 };
		this.plan = planImports(size);
		for (const one of this.plan) {
			const key = `${one.account} ${one.mci} ${one.number}`;
			this.importCounts.set(key, (this.importCounts.get(key) ?? 0) + 1);
		}
	}

	private firstAccount = 0;

	accountId(account: number): number {
		return this.firstAccount + account;
	}

	/** New ids start after the existing ones; groups and accounts of one number have neighboring ids. */
	async prepare(): Promise<void> {
		for (const table of Object.keys(this.next) as (keyof Filling["next"])[]) {
			const [row] = await this.bench.engine.query(`select coalesce(max(id), 0) as id from ${table}`, []);
			this.next[table] = Number(row?.id ?? 0) + 1;
		}
		this.firstAccount = this.next.accounts;
		for (const line of this.model.lines) {
			for (const number of [1, 2]) {
				const { content } = await getRevision(this.needs, this.model.publisher, {
					kind: "mci",
					ref: `${line.name}@${number}`,
				});
				this.contents.set(`${line.name}@${number}`, content as MciContent);
			}
		}
		const accounts = Array.from({ length: this.size.accounts }, (_, i) => i);
		await this.insert(
			"accounts",
			accounts.map((account) => ({ id: this.accountId(account), name: accountName(account), created_at: at })),
		);
		const groups = accounts.map((account) => ({
			id: this.groupId(account),
			account_id: this.accountId(account),
			name: "partners",
		}));
		await this.insert(
			"account_groups",
			groups.map((group) => ({ ...group, description: "", created_at: at, updated_at: at })),
		);
		const members = Math.min(membersOfGroup, this.size.accounts - 1);
		await this.insert(
			"group_members",
			accounts.flatMap((account) =>
				Array.from({ length: members }, (_, i) => ({
					group_id: this.groupId(account),
					account_id: this.accountId((account + 1 + i) % this.size.accounts),
					joined_at: at,
				})),
			),
		);
		await this.insert(
			"publishers",
			accounts.map((account) => ({
				...this.model.publisherRow,
				...{
					account_id: this.accountId(account),
					name: publisherName(account),
					name_key: publisherKey(publisherName(account)),
				},
			})),
		);
	}

	private groupId(account: number): number {
		return this.next.account_groups + account;
	}

	/** Adds clouds, images, MCIs and their publications. */
	async addAccounts(accounts: readonly number[]): Promise<void> {
		const rows = {
			...{
				clouds: [] as SqlRow[],
				images: [] as SqlRow[],
				components: [] as SqlRow[],
				revisions: [] as SqlRow[],
				settings: [] as SqlRow[],
			},
			...{
				publications: [] as SqlRow[],
				publication_clouds: [] as SqlRow[],
				publication_categories: [] as SqlRow[],
				publication_groups: [] as SqlRow[],
			},
		};
		for (const account of accounts) {
			const accountId = this.accountId(account);
			for (const cloud of this.model.clouds) {
				const id = this.next.clouds++;
				this.cloudIds.set(`${account} ${cloud.id}`, id);
				rows.clouds.push({ ...cloud, id, account_id: accountId });
			}
			for (const image of this.model.images) {
				const id = this.next.images++;
				this.imageIds.set(`${account} ${image.uid}`, id);
				rows.images.push({
					...image,
					id,
					account_id: accountId,
					cloud_id: this.cloudIds.get(`${account} ${image.cloud_id}`) ?? 0,
				});
			}
			for (let mci = 0; mci < this.size.mcis; mci++) {
				const line = lineOf(this.model, account, mci);
				const about = { account, owner: account, mci, line };
				const copied = this.copyComponent(line.own, about);
				rows.components.push(copied.row);
				rows.revisions.push(...copied.revisions);
				rows.settings.push(...copied.settings);
				for (const number of offeredOf(mci)) {
					const published = line.publications[number - 1];
					if (!published) continue;
					const id = this.next.publications++;
					this.publicationIds.set(`${account} ${mci} ${number}`, id);
					const row = published.row;
					const name = mciName(this.model, account, mci);
					// One second apart, as the acts would have been.
					const time = new Date(Date.parse(at) + id * 1000).toISOString();
					rows.publications.push({
						...row,
						...{
							id,
							account_id: accountId,
							lineage: lineageOf(account, mci),
							component_id: Number(copied.row.id),
							name,
						},
						digest: this.digestOf(about, number),
						is_public: isPublic(mci) ? 1 : 0,
						is_front: isPublic(mci) && number === 2 ? 1 : 0,
						search_text: renamed(row.search_text, line.name, name),
						imports_count: this.importCounts.get(`${account} ${mci} ${number}`) ?? 0,
						...{ published_at: time, updated_at: time },
					});
					rows.publication_clouds.push(...published.clouds.map((part) => ({ ...part, publication_id: id })));
					rows.publication_categories.push(...published.categories.map((part) => ({ ...part, publication_id: id })));
					if (!isPublic(mci)) rows.publication_groups.push({ publication_id: id, group_id: this.groupId(account) });
				}
			}
		}
		await this.insertAll(rows);
	}

	private readonly cloudIds = new Map<string, number>();

	/** Adds the copies in the importing accounts, and their subscriptions. */
	async addImports(): Promise<void> {
		for (let i = 0; i < this.plan.length; i += 2000) {
			const rows = {
				components: [] as SqlRow[],
				revisions: [] as SqlRow[],
				settings: [] as SqlRow[],
				imports: [] as SqlRow[],
				subscriptions: [] as SqlRow[],
			};
			for (const [j, { by, account, mci, number }] of this.plan.slice(i, i + 2000).entries()) {
				const line = lineOf(this.model, account, mci);
				this.copyImport(rows, { by, line, number, about: { account: by, owner: account, mci, line } }, j % 2 === 0);
			}
			await this.insertAll(rows);
		}
	}

	private copyImport(
		rows: Record<"components" | "revisions" | "settings" | "imports" | "subscriptions", SqlRow[]>,
		one: { readonly by: number; readonly line: ModelLine; readonly number: 1 | 2; readonly about: About },
		isFollowed: boolean,
	): void {
		const { by, line, number, about } = one;
		const from = line.imported[number];
		const { id: _id, ...taken } = from.import;
		const copied = this.copyComponent(from, about);
		const publisher = publisherName(about.owner);
		const accountId = this.accountId(by);
		rows.components.push({ ...copied.row, publisher });
		rows.revisions.push(...copied.revisions);
		rows.settings.push(...copied.settings);
		const publication = this.publicationIds.get(`${about.owner} ${about.mci} ${number}`) ?? 0;
		const where = { account_id: accountId, component_id: Number(copied.row.id), publication_id: publication };
		rows.imports.push({ ...taken, ...where, digest: this.digestOf(about, number), publisher });
		if (!isFollowed) return;
		const { id: _number, ...subscription } = this.model.subscription;
		const followed = {
			lineage: String(copied.row.lineage),
			name: String(copied.row.name),
			publisher_account_id: this.accountId(about.owner),
		};
		rows.subscriptions.push({ ...subscription, ...followed, account_id: accountId });
	}

	private copyComponent(from: CopiedComponent, about: About): CopiedComponent {
		const { account, owner, mci, line } = about;
		const id = this.next.components++;
		const name = mciName(this.model, owner, mci);
		const row = {
			...from.row,
			...{ id, account_id: this.accountId(account), lineage: lineageOf(owner, mci), name },
			origin_key: from.row.origin_key === null ? null : `bench:${name}`,
			search_text: renamed(from.row.search_text, line.name, name),
		};
		const revisions = from.revisions.map((revision) => ({
			...revision,
			...{ component_id: id, name, digest: this.digestOf(about, Number(revision.number)) },
		}));
		const settings = from.settings.map(({ uid, ...setting }) => {
			const image = this.model.images.find((one) => one.uid === uid);
			return {
				...{ ...setting, mci_id: id, cloud_id: this.cloudIds.get(`${account} ${image?.cloud_id}`) ?? 0 },
				image_id: this.imageIds.get(`${account} ${uid}`) ?? 0,
			};
		});
		return { row, revisions, settings };
	}

	private readonly digests = new Map<string, string>();

	private digestOf({ owner, mci, line }: About, number: number): string {
		const key = `${owner} ${mci} ${number}`;
		const known = this.digests.get(key);
		if (known !== undefined) return known;
		const content = this.contents.get(`${line.name}@${number}`);
		if (!content) throw new Error(`the model has no ${line.name}@${number}`);
		const digest = digestOf(this.needs, { ...content, name: mciName(this.model, owner, mci) });
		this.digests.set(key, digest);
		return digest;
	}

	private insert(table: string, rows: readonly SqlRow[]): Promise<void> {
		return this.insertAll({ [table]: rows });
	}

	/** Inserts in one transaction, including the search texts. */
	private async insertAll(rows: Readonly<Record<string, readonly SqlRow[]>>): Promise<void> {
		const { engine } = this.bench;
		await engine.transaction(async (db) => {
			for (const [table, of] of Object.entries(rows)) {
				if (of.length > 0) await engine.insertMany(db, table as "accounts", of as never);
				if (table !== "images" && table !== "publications") continue;
				await engine.indexTexts(db, { added: of.map(({ id }) => Number(id)), changed: [] }, table);
			}
		});
	}
}

interface About {
	/** The number of the account that has the copy. */
	readonly account: number;
	/** The number of the publishing account. */
	readonly owner: number;
	readonly mci: number;
	readonly line: ModelLine;
}

function renamed(text: SqlValue | undefined, from: string, to: string): string {
	return String(text).replaceAll(from.toLowerCase(), to.toLowerCase());
}

/** A few are imported by hundreds of accounts, most by none. */
function planImports({ accounts, mcis }: MarketplaceSize): PlannedImport[] {
	const offered = Array.from({ length: mcis }, (_, mci) => mci).filter(isPublic);
	const all = accounts * offered.length;
	const plan: PlannedImport[] = [];
	let seed = 1;
	const chance = () => {
		seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
		return seed / 2 ** 32;
	};
	for (let by = 0; by < accounts; by++) {
		const wanted = Math.min(by === 1 ? importsOfKeen : importsOfAccount, Math.floor(all / 4));
		const taken = new Set<number>();
		while (taken.size < wanted) {
			const popular = Math.floor(all * chance() ** 3);
			// Spreads the popular ones over the accounts.
			const front = (popular * 7919) % all;
			const account = Math.floor(front / offered.length);
			const mci = offered[front % offered.length] ?? 0;
			if (account === by || taken.has(front)) continue;
			taken.add(front);
			plan.push({ by, account, mci, number: offeredOf(mci).includes(1) ? 1 : 2 });
		}
	}
	return plan;
}

/** Lets accounts import revision 2 of a model line and follow it. */
export async function addFollowers(
	{ engine, model, actorAt }: Marketplace,
	{ line, followers, mode }: { readonly line: number; readonly followers: number; readonly mode: "offer" | "auto" },
): Promise<void> {
	const from = model.lines[line]?.imported[2];
	if (!from) throw new Error(`the model has no line ${line}`);
	await engine.transaction(async (db) => {
		for (let account = 0; account < followers; account++) {
			const { accountId } = actorAt(account);
			const { id: _component, ...row } = from.row;
			const made = await db
				.insertInto("components")
				.values({ ...row, account_id: accountId } as never)
				.returning("id")
				.executeTakeFirstOrThrow();
			await engine.insertMany(
				db,
				"revisions",
				from.revisions.map((revision) => ({ ...revision, component_id: made.id })) as never,
			);
			const settings = from.settings.map(async ({ uid, ...setting }) => {
				const place = db
					.selectFrom("images")
					.select(["id", "cloud_id"])
					.where("account_id", "=", accountId)
					.where("uid", "=", String(uid));
				const image = await place.executeTakeFirstOrThrow();
				return { ...setting, mci_id: made.id, cloud_id: image.cloud_id, image_id: image.id };
			});
			await engine.insertMany(db, "settings", (await Promise.all(settings)) as never);
			const { id: _import, ...taken } = from.import;
			await engine.insertMany(db, "imports", [{ ...taken, account_id: accountId, component_id: made.id }] as never);
			const { id: _subscription, ...subscription } = model.subscription;
			const followed = { lineage: String(row.lineage), name: String(row.name), account_id: accountId, mode };
			await engine.insertMany(db, "subscriptions", [{ ...subscription, ...followed }] as never);
		}
	});
}
