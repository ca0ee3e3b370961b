import { type Kysely, sql } from "kysely";
import type { CloudSlug, ImageKind, Setting } from "../../../core/image/index.ts";
import type { Engine } from "../../dialects/engine.ts";
import { openEnd, type SettingRow, type Tables } from "../../tables.ts";
import { ensureTexts } from "../texts.ts";
import { type AskedRevision, askedRows } from "./asked-revisions.ts";

/** A setting to write, with the catalogue's ids of its cloud and image. */
export interface SettingToPut {
	readonly cloudId: number;
	readonly imageId: number;
	readonly setting: Setting;
}

/** A range of revisions in which an MCI maps a cloud to an image. */
export interface Usage {
	readonly mciId: number;
	readonly mciName: string;
	/** Number of the MCI's newest commit that is not held back; 0 = none. */
	readonly current: number;
	readonly cloud: string;
	readonly imageId: number;
	readonly firstRevision: number;
	/** Last commit of the range; 0 if only HEAD has it. */
	readonly lastRevision: number;
	readonly head: boolean;
}

/** The half-open range of revisions of a row; without an end, it includes HEAD. */
export interface RevisionRange {
	readonly from: number;
	readonly to?: number;
}

/** A revision's setting for one cloud. */
export interface SettingCell extends AskedRevision {
	readonly imageId: number;
	readonly setting: Setting;
}

export function settingReads(db: Kysely<Tables>) {
	return {
		...settingsAt(db),
		...settingHistory(db),
		...settingUsages(db),
	};
}

function settingsAt(db: Kysely<Tables>) {
	return {
		/**
		 * All settings of one revision, sorted by cloud. HEAD is the number after the newest commit. One primary-key
		 * look-up for each cloud that the MCI ever had, however long its history: `cross join` keeps SQLite to this order
		 * (https://sqlite.org/optoverview.html, 8.2); otherwise it reads the whole history once for each cloud.
		 */
		listAt: async (mciId: number, number: number): Promise<(Setting & { readonly imageId: number })[]> => {
			const rows = await sql<JoinedRow>`
				with recursive places(cloud_id) as (
					select min(cloud_id) from settings where mci_id = ${mciId}
					union all
					select (select min(s.cloud_id) from settings s where s.mci_id = ${mciId} and s.cloud_id > places.cloud_id) from places where places.cloud_id is not null
				)
				select clouds.slug, images.id as image_id, images.kind, images.uid, images.checksum, s.instance_type, s.kernel, s.ramdisk, texts.body as user_data
				from places
				cross join settings s
				cross join clouds
				cross join images
				left join texts on texts.id = s.user_data_id
				where s.mci_id = ${mciId} and s.cloud_id = places.cloud_id and s.to_number > ${number}
					and s.from_number = (select max(x.from_number) from settings x where x.mci_id = ${mciId} and x.cloud_id = places.cloud_id and x.from_number <= ${number})
					and clouds.id = s.cloud_id and images.id = s.image_id
				order by clouds.slug`.execute(db);
			return rows.rows.map(settingOf);
		},
		/** The setting of each of these revisions for one cloud, in one query; without revisions that have none. */
		listCells: async (asked: readonly AskedRevision[], cloudId: number): Promise<SettingCell[]> => {
			if (asked.length === 0) return [];
			const rows = await sql<JoinedRow & { mci_id: number; number: number }>`
				with asked(mci_id, number) as (${askedRows(asked)})
				select asked.mci_id, asked.number, clouds.slug, images.id as image_id, images.kind, images.uid, images.checksum, s.instance_type, s.kernel,
					s.ramdisk, texts.body as user_data
				from asked
				cross join settings s
				cross join clouds
				cross join images
				left join texts on texts.id = s.user_data_id
				where s.mci_id = asked.mci_id and s.cloud_id = ${cloudId} and s.to_number > asked.number
					and s.from_number = (select max(x.from_number) from settings x where x.mci_id = asked.mci_id and x.cloud_id = ${cloudId} and x.from_number <= asked.number)
					and clouds.id = s.cloud_id and images.id = s.image_id`.execute(db);
			return rows.rows.map((row) => {
				const { imageId, ...setting } = settingOf(row);
				return { mciId: Number(row.mci_id), number: Number(row.number), imageId, setting };
			});
		},
		/** The clouds that each of these revisions maps, in one query, without dormant ones. */
		listClouds: async (asked: readonly AskedRevision[]): Promise<(AskedRevision & { readonly cloud: string })[]> => {
			if (asked.length === 0) return [];
			const rows = await sql<{ mci_id: number; number: number; slug: string }>`
				with recursive asked(mci_id, number) as (${askedRows(asked)}),
				places(mci_id, number, cloud_id) as (
					select a.mci_id, a.number, (select min(s.cloud_id) from settings s where s.mci_id = a.mci_id) from asked a
					union all
					select p.mci_id, p.number, (select min(s.cloud_id) from settings s where s.mci_id = p.mci_id and s.cloud_id > p.cloud_id)
					from places p where p.cloud_id is not null
				)
				select places.mci_id, places.number, clouds.slug
				from places
				cross join settings s
				cross join clouds
				where s.mci_id = places.mci_id and s.cloud_id = places.cloud_id and s.to_number > places.number
					and s.from_number = (select max(x.from_number) from settings x
						where x.mci_id = places.mci_id and x.cloud_id = places.cloud_id and x.from_number <= places.number)
					and clouds.id = s.cloud_id and clouds.is_dormant = 0
				order by clouds.slug`.execute(db);
			return rows.rows.map((row) => ({ mciId: Number(row.mci_id), number: Number(row.number), cloud: row.slug }));
		},
	};
}

