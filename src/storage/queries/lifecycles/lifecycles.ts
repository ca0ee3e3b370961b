import { type Kysely, sql } from "kysely";
import type { Lifecycle } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";
import { type AskedRevision, askedRows } from "../mcis/asked-revisions.ts";

export interface NumberedLifecycle extends Lifecycle {
	readonly componentId: number;
	readonly number: number;
}

/** An image of a revision that this registry deprecated or revoked, now or from a date ahead. */
export interface WithdrawnImage extends AskedRevision, Lifecycle {
	readonly cloud: string;
	readonly uid: string;
}

export function lifecycleReads(db: Kysely<Tables>) {
	return {
		/** The withdrawn images of these revisions, by cloud, without those in dormant clouds. */
		listWithdrawnImages: async (asked: readonly AskedRevision[]): Promise<WithdrawnImage[]> => {
			const found: WithdrawnImage[] = [];
			// SQLite takes at most 500 terms in a compound select.
			for (let i = 0; i < asked.length; i += 400) found.push(...(await withdrawnImages(db, asked.slice(i, i + 400))));
			return found;
		},
		/** The latest date until `at` (UTC ISO 8601) on which the state of a commit or an image changed; null = none. */
		findLastChange: async (at: string): Promise<string | null> => {
			const dates = (["lifecycles", "image_lifecycles"] as const).flatMap((table) =>
				(["deprecated_at", "revoked_at"] as const).map((column) => {
					const [from, date] = [sql.table(table), sql.ref(column)];
					return sql`select max(${date}) as date from ${from} where ${date} <= ${at}`;
				}),
			);
			const found = await sql<{ last: string | null }>`
				select max(date) as last from (${sql.join(dates, sql` union all `)}) as dates`.execute(db);
			return found.rows[0]?.last ?? null;
		},
		/** The lifecycle of one commit; undefined if it has none. */
		find: async (componentId: number, number: number): Promise<Lifecycle | undefined> => {
			const row = await db
				.selectFrom("lifecycles")
				.selectAll()
				.where("component_id", "=", componentId)
				.where("number", "=", comparable(number))
				.executeTakeFirst();
			return row && lifecycleOf(row);
		},
		/** The lifecycles of these components' commits, by component and number. */
		list: async (componentIds: readonly number[]): Promise<NumberedLifecycle[]> => {
			const found: NumberedLifecycle[] = [];
			for (let i = 0; i < componentIds.length; i += 500) {
				const rows = await db
					.selectFrom("lifecycles")
					.selectAll()
					.where("component_id", "in", componentIds.slice(i, i + 500))
					.orderBy("component_id")
					.orderBy("number")
					.execute();
				found.push(...rows.map((row) => ({ componentId: row.component_id, number: row.number, ...lifecycleOf(row) })));
			}
			return found;
		},
		/** This registry's own lifecycles of images, by image. */
		listOfImages: async (imageIds: readonly number[]): Promise<Map<number, Lifecycle>> => {
			const found = new Map<number, Lifecycle>();
			for (let i = 0; i < imageIds.length; i += 500) {
				const rows = await db
					.selectFrom("image_lifecycles")
					.selectAll()
					.where("image_id", "in", imageIds.slice(i, i + 500))
					.execute();
				for (const row of rows) found.set(row.image_id, lifecycleOf(row));
			}
			return found;
		},
	};
}

/** Goes from the withdrawn images, which are few, to the settings that have them. */
async function withdrawnImages(db: Kysely<Tables>, asked: readonly AskedRevision[]): Promise<WithdrawnImage[]> {
	const rows = await sql<WithdrawnRow>`
		with asked(mci_id, number) as (${askedRows(asked)})
		select asked.mci_id, asked.number, clouds.slug, images.uid, l.deprecated_at, l.revoked_at, l.reason, l.replacement
		from image_lifecycles l
		cross join settings s
		cross join asked
		cross join images
		cross join clouds
		where (l.deprecated_at is not null or l.revoked_at is not null) and s.image_id = l.image_id
			and asked.mci_id = s.mci_id and s.from_number <= asked.number and s.to_number > asked.number
			and images.id = s.image_id and clouds.id = s.cloud_id and clouds.is_dormant = 0
		order by clouds.slug`.execute(db);
	return rows.rows.map((row) => ({
		mciId: Number(row.mci_id),
		number: Number(row.number),
		cloud: row.slug,
		uid: row.uid,
		...lifecycleOf(row),
	}));
}

export function lifecycleWrites(db: Kysely<Tables>) {
	const columns = (lifecycle: Lifecycle, at: string) => ({
		deprecated_at: lifecycle.deprecatedAt,
		revoked_at: lifecycle.revokedAt,
		reason: lifecycle.reason,
		replacement: lifecycle.replacement,
		updated_at: at,
	});
	return {
		/** Sets a commit's lifecycle. */
		put: async (
			componentId: number,
			number: number,
			said: { readonly lifecycle: Lifecycle; readonly at: string },
		): Promise<void> => {
			const values = columns(said.lifecycle, said.at);
			await db
				.insertInto("lifecycles")
				.values({ component_id: componentId, number, ...values })
				.onConflict((conflict) => conflict.columns(["component_id", "number"]).doUpdateSet(values))
				.execute();
		},
		/** Sets an image's lifecycle. */
		putOfImage: async (
			imageId: number,
			said: { readonly lifecycle: Lifecycle; readonly at: string },
		): Promise<void> => {
			const values = columns(said.lifecycle, said.at);
			await db
				.insertInto("image_lifecycles")
				.values({ image_id: imageId, ...values })
				.onConflict((conflict) => conflict.column("image_id").doUpdateSet(values))
				.execute();
		},
	};
}

interface LifecycleRow {
	deprecated_at: string | null;
	revoked_at: string | null;
	reason: string | null;
	replacement: string | null;
}

interface WithdrawnRow extends LifecycleRow {
	mci_id: number;
	number: number;
	slug: string;
	uid: string;
}

function lifecycleOf(row: LifecycleRow): Lifecycle {
	return {
		deprecatedAt: row.deprecated_at,
		revokedAt: row.revoked_at,
		reason: row.reason,
		replacement: row.replacement,
	};
}
