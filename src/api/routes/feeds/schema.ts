import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";
import { feedInterval } from "../../../registry/feeds/schedule-feed.ts";
import { Moment } from "../../schema.ts";
import { BundlePublication, LifecycleNews, TakenRevisions } from "../bundles/schema.ts";

const Name = z.string().meta({ description: "Name of the feed.", example: "acme" });
const Mode = z
	.enum(["offer", "auto"])
	.meta({ description: "offer = what is new is told · auto = it is imported, and what is withdrawn is withdrawn." });

const Every = z.int().min(feedInterval.least).max(feedInterval.most).nullable();

export const Feed = z
	.object({
		name: Name,
		url: z.string().meta({ description: "Of its index." }),
		key: z.string().meta({ description: "Fingerprint of the one key that may sign it." }),
		mode: Mode,
		everyMinutes: Every.meta({ description: "How often a server syncs it by itself; null = never." }),
		publisher: z.string().nullable().meta({ description: "As its last index told it; null = never read." }),
		sequence: z.int().meta({ description: "Number of the last index that was taken: an older one is refused." }),
		expiresAt: Moment.nullable().meta({ description: "When that index holds no longer." }),
		isWhole: z.boolean().meta({ description: "false = something of it could not be imported, and is tried again." }),
		createdAt: Moment,
		checkedAt: Moment.nullable(),
		changedAt: Moment.nullable(),
		outcome: z.string().nullable().meta({ description: "What the last sync came to." }),
		problem: z
			.string()
			.nullable()
			.meta({ description: "Code of what it failed for, `import-failed` for a part of it; null = it went well." }),
	})
	.meta({ id: "Feed", description: "A publisher's feed that the account follows." });

export const NewFeed = z
	.object({
		name: z.string().min(1).max(200).meta({ example: "acme" }),
		url: z.string().min(1).max(2000).meta({
			description: "Of its index, or of the directory that holds it.",
			example: "https://images.example.org/feed/",
		}),
		key: z.string().max(200).optional().meta({
			description:
				"Fingerprint of its publisher's key, got another way; trusts it from then on. Absent = it is trusted already.",
		}),
		mode: Mode.default("offer"),
		everyMinutes: Every.default(60).meta({
			description: "How often a server syncs it by itself, the first time at once; null = only when it is told to.",
		}),
	})
	.meta({ id: "NewFeed" });

export const FeedEdit = z
	.object({
		mode: Mode.optional(),
		everyMinutes: Every.optional().meta({
			description: "null = only when it is told to. Changed, it is synced at once.",
		}),
	})
	.meta({ id: "FeedEdit", description: "What is absent stays as it is." });

export const FeedPath = z.object({ name: Name });

export const FeedContents = Feed.extend({
	offers: z.array(
		BundlePublication.extend({
			bundle: z
				.string()
				.nullable()
				.meta({ description: "SHA-256 of the bundle that holds it, hex; null for what is retracted." }),
			isImported: z.boolean(),
		}),
	),
	lifecycles: z.array(LifecycleNews),
}).meta({ id: "FeedContents", description: "A feed with what its last index lists." });

export const FeedOutcome = z
	.object({
		name: z.string(),
		number: z.int(),
		report: TakenRevisions.nullable().meta({ description: "null = it could not be imported." }),
		problem: z.object({ code: z.string(), text: z.string(), help: z.string() }).nullable(),
	})
	.meta({ id: "FeedOutcome", description: "What became of one publication of a feed." });

export const FeedSynced = z
	.object({
		feed: Feed,
		outcome: z.enum(["not-modified", "read"]),
		imported: z.array(FeedOutcome),
		waiting: z.int().meta({ description: "Publications that could be imported and are not here." }),
		lifecycles: z.array(LifecycleNews),
	})
	.meta({ id: "FeedSynced" });

export const FeedImport = z
	.object({
		kind: z.enum(componentKinds),
		name: z.string().min(1).max(200).meta({ description: "The publisher's name of it.", example: "web" }),
		number: z
			.int()
			.min(0)
			.max(2 ** 31 - 1)
			.optional()
			.meta({ description: "Absent = the newest that may be imported." }),
		as: z.string().min(1).max(200).optional().meta({ description: "Its name here; absent = the publisher's." }),
	})
	.meta({ id: "FeedImport" });

export const NewFeedExport = z
	.object({
		have: z
			.array(z.string().regex(/^[0-9a-f]{64}$/))
			.max(20_000)
			.default([])
			.meta({ description: "Digests of the bundles that the directory has already." }),
		days: z
			.int()
			.min(1)
			.max(400)
			.default(30)
			.meta({ description: "Days until the index is refused unless a newer one takes its place." }),
	})
	.meta({ id: "NewFeedExport" });

export const FeedExport = z
	.object({
		bundles: z
			.array(
				z.object({
					digest: z.string(),
					size: z.int(),
					bundle: z.string().meta({ description: "Text of the file <digest>.mcib." }),
				}),
			)
			.meta({ description: "Bundles that the directory lacks, as many as go into one answer." }),
		missing: z.int().meta({ description: "How many more it lacks: write these, and ask again." }),
		digests: z.array(z.string()).meta({ description: "All bundles that belong to the feed now." }),
		index: z
			.object({ text: z.string(), digest: z.string(), sequence: z.int(), expiresAt: Moment })
			.nullable()
			.meta({ description: "The file index.json, to be written last; null while bundles are missing." }),
	})
	.meta({ id: "FeedExport" });
