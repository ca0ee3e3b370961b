import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { type BundledPublication, packedForm } from "../src/core/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import type { Needs } from "../src/registry/needs.ts";
import { openEngine } from "../src/storage/open-store.ts";
import type { Tables } from "../src/storage/tables.ts";
import { packed } from "./import-scenes.ts";
import type { Location } from "./registries.ts";

/** What a test says of a publication, where it does not matter how it came about. */
export type PublishedWords = Partial<Pick<BundledPublication, "state" | "shortDescription" | "releaseNotes" | "publishedAt">> & {
	readonly isPublic?: boolean;
	readonly isDependency?: boolean;
};

/** Rows of publications, written past the use cases: tests of what travels need the rows alone. */
export function publishedRows(needs: Needs, location: Location, actor: Actor) {
	const write = async (act: (db: Kysely<Tables>) => Promise<void>): Promise<void> => {
		const engine = await openEngine(location);
		try {
			await engine.transaction(act);
		} finally {
			await engine.close();
		}
	};
	const textId = async (db: Kysely<Tables>, body: string): Promise<number> => {
		const digest = createHash("sha256").update(body).digest("hex");
		await db
			.insertInto("texts")
			.values({ body, digest })
			.onConflict((conflict) => conflict.column("digest").doNothing())
			.execute();
		return (await db.selectFrom("texts").select("id").where("digest", "=", digest).executeTakeFirstOrThrow()).id;
	};
	const at = "2026-01-02T00:00:00.000Z";
	return {
		/** Makes the account a publisher. */
		publisher: (name: string) =>
			write(async (db) => {
				const words = { name, name_key: name.toLowerCase(), email: null, url: "https://images.example.org/", description: "" };
				await db
					.insertInto("publishers")
					.values({ account_id: actor.accountId, ...words, created_at: at, updated_at: at })
					.execute();
			}),
		/** Publishes what a reference names; `@head` shares HEAD as it is now. Again changes what was said. */
		publish: async (kind: BundledPublication["kind"], ref: string, words: PublishedWords = {}): Promise<void> => {
			const one = (await packed(needs, actor, { kind, ref })).at(-1);
			const component = one && (await needs.store.read.components.listByLineages(actor.accountId, [one.lineage]))[0];
			if (!one || !component) throw new Error(`no ${ref}`);
			await write(async (db) => {
				const said = {
					state: words.state ?? "active",
					short_description: words.shortDescription ?? "short",
					digest: one.digest,
					snapshot_id: one.number === 0 ? await textId(db, packedForm(one)) : null,
					is_public: words.isPublic === false ? 0 : 1,
					is_dependency: words.isDependency ? 1 : 0,
				};
				await db
					.insertInto("publications")
					.values({
						...said,
						account_id: actor.accountId,
						kind,
						lineage: one.lineage,
						component_id: component.id,
						number: one.number,
						name: one.content.name,
						description_id: await textId(db, ""),
						notes_id: await textId(db, words.releaseNotes ?? "notes"),
						categories: '["linux"]',
						is_front: 0,
						search_text: "",
						imports_count: 0,
						published_by: actor.name,
						published_at: words.publishedAt ?? at,
						updated_at: at,
					})
					.onConflict((conflict) => conflict.columns(["account_id", "lineage", "number"]).doUpdateSet(said))
					.execute();
			});
		},
	};
}
