import type { Lifecycle } from "../../../core/component/index.ts";
import type {
	Architecture,
	CloudSlug,
	Image,
	ImageFacts,
	ImageKind,
	ImageState,
	Setting,
} from "../../../core/image/index.ts";
import type { Engine, SqlRow, SqlValue } from "../../dialects/engine.ts";
import { comparable } from "../integer.ts";

/** One cell of the map with everything that resolving needs, in one query. */
export interface Cell {
	readonly mciId: number;
	readonly lineage: string;
	readonly name: string;
	readonly latest: number;
	readonly headVersion: number;
	/** The number of the requested revision: 0 = HEAD; null = no channel of that name, or no commit yet. */
	readonly asked: number | null;
	/** True = there is a setting, but the account does not have its cloud, so it does not count. */
	readonly isDormant: boolean;
	/** Null if the requested revision does not exist (or is HEAD). */
	readonly revision: {
		readonly number: number;
		readonly digest: string;
		readonly createdAt: string;
		readonly heldBack: string | null;
		/** The release that it came with, and the parts of the map that its list covers; null for a user's commit. */
		readonly release: { readonly version: string | null; readonly parts: Readonly<Record<string, string>> } | null;
	} | null;
	readonly setting: Setting | null;
	readonly image: Image | null;
	/** The commit's; null if it has none. */
	readonly lifecycle: Lifecycle | null;
	/** This registry's own lifecycle of the image. */
	readonly imageLifecycle: Lifecycle | null;
}

/** A revision to find: a commit's number, the newest commit that is not held back, HEAD, or a channel's. */
export type CellRevision = number | "latest" | "head" | { readonly channel: string };

/**
 * The hot path: past the query builder, one statement for both engines, only primary-key and unique-index look-ups, so
 * that its cost does not grow with the number of settings or the length of the history.
 */
const text = `
select m.id as mci_id, m.lineage, m.name as mci_name, m.latest_number, m.head_version, m.asked,
	r.number, r.digest, r.release_version, r.release_parts, r.created_at as committed_at, r.held_back,
	c.is_dormant, s.image_id, s.instance_type, s.kernel, s.ramdisk, t.body as user_data,
	i.kind, i.uid, i.checksum, i.name, i.os, i.os_version, i.architecture, i.published_architecture, i.variant, i.owner, i.visibility,
	i.state, i.release, i.created_at, i.deprecated_at, i.deleted_at, i.end_of_life_at, i.replacement, i.url,
	l.component_id as has_life, l.deprecated_at as life_deprecated_at, l.revoked_at as life_revoked_at, l.reason as life_reason,
	l.replacement as life_replacement,
	il.image_id as has_image_life, il.deprecated_at as image_deprecated_at, il.revoked_at as image_revoked_at, il.reason as image_reason,
	il.replacement as image_replacement
from (
	select k.id, k.account_id, k.lineage, k.name, k.latest_number, k.head_version,
		case cast(? as integer) when -1 then nullif(k.current_number, 0) when -2 then h.number else cast(? as integer) end as asked
	from components k
	left join channels h on h.component_id = k.id and h.name = ?
	where k.account_id = ? and k.kind = 'mci' and k.name = ?) m
left join revisions r on r.component_id = m.id and r.number = m.asked
left join clouds c on c.account_id = m.account_id and c.slug = ?
left join settings s on s.mci_id = m.id and s.cloud_id = c.id and s.from_number = (
	select max(x.from_number) from settings x where x.mci_id = m.id and x.cloud_id = c.id
		and x.from_number <= (case m.asked when 0 then m.latest_number + 1 else m.asked end))
	and s.to_number > (case m.asked when 0 then m.latest_number + 1 else m.asked end)
left join images i on i.id = s.image_id
left join texts t on t.id = s.user_data_id
left join lifecycles l on l.component_id = m.id and l.number = r.number
left join image_lifecycles il on il.image_id = s.image_id`;

