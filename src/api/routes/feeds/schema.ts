import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";
import { feedInterval } from "../../../registry/feeds/schedule-feed.ts";
import { Timestamp } from "../../schema.ts";
import { BundlePublication, LifecycleNews, TakenRevisions } from "../bundles/schema.ts";

const Name = z.string().meta({ description: "Name of the feed.", example: "acme" });
const Mode = z
	.enum(["offer", "auto"])
	.meta({ description: "offer: report new publications · auto: import them, and apply withdrawals." });

const Every = z.int().min(feedInterval.least).max(feedInterval.most).nullable();

export const Feed = z
	.object({
		name: Name,
		url: z.string().meta({ description: "URL of its index." }),
		key: z.string().meta({ description: "Fingerprint of the only key that may sign it." }),
		mode: Mode,
		everyMinutes: Every.meta({ description: "Minutes between automatic syncs; null if there are none." }),
		publisher: z
			.string()
			.nullable()
			.meta({ description: "Publisher named in its last index; null if it was never read." }),
		sequence: z.int().meta({ description: "Number of the last index; older ones are refused." }),
		expiresAt: Timestamp.nullable().meta({ description: "When that index expires." }),
		isWhole: z
			.boolean()
			.meta({ description: "False if a publication could not be imported; the next sync tries again." }),
		createdAt: Timestamp,
		checkedAt: Timestamp.nullable(),
		changedAt: Timestamp.nullable(),
		outcome: z.string().nullable().meta({ description: "Result of the last sync.", example: "imported 1 revision" }),
		problem: z
			.string()
			.nullable()
			.meta({ description: "Code of the error, `import-failed` if only a part failed; null if there was none." }),
	})
	.meta({ id: "Feed", description: "A publisher's feed that the account follows." });

export const NewFeed = z
	.object({
		name: z.string().min(1).max(200).meta({ example: "acme" }),
		url: z.string().min(1).max(2000).meta({
			description: "URL of its index, or of the directory with the index.",
			example: "https://images.example.org/feed/",
		}),
		key: z
			.string()
			.max(200)
			.optional()
			.meta({
				description:
					"Fingerprint of its publisher's key, received over another channel. The key is trusted from then on. " +
					"Omit it if " +
					"the key is trusted already.",
			}),
		mode: Mode.default("offer"),
		everyMinutes: Every.default(60).meta({
			description: "Minutes between automatic syncs; the first is at once. Null for manual syncs only.",
		}),
	})
	.meta({ id: "NewFeed" });

export const FeedEdit = z
	.object({
		mode: Mode.optional(),
		everyMinutes: Every.optional().meta({
			description: "Minutes between automatic syncs; null for manual syncs only. A change syncs at once.",
			example: 60,
		}),
	})
	.meta({ id: "FeedEdit", description: "Omit a field to keep its current value." });

export const FeedPath = z.object({ name: Name });

export const FeedContents = Feed.extend({
	offers: z.array(
		BundlePublication.extend({
			bundle: z
				.string()
				.nullable()
				.meta({ description: "SHA-256 of its bundle, hex; null if it is retracted.", examples: [null] }),
			isImported: z.boolean(),
		}),
	),
	lifecycles: z.array(LifecycleNews),
}).meta({ id: "FeedContents", description: "A feed with the publications of its last index." });

export const FeedOutcome = z
	.object({
		name: z.string(),
		number: z.int(),
		report: TakenRevisions.nullable().meta({ description: "Null if it could not be imported." }),
		problem: z.object({ code: z.string(), text: z.string(), help: z.string() }).nullable(),
	})
	.meta({ id: "FeedOutcome", description: "The result for one publication of a feed." });

export const FeedSynced = z
	.object({
		feed: Feed,
		outcome: z.enum(["not-modified", "read"]),
		imported: z.array(FeedOutcome),
		waiting: z.int().meta({ description: "Number of publications that can be imported and are not." }),
		lifecycles: z.array(LifecycleNews),
	})
	.meta({ id: "FeedSynced" });

export const FeedImport = z
	.object({
		kind: z.enum(componentKinds).meta({ example: "template" }),
		name: z.string().min(1).max(200).meta({ description: "Its name at the publisher.", example: "web-server" }),
		number: z
			.int()
			.min(0)
			.max(2 ** 31 - 1)
			.optional()
			.meta({ description: "The newest that may be imported by default." }),
		as: z
			.string()
			.min(1)
			.max(200)
			.optional()
			.meta({ description: "Its name in this account; the publisher's by default." }),
	})
	.meta({ id: "FeedImport" });

export const NewFeedExport = z
	.object({
		have: z
			.array(z.string().regex(/^[0-9a-f]{64}$/))
			.max(20_000)
			.default([])
			.meta({ description: "Digests of the bundles already in the directory.", example: [] }),
		days: z.int().min(1).max(400).default(30).meta({ description: "Days until the index expires." }),
	})
	.meta({ id: "NewFeedExport" });

export const FeedExport = z
	.object({
		bundles: z
			.array(
				z.object({
					digest: z.string(),
					size: z.int(),
					bundle: z.string().meta({ description: "Text of the file `<digest>.mcib`." }),
				}),
			)
			.meta({ description: "Bundles missing from the directory, as many as fit into one answer." }),
		missing: z.int().meta({ description: "Number of further missing bundles. Save these, and repeat the request." }),
		digests: z.array(z.string()).meta({ description: "Digests of all bundles in the feed." }),
		index: z
			.object({
				text: z.string().meta({ example: '{"format":"feed/1"}' }),
				digest: z.string(),
				sequence: z.int(),
				expiresAt: Timestamp,
			})
			.nullable()
			.meta({ description: "The file index.json. Save it last. Null while bundles are missing." }),
	})
	.meta({ id: "FeedExport" });
