import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Ids of long texts, each text stored once. */
export async function ensureTexts(db: Kysely<Tables>, bodies: Iterable<string>): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	const wanted = [...new Set(bodies)].map((body) => ({
		body,
		digest: createHash("sha256").update(body).digest("hex"),
	}));
	wanted.sort((a, b) => (a.digest < b.digest ? -1 : 1));
	for (let i = 0; i < wanted.length; i += 200) {
		const batch = wanted.slice(i, i + 200);
		await db
			.insertInto("texts")
			.values(batch)
			.onConflict((conflict) => conflict.column("digest").doNothing())
			.execute();
		const rows = await db
			.selectFrom("texts")
			.select(["id", "digest"])
			.where(
				"digest",
				"in",
				batch.map((text) => text.digest),
			)
			.execute();
		const byDigest = new Map(rows.map((row) => [row.digest, row.id]));
		for (const text of batch) ids.set(text.body, byDigest.get(text.digest) ?? 0);
	}
	return ids;
}