/** The cell, or undefined if there is no MCI of that name. */
export function findCell(
	engine: Pick<Engine, "query">,
	accountId: number,
	asked: { readonly name: string; readonly revision: CellRevision; readonly cloud: string },
): Promise<Cell | undefined> | Cell | undefined {
	const { revision } = asked;
	const channel = typeof revision === "object" ? revision.channel : "";
	const n =
		typeof revision === "object"
			? -2
			: revision === "latest"
				? -1
				: revision === "head"
					? 0
					: comparable(Math.max(0, revision));
	const rows = engine.query(text, [n, n, channel, accountId, asked.name, asked.cloud]);
	if ("then" in rows) return rows.then((all) => all[0] && cellOf(all[0], asked.cloud));
	return rows[0] && cellOf(rows[0], asked.cloud);
}

function cellOf(row: SqlRow, cloud: string): Cell {
	const number = row.number as number | null;
	const isMapped = row.image_id !== null;
	const isDormant = isMapped && Number(row.is_dormant) === 1;
	const isThere = isMapped && !isDormant;
	return {
		mciId: Number(row.mci_id),
		lineage: String(row.lineage),
		name: String(row.mci_name),
		latest: Number(row.latest_number),
		headVersion: Number(row.head_version),
		asked: row.asked === null ? null : Number(row.asked),
		revision:
			number === null
				? null
				: {
						number,
						digest: String(row.digest),
						createdAt: String(row.committed_at),
						heldBack: textOf(row.held_back),
						release:
							row.release_parts === null
								? null
								: { version: textOf(row.release_version), parts: JSON.parse(String(row.release_parts)) },
					},
		isDormant,
		setting: isThere ? settingOf(row, cloud) : null,
		image: isThere ? imageOf(row, cloud) : null,
		lifecycle: row.has_life === null ? null : lifecycleOf(row, "life"),
		imageLifecycle: row.has_image_life === null ? null : lifecycleOf(row, "image"),
	};
}

function lifecycleOf(row: SqlRow, prefix: "life" | "image"): Lifecycle {
	return {
		deprecatedAt: textOf(row[`${prefix}_deprecated_at`]),
		revokedAt: textOf(row[`${prefix}_revoked_at`]),
		reason: textOf(row[`${prefix}_reason`]),
		replacement: textOf(row[`${prefix}_replacement`]),
	};
}

function settingOf(row: SqlRow, cloud: string): Setting {
	return {
		cloud: cloud as CloudSlug,
		image: identityOf(row),
		instanceType: textOf(row.instance_type),
		kernel: textOf(row.kernel),
		ramdisk: textOf(row.ramdisk),
		userData: textOf(row.user_data),
	};
}

function identityOf(row: SqlRow) {
	return {
		kind: row.kind as ImageKind,
		uid: String(row.uid),
		checksum: row.checksum === "" ? null : textOf(row.checksum),
	};
}

function imageOf(row: SqlRow, cloud: string): Image {
	return {
		cloud: cloud as CloudSlug,
		...identityOf(row),
		name: textOf(row.name),
		os: textOf(row.os),
		osVersion: textOf(row.os_version),
		architecture: textOf(row.architecture) as Architecture | null,
		publishedArchitecture: textOf(row.published_architecture),
		variant: textOf(row.variant),
		owner: textOf(row.owner),
		visibility: textOf(row.visibility) as ImageFacts["visibility"],
		state: row.state as ImageState,
		release: textOf(row.release),
		createdAt: row.created_at === "" ? null : textOf(row.created_at),
		deprecatedAt: textOf(row.deprecated_at),
		deletedAt: textOf(row.deleted_at),
		endOfLifeAt: textOf(row.end_of_life_at),
		replacement: textOf(row.replacement),
		url: textOf(row.url),
	};
}

function textOf(value: SqlValue | undefined): string | null {
	return value === null || value === undefined ? null : String(value);
}