function settingHistory(db: Kysely<Tables>) {
	return {
		/**
		 * The last setting of each cloud set by one of these commits, ignoring all other commits; without clouds that one
		 * of them removed. Reads the MCI's whole history.
		 */
		listGivenBy: async (mciId: number, commits: ReadonlySet<number>): Promise<Setting[]> => {
			const rows = await sql<JoinedRow & { from_number: number; to_number: number }>`
				select clouds.slug, images.id as image_id, images.kind, images.uid, images.checksum, s.instance_type, s.kernel, s.ramdisk, texts.body as user_data,
					s.from_number, s.to_number
				from settings s
				join clouds on clouds.id = s.cloud_id
				join images on images.id = s.image_id
				left join texts on texts.id = s.user_data_id
				where s.mci_id = ${mciId}
				order by clouds.slug, s.from_number`.execute(db);
			const given = new Map<string, JoinedRow>();
			for (const row of rows.rows) {
				if (commits.has(row.from_number)) given.set(row.slug, row);
				// Ended by such a commit: removed, unless the next row begins there.
				if (commits.has(row.to_number)) given.delete(row.slug);
			}
			return [...given.values()].map((row) => {
				const { imageId: _imageId, ...setting } = settingOf(row);
				return setting;
			});
		},
		/** Numbers of the commits that map a cloud, newest first; none for a dormant one. */
		listRevisionsWith: async (mciId: number, cloud: string, latest: number, most: number): Promise<number[]> => {
			const rows = await db
				.selectFrom("settings")
				.innerJoin("clouds", "clouds.id", "settings.cloud_id")
				.select(["from_number", "to_number"])
				.where("mci_id", "=", mciId)
				.where("clouds.slug", "=", cloud)
				.where("clouds.is_dormant", "=", 0)
				.where("from_number", "<=", latest)
				.orderBy("from_number", "desc")
				.limit(most)
				.execute();
			return rows.flatMap((row) => range(row.from_number, Math.min(row.to_number - 1, latest), most)).slice(0, most);
		},
	};
}

function settingUsages(db: Kysely<Tables>) {
	return {
		/** Every range in which one of these images is mapped, from the index on images. */
		listUsages: async (imageIds: readonly number[], page: { readonly limit: number }): Promise<Usage[]> => {
			if (imageIds.length === 0) return [];
			const rows = await db
				.selectFrom("settings")
				.innerJoin("components", "components.id", "settings.mci_id")
				.innerJoin("clouds", "clouds.id", "settings.cloud_id")
				.select([
					"components.id as mci_id",
					"components.name",
					"components.latest_number",
					"components.current_number",
					"clouds.slug",
					"settings.image_id",
					"from_number",
					"to_number",
				])
				.where("settings.image_id", "in", imageIds)
				.orderBy("components.name")
				.orderBy("clouds.slug")
				.orderBy("from_number")
				.limit(page.limit)
				.execute();
			return rows.map((row) => ({
				mciId: row.mci_id,
				mciName: row.name,
				current: row.current_number,
				cloud: row.slug,
				imageId: row.image_id,
				firstRevision: row.from_number > row.latest_number ? 0 : row.from_number,
				lastRevision: row.from_number > row.latest_number ? 0 : Math.min(row.to_number - 1, row.latest_number),
				head: row.to_number === openEnd,
			}));
		},
	};
}

