import type { Kysely } from "kysely";
import type { Lifecycle } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";

export interface NumberedLifecycle extends Lifecycle {
	readonly componentId: number;
	readonly number: number;
}

export function lifecycleReads(db: Kysely<Tables>) {
	return {
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

function lifecycleOf(row: {
	deprecated_at: string | null;
	revoked_at: string | null;
	reason: string | null;
	replacement: string | null;
}): Lifecycle {
	return {
		deprecatedAt: row.deprecated_at,
		revokedAt: row.revoked_at,
		reason: row.reason,
		replacement: row.replacement,
	};
}
