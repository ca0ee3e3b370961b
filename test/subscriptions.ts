import { openEngine } from "../src/storage/open-store.ts";
import type { TestRegistry } from "./registries.ts";

/** Inserts a subscription's row, without checking permissions. */
export async function subscribe(
	registry: TestRegistry,
	to: { readonly subscriberId: number; readonly publisherId: number; readonly lineage: string; readonly name: string },
): Promise<void> {
	const engine = await openEngine(registry.location);
	try {
		await engine.transaction(async (db) => {
			const row = {
				account_id: to.subscriberId,
				kind: "mci",
				lineage: to.lineage,
				name: to.name,
				mode: "auto",
				publisher_account_id: to.publisherId,
			};
			await db
				.insertInto("subscriptions")
				.values({ ...row, created_by: "test", created_at: "2026" })
				.execute();
		});
	} finally {
		await engine.close();
	}
}