export function settingWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		...settingUpdates(db, engine),
		...settingInserts(db, engine),
		...settingRemovals(db),
	};
}

function settingUpdates(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		/**
		 * Changes HEAD, whose number is `head`: a row that an earlier commit has ends and is not changed; a row that only
		 * HEAD has is replaced; returning to the committed value leaves no trace.
		 */
		changeHead: async (
			mciId: number,
			head: number,
			change: { readonly puts: readonly SettingToPut[]; readonly removes: readonly number[] },
		): Promise<void> => {
			const texts = await ensureTexts(
				db,
				change.puts.flatMap(({ setting }) => (setting.userData === null ? [] : [setting.userData])),
			);
			const wanted = new Map<number, Omit<SettingRow, "from_number" | "to_number"> | null>();
			for (const cloudId of change.removes) wanted.set(cloudId, null);
			for (const { cloudId, imageId, setting } of change.puts) {
				wanted.set(cloudId, {
					mci_id: mciId,
					cloud_id: cloudId,
					image_id: imageId,
					instance_type: setting.instanceType,
					kernel: setting.kernel,
					ramdisk: setting.ramdisk,
					user_data_id: setting.userData === null ? null : (texts.get(setting.userData) ?? null),
				});
			}
			const near = await nearHead(db, mciId, head, [...wanted.keys()]);
			const plan = planHead(head, wanted, near);
			for (const { cloudId, from } of plan.drop) await rowAt(db.deleteFrom("settings"), mciId, cloudId, from).execute();
			await setEnd(db, mciId, plan.end, { from: openEnd, to: head });
			await setEnd(db, mciId, plan.reopen, { from: head, to: openEnd });
			await engine.insertMany(db, "settings", plan.add);
		},
		/** Moves the rows of the HEAD of an import to another number. */
		moveHead: async (mciId: number, head: number): Promise<void> => {
			await db
				.updateTable("settings")
				.set({ from_number: head })
				.where("mci_id", "=", mciId)
				.where("to_number", "=", openEnd)
				.execute();
		},
		/** Whether HEAD's map differs from the newest commit's. */
		isHeadChanged: async (mciId: number, head: number): Promise<boolean> =>
			(await db
				.selectFrom("settings")
				.select("cloud_id")
				.where("mci_id", "=", mciId)
				.where((eb) => eb.or([eb("from_number", "=", head), eb("to_number", "=", head)]))
				.limit(1)
				.executeTakeFirst()) !== undefined,
	};
}

function settingInserts(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		/**
		 * Writes the whole map of an imported commit, or of the HEAD of an import: one row for each cloud over exactly that
		 * range.
		 */
		putRange: async (mciId: number, range: RevisionRange, puts: readonly SettingToPut[]): Promise<void> => {
			const texts = await ensureTexts(
				db,
				puts.flatMap(({ setting }) => (setting.userData === null ? [] : [setting.userData])),
			);
			await engine.insertMany(
				db,
				"settings",
				puts.map(({ cloudId, imageId, setting }) => ({
					mci_id: mciId,
					cloud_id: cloudId,
					from_number: range.from,
					to_number: range.to ?? openEnd,
					image_id: imageId,
					instance_type: setting.instanceType,
					kernel: setting.kernel,
					ramdisk: setting.ramdisk,
					user_data_id: setting.userData === null ? null : (texts.get(setting.userData) ?? null),
				})),
			);
		},
	};
}

function settingRemovals(db: Kysely<Tables>) {
	return {
		/** Ends the settings of the HEAD of an import, which has rows of its own. */
		dropHead: async (mciId: number): Promise<void> => {
			await db.deleteFrom("settings").where("mci_id", "=", mciId).where("to_number", "=", openEnd).execute();
		},
	};
}

