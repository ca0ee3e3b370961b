import type { Kysely } from "kysely";
import type { CloudSlug, ImageIdentity, ImageKind } from "../../../core/image/index.ts";
import type { Reason } from "../../../core/resolve/index.ts";
import type { ServerOverrides, ServerState } from "../../../core/server/index.ts";
import type { EffectiveInputs, UserDataPart } from "../../../core/user-data/index.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";
import { ensureTexts } from "../texts.ts";

/** Notes that came with the answer when a server was resolved. */
export interface ToldOfServer {
	readonly reasons: readonly Reason[];
	readonly warnings: readonly { readonly code: string; readonly text: string }[];
	readonly inputs: EffectiveInputs["scripts"];
	readonly parts: readonly UserDataPart[];
	/** Bytes of the user data that the cloud gets. */
	readonly bytes: number;
}

/** A server: its configuration and its recorded answer. User data can be long and is read separately. */
export interface StoredServer {
	readonly id: number;
	readonly accountId: number;
	readonly deployment: { readonly id: number; readonly name: string };
	readonly name: string;
	readonly description: string;
	readonly state: ServerState;
	/** Grows with every change of it. */
	readonly version: number;
	readonly template: {
		readonly id: number;
		readonly lineage: string;
		readonly name: string;
		/** 0 is HEAD. */
		readonly number: number;
		/** The part after the @ when it was chosen: `12`, `latest`, `head`, or a channel to follow. */
		readonly selector: string;
		readonly digest: string;
	};
	readonly cloud: {
		readonly id: number;
		readonly slug: CloudSlug;
		readonly type: string;
		readonly region: string | null;
	};
	readonly overrides: ServerOverrides;
	/** Null if an image was requested for which no MCI could be chosen. */
	readonly mci: {
		readonly id: number;
		readonly lineage: string;
		readonly name: string;
		readonly number: number;
		readonly digest: string;
	} | null;
	readonly image: ImageIdentity & { readonly id: number };
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly told: ToldOfServer;
	readonly resolvedAt: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

/** A server with its user data. */
export interface WholeServer extends StoredServer {
	/** The setting's, or the requested one. */
	readonly userData: string | null;
	/** The user data with the boot scripts, as the cloud gets it. */
	readonly sentUserData: string | null;
}

/** The columns of a server. */
export interface WrittenServer {
	readonly name: string;
	readonly description: string;
	readonly template: {
		readonly id: number;
		readonly number: number;
		readonly selector: string;
		readonly digest: string;
	};
	readonly cloudId: number;
	readonly overrides: ServerOverrides;
	readonly mci: { readonly id: number; readonly number: number; readonly digest: string } | null;
	readonly imageId: number;
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly userData: string | null;
	readonly sentUserData: string | null;
	readonly told: ToldOfServer;
	readonly resolvedAt: string;
}

export interface ServerFilter {
	readonly accountId: number;
	readonly deployment?: string | undefined;
	/** Name of a template, at any revision. */
	readonly template?: string | undefined;
	readonly cloud?: string | undefined;
	readonly state?: string | undefined;
	/** Name and id of the last one of the previous page. */
	readonly after?: { readonly name: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** Components (at any revision) or images to find servers by. */
export interface ServerUse {
	readonly componentIds: readonly number[];
	readonly imageIds: readonly number[];
}

/** A server and the revisions behind its answer. */
export interface StoredServerUse {
	readonly deployment: string;
	readonly name: string;
	/** A component's id and the number of its revision; 0 is HEAD. */
	readonly template: { readonly id: number; readonly number: number };
	readonly mci: { readonly id: number; readonly number: number } | null;
	readonly imageId: number;
}

export function serverReads(db: Kysely<Tables>) {
	return {
		...serverLookups(db),
		...serverLists(db),
	};
}

function serverLookups(db: Kysely<Tables>) {
	const joined = () =>
		db
			.selectFrom("servers")
			.innerJoin("deployments", "deployments.id", "servers.deployment_id")
			.innerJoin("components as templates", "templates.id", "servers.template_id")
			.innerJoin("clouds", "clouds.id", "servers.cloud_id")
			.innerJoin("images", "images.id", "servers.image_id")
			.leftJoin("components as mcis", "mcis.id", "servers.mci_id")
			.selectAll("servers")
			.select([
				"deployments.name as deployment",
				"templates.name as template_name",
				"templates.lineage as template_lineage",
				"clouds.slug",
				"clouds.type as cloud_type",
				"clouds.region as cloud_region",
				"images.kind",
				"images.uid",
				"images.checksum",
				"mcis.name as mci_name",
				"mcis.lineage as mci_lineage",
			]);
	const whole = () =>
		joined()
			.leftJoin("texts as own_texts", "own_texts.id", "servers.user_data_id")
			.leftJoin("texts as sent_texts", "sent_texts.id", "servers.sent_user_data_id")
			.select(["own_texts.body as user_data", "sent_texts.body as sent_user_data"]);
	return {
		find: async (deploymentId: number, name: string): Promise<WholeServer | undefined> => {
			const row = await whole()
				.where("servers.deployment_id", "=", deploymentId)
				.where("servers.name", "=", name)
				.executeTakeFirst();
			return row && { ...serverOf(row), userData: row.user_data, sentUserData: row.sent_user_data };
		},
		get: async (id: number): Promise<WholeServer> => {
			const row = await whole().where("servers.id", "=", id).executeTakeFirstOrThrow();
			return { ...serverOf(row), userData: row.user_data, sentUserData: row.sent_user_data };
		},
	};
}

function serverLists(db: Kysely<Tables>) {
	const joined = () =>
		db
			.selectFrom("servers")
			.innerJoin("deployments", "deployments.id", "servers.deployment_id")
			.innerJoin("components as templates", "templates.id", "servers.template_id")
			.innerJoin("clouds", "clouds.id", "servers.cloud_id")
			.innerJoin("images", "images.id", "servers.image_id")
			.leftJoin("components as mcis", "mcis.id", "servers.mci_id")
			.selectAll("servers")
			.select([
				"deployments.name as deployment",
				"templates.name as template_name",
				"templates.lineage as template_lineage",
				"clouds.slug",
				"clouds.type as cloud_type",
				"clouds.region as cloud_region",
				"images.kind",
				"images.uid",
				"images.checksum",
				"mcis.name as mci_name",
				"mcis.lineage as mci_lineage",
			]);
	return {
		/** By name, then by id: names are unique only within a deployment. */
		list: async (filter: ServerFilter): Promise<StoredServer[]> => {
			let query = joined().where("servers.account_id", "=", filter.accountId);
			if (filter.deployment !== undefined) query = query.where("deployments.name", "=", filter.deployment);
			if (filter.template !== undefined) query = query.where("templates.name", "=", filter.template);
			if (filter.cloud !== undefined) query = query.where("clouds.slug", "=", filter.cloud);
			if (filter.state !== undefined) query = query.where("servers.state", "=", filter.state);
			const { after } = filter;
			if (after)
				query = query.where((eb) => eb(eb.refTuple("servers.name", "servers.id"), ">", eb.tuple(after.name, after.id)));
			return (await query.orderBy("servers.name").orderBy("servers.id").limit(filter.limit).execute()).map(serverOf);
		},
		/** Names of the servers of a deployment, sorted. */
		names: async (deploymentId: number): Promise<string[]> =>
			(
				await db
					.selectFrom("servers")
					.select("name")
					.where("deployment_id", "=", deploymentId)
					.orderBy("name")
					.execute()
			).map((row) => row.name),
		/** Servers that have one of these as template, MCI or image, each once, by deployment and name. */
		listUsing: async ({ componentIds, imageIds }: ServerUse): Promise<StoredServerUse[]> => {
			const found = new Map<number, StoredServerUse>();
			const add = async (column: "template_id" | "mci_id" | "image_id", ids: readonly number[]) => {
				for (let i = 0; i < ids.length; i += 500) {
					const rows = await db
						.selectFrom("servers")
						.innerJoin("deployments", "deployments.id", "servers.deployment_id")
						.select(["servers.id", "servers.name", "deployments.name as deployment"])
						.select([
							"servers.template_id",
							"servers.template_number",
							"servers.mci_id",
							"servers.mci_number",
							"servers.image_id",
						])
						.where(`servers.${column}`, "in", ids.slice(i, i + 500))
						.execute();
					for (const row of rows) found.set(row.id, useOf(row));
				}
			};
			await add("template_id", componentIds);
			await add("mci_id", componentIds);
			await add("image_id", imageIds);
			return [...found.values()].sort((a, b) => byText(a.deployment, b.deployment) || byText(a.name, b.name));
		},
	};
}

export function serverWrites(db: Kysely<Tables>) {
	return {
		/** Creates a server without an instance. Returns its id. */
		insert: async (
			place: { readonly accountId: number; readonly deploymentId: number; readonly at: string },
			written: WrittenServer,
		): Promise<number> => {
			const { accountId, deploymentId, at } = place;
			const { id } = await db
				.insertInto("servers")
				.values({
					account_id: accountId,
					deployment_id: deploymentId,
					state: "inactive",
					version: 1,
					created_at: at,
					updated_at: at,
					...(await columnsOf(db, written)),
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return id;
		},
		/**
		 * Locks the server for a change: the first act of every transaction that changes it. Others wait here until the
		 * transaction ends. False if it was deleted, or is not at the expected version; null expects any.
		 */
		lockVersion: async (id: number, expectedVersion: number | null, at: string): Promise<boolean> => {
			let query = db
				.updateTable("servers")
				.set((eb) => ({ version: eb("version", "+", 1), updated_at: at }))
				.where("id", "=", id);
			if (expectedVersion !== null) query = query.where("version", "=", comparable(expectedVersion));
			return (await query.returning("id").executeTakeFirst()) !== undefined;
		},
		set: async (id: number, written: WrittenServer): Promise<void> => {
			await db
				.updateTable("servers")
				.set(await columnsOf(db, written))
				.where("id", "=", id)
				.execute();
		},
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("servers").where("id", "=", id).execute();
		},
	};
}

async function columnsOf(db: Kysely<Tables>, written: WrittenServer) {
	const { userData, sentUserData } = written;
	const texts = await ensureTexts(
		db,
		[userData, sentUserData].filter((text) => text !== null),
	);
	return {
		name: written.name,
		description: written.description,
		template_id: written.template.id,
		template_number: written.template.number,
		template_selector: written.template.selector,
		template_digest: written.template.digest,
		cloud_id: written.cloudId,
		overrides: JSON.stringify(written.overrides),
		mci_id: written.mci?.id ?? null,
		mci_number: written.mci?.number ?? null,
		mci_digest: written.mci?.digest ?? null,
		image_id: written.imageId,
		instance_type: written.instanceType,
		kernel: written.kernel,
		ramdisk: written.ramdisk,
		user_data_id: userData === null ? null : (texts.get(userData) ?? null),
		sent_user_data_id: sentUserData === null ? null : (texts.get(sentUserData) ?? null),
		told: JSON.stringify(written.told),
		resolved_at: written.resolvedAt,
	};
}

function useOf(row: {
	name: string;
	deployment: string;
	template_id: number;
	template_number: number;
	mci_id: number | null;
	mci_number: number | null;
	image_id: number;
}): StoredServerUse {
	return {
		name: row.name,
		deployment: row.deployment,
		template: { id: row.template_id, number: row.template_number },
		mci: row.mci_id === null ? null : { id: row.mci_id, number: row.mci_number ?? 0 },
		imageId: row.image_id,
	};
}

interface JoinedRow {
	id: number;
	account_id: number;
	deployment_id: number;
	deployment: string;
	name: string;
	description: string;
	state: string;
	version: number;
	template_id: number;
	template_name: string;
	template_lineage: string;
	template_number: number;
	template_selector: string;
	template_digest: string;
	cloud_id: number;
	slug: string;
	cloud_type: string;
	cloud_region: string | null;
	overrides: string;
	mci_id: number | null;
	mci_name: string | null;
	mci_lineage: string | null;
	mci_number: number | null;
	mci_digest: string | null;
	image_id: number;
	kind: string;
	uid: string;
	checksum: string;
	instance_type: string | null;
	kernel: string | null;
	ramdisk: string | null;
	told: string;
	resolved_at: string;
	created_at: string;
	updated_at: string;
}

function serverOf(row: JoinedRow): StoredServer {
	return {
		id: row.id,
		accountId: row.account_id,
		deployment: { id: row.deployment_id, name: row.deployment },
		name: row.name,
		description: row.description,
		state: row.state as ServerState,
		version: row.version,
		template: {
			id: row.template_id,
			lineage: row.template_lineage,
			name: row.template_name,
			number: row.template_number,
			selector: row.template_selector,
			digest: row.template_digest,
		},
		cloud: { id: row.cloud_id, slug: row.slug as CloudSlug, type: row.cloud_type, region: row.cloud_region },
		overrides: JSON.parse(row.overrides) as ServerOverrides,
		mci:
			row.mci_id === null
				? null
				: {
						id: row.mci_id,
						lineage: row.mci_lineage ?? "",
						name: row.mci_name ?? "",
						number: row.mci_number ?? 0,
						digest: row.mci_digest ?? "",
					},
		image: {
			id: row.image_id,
			kind: row.kind as ImageKind,
			uid: row.uid,
			checksum: row.checksum === "" ? null : row.checksum,
		},
		instanceType: row.instance_type,
		kernel: row.kernel,
		ramdisk: row.ramdisk,
		told: JSON.parse(row.told) as ToldOfServer,
		resolvedAt: row.resolved_at,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

function byText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
