import { type FeedIndex, makeFeedIndex } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredPublication } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { type ExportedBundle, signBundle } from "../bundles/export-bundle.ts";
import { listPublications, packPublications, publisherOf } from "../bundles/pack-publications.ts";
import { ensureSigningKey, signerOf } from "../bundles/signing-keys.ts";
import type { Needs } from "../needs.ts";

export interface FeedExport {
	/** Digests of the bundles that the directory already has. */
	readonly have: ReadonlySet<string>;
	/** Days until the index is refused unless a newer one replaces it: 1 to 400. */
	readonly days: number;
}

export interface ExportedFeed {
	/** Bundles missing from the directory, as many as fit into one answer. */
	readonly bundles: readonly Pick<ExportedBundle, "digest" | "size" | "text">[];
	/** Number of bundles still missing: write these, then ask again. */
	readonly missing: number;
	/** All bundles that belong to the feed now; the directory may hold older ones. */
	readonly digests: readonly string[];
	/** The index, once all bundles are in the directory or in this answer; to be written last. */
	readonly index: {
		readonly text: string;
		readonly digest: string;
		readonly sequence: number;
		readonly expires: string;
	} | null;
}

/** Bytes of bundles in one answer; a larger bundle comes in an answer of its own. */
const answerLimit = 32 * 1024 * 1024;

/**
 * The files of a directory that serves as the account's feed: a bundle for each publication to everyone, and their
 * signed index. The same publication gives the same bundle, so only new ones must be written. Throws `export-nothing`.
 */
export async function exportFeed(needs: Needs, actor: Actor, { have, days }: FeedExport): Promise<ExportedFeed> {
	assertMay(actor, "marketplace.publish");
	const key = await ensureSigningKey(needs, actor);
	const { read } = needs.store;
	const published = (await listPublications(read, actor)).filter(({ audience }) => audience.everyone);
	const publisher = await publisherOf(read, actor, { key: key.fingerprint, what: "a feed" });
	if (published.length === 0) throw fault("export-nothing", { account: actor.account, what: "a feed" });
	const bundleOf = new Map<StoredPublication, ExportedBundle>();
	for (const one of published.filter(({ state, isDependency }) => state !== "retracted" && !isDependency)) {
		// Dated by its content, so that the same publication makes the same file.
		const packed = await packPublications(needs, read, { actor, published: [one] });
		bundleOf.set(one, signBundle(needs, { publisher, created: one.updatedAt, ...packed }, key));
	}
	const all = [...new Map([...bundleOf.values()].map((bundle) => [bundle.digest, bundle])).values()];
	const lacking = all.filter(({ digest }) => !have.has(digest));
	const sent = withinLimit(lacking);
	const index = sent.length === lacking.length ? await signIndex() : null;
	return {
		bundles: sent.map(({ digest, size, text }) => ({ digest, size, text })),
		missing: lacking.length - sent.length,
		digests: all.map(({ digest }) => digest),
		index,
	};

	async function signIndex(): Promise<ExportedFeed["index"]> {
		const created = needs.now();
		const expires = new Date(Date.parse(created) + days * 24 * 60 * 60 * 1000).toISOString();
		const { publications, lifecycles } = await packPublications(needs, read, { actor, published });
		const digests = new Map([...bundleOf].map(([one, bundle]) => [`${one.lineage}@${one.number}`, bundle.digest]));
		const listed = publications.map(
			({ longDescription: _long, releaseNotes: _notes, categories: _categories, ...one }) => {
				return { ...one, bundle: digests.get(`${one.lineage}@${one.number}`) ?? null };
			},
		);
		const told: Omit<FeedIndex, "sequence"> = {
			publisher,
			created,
			expires,
			publications: listed,
			lifecycles,
			bundles: all,
		};
		return needs.store.write(async (tx) => {
			const sequence = await tx.signingKeys.nextFeedSequence(key.id);
			const { text, digest } = makeFeedIndex(
				{ ...told, sequence },
				{ key: signerOf(needs, key), sha256Hex: needs.sha256 },
			);
			tx.record(
				auditEntry(
					actor,
					"feed.publish",
					{ id: null, name: publisher.name },
					{ at: created, after: { sequence, digest, key: key.fingerprint, expires, publications: listed.length } },
				),
			);
			return { text, digest, sequence, expires };
		});
	}
}

/** The first bundles that fit into the answer; at least one. */
function withinLimit(bundles: readonly ExportedBundle[]): ExportedBundle[] {
	let size = 0;
	return bundles.filter((bundle, i) => {
		size += bundle.size;
		return i === 0 || size <= answerLimit;
	});
}