interface HeadPlan {
	readonly drop: { cloudId: number; from: number }[];
	readonly end: number[];
	readonly reopen: number[];
	readonly add: SettingRow[];
}

interface NearHead {
	/** HEAD's current row. */
	current?: SettingRow;
	/** The newest commit's row that an edit of HEAD ended. */
	ended?: SettingRow;
}

function planHead(
	head: number,
	wanted: Map<number, Omit<SettingRow, "from_number" | "to_number"> | null>,
	near: Map<number, NearHead>,
): HeadPlan {
	const plan: HeadPlan = { drop: [], end: [], reopen: [], add: [] };
	for (const [cloudId, value] of wanted) {
		const { current, ended } = near.get(cloudId) ?? {};
		if (current && value && sameValue(current, value)) continue;
		if (!current && !value) continue;
		if (current?.from_number === head) plan.drop.push({ cloudId, from: head });
		else if (current) plan.end.push(cloudId);
		if (!value) continue;
		if (ended && sameValue(ended, value)) plan.reopen.push(cloudId);
		else plan.add.push({ ...value, from_number: head, to_number: openEnd });
	}
	return plan;
}

function sameValue(row: SettingRow, value: Omit<SettingRow, "from_number" | "to_number">): boolean {
	return (
		row.image_id === value.image_id &&
		row.instance_type === value.instance_type &&
		row.kernel === value.kernel &&
		row.ramdisk === value.ramdisk &&
		row.user_data_id === value.user_data_id
	);
}

async function nearHead(
	db: Kysely<Tables>,
	mciId: number,
	head: number,
	cloudIds: readonly number[],
): Promise<Map<number, NearHead>> {
	const near = new Map<number, NearHead>();
	for (let i = 0; i < cloudIds.length; i += 500) {
		const rows = await db
			.selectFrom("settings")
			.selectAll()
			.where("mci_id", "=", mciId)
			.where("cloud_id", "in", cloudIds.slice(i, i + 500))
			.where("to_number", "in", [head, openEnd])
			.execute();
		for (const row of rows) {
			const entry = near.get(row.cloud_id) ?? {};
			near.set(row.cloud_id, row.to_number === openEnd ? { ...entry, current: row } : { ...entry, ended: row });
		}
	}
	return near;
}

async function setEnd(
	db: Kysely<Tables>,
	mciId: number,
	cloudIds: readonly number[],
	numbers: { from: number; to: number },
): Promise<void> {
	for (let i = 0; i < cloudIds.length; i += 500) {
		await db
			.updateTable("settings")
			.set({ to_number: numbers.to })
			.where("mci_id", "=", mciId)
			.where("cloud_id", "in", cloudIds.slice(i, i + 500))
			.where("to_number", "=", numbers.from)
			.execute();
	}
}

function rowAt<Q extends { where(column: "mci_id" | "cloud_id" | "from_number", op: "=", value: number): Q }>(
	query: Q,
	mciId: number,
	cloudId: number,
	from: number,
): Q {
	return query.where("mci_id", "=", mciId).where("cloud_id", "=", cloudId).where("from_number", "=", from);
}

/** The requested revisions as rows: each number with its type, which PostgreSQL can't infer from a parameter. */
/** The last `most` numbers from `last` down to `first`. */
function range(first: number, last: number, most: number): number[] {
	return Array.from({ length: Math.min(last - first + 1, most) }, (_, i) => last - i);
}

interface JoinedRow {
	slug: string;
	image_id: number;
	kind: string;
	uid: string;
	checksum: string;
	instance_type: string | null;
	kernel: string | null;
	ramdisk: string | null;
	user_data: string | null;
}

function settingOf(row: JoinedRow): Setting & { readonly imageId: number } {
	return {
		imageId: Number(row.image_id),
		cloud: row.slug as CloudSlug,
		image: { kind: row.kind as ImageKind, uid: row.uid, checksum: row.checksum === "" ? null : row.checksum },
		instanceType: row.instance_type,
		kernel: row.kernel,
		ramdisk: row.ramdisk,
		userData: row.user_data,
	};
}
