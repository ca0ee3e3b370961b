import { z } from "zod";
import { Moment } from "../../schema.ts";

export const Format = z
	.object({
		id: z.string().meta({ example: "coreos-stream" }),
		title: z.string(),
		about: z.string(),
		syntaxes: z.array(z.string()),
		options: z.array(z.object({ name: z.string(), about: z.string(), example: z.string() })),
	})
	.meta({ id: "UpstreamFormat" });

export const Upstream = z
	.object({
		name: z.string(),
		url: z.string(),
		format: z.string().nullable().meta({ description: "Null = recognised from the content." }),
		options: z.record(z.string(), z.string()),
		createdAt: Moment,
		checkedAt: Moment.nullable(),
		changedAt: Moment.nullable().meta({ description: "When a sync last brought something new." }),
		outcome: z.string().nullable().meta({ description: "What the last sync came to." }),
	})
	.meta({ id: "Upstream", description: "A vendor's list that is fetched again on demand." });

export const NewUpstream = z
	.object({
		name: z.string().meta({ example: "fcos-stable" }),
		url: z.string().max(2000).meta({ example: "https://builds.coreos.fedoraproject.org/streams/stable.json" }),
		format: z.string().max(100).nullable().optional(),
		options: z.record(z.string().max(100), z.string().max(1000)).optional(),
	})
	.meta({ id: "NewUpstream" });

export const UpstreamPath = z.object({
	name: z.string().meta({ description: "Name of the upstream.", example: "fcos-stable" }),
});

export const NewImport = z
	.object({
		files: z
			.array(
				z.object({
					path: z.string().min(1).max(1000).meta({
						description: "Name of the file; folders above it may tell product and version.",
						example: "stable.json",
					}),
					content: z.string(),
					encoding: z.enum(["text", "base64"]).default("text"),
				}),
			)
			.min(1)
			.max(1000)
			.meta({ description: "In the order of their releases. All are read before anything is written." }),
		format: z.string().max(100).optional().meta({ description: "Absent = recognised from the content." }),
		options: z.record(z.string().max(100), z.string().max(1000)).optional(),
		allowOlder: z
			.boolean()
			.default(false)
			.meta({ description: "Also commit a release older than the newest commit, or go back to one." }),
		dryRun: z.boolean().default(false).meta({ description: "Tell what would come of it, and keep nothing." }),
	})
	.meta({ id: "NewImport" });

export const ImportReport = z
	.object({
		format: z.string(),
		from: z.string(),
		unchanged: z.boolean().meta({ description: "The registry is as it was." }),
		counts: z.object({
			mcisMade: z.int(),
			committed: z.int(),
			imagesAdded: z.int(),
			imagesChanged: z.int(),
			skipped: z.int(),
		}),
		lines: z.array(
			z.object({
				name: z.string(),
				made: z.boolean().meta({ description: "This import made the MultiCloud Image." }),
				note: z.string().nullable(),
				releases: z.array(
					z.object({
						version: z.string().nullable(),
						releasedAt: Moment.nullable(),
						outcome: z.enum(["committed", "known", "unchanged", "older", "changed-after", "conflict", "blocked"]),
						revision: z.int().nullable(),
						text: z.string(),
					}),
				),
			}),
		),
		skipped: z
			.array(z.object({ row: z.string(), why: z.string() }))
			.meta({ description: "Rows that could not be used, each with the reason." }),
	})
	.meta({ id: "ImportReport" });

export const Imported = z.object({ reports: z.array(ImportReport) }).meta({ id: "Imported" });

export const Synced = z
	.object({ upstream: Upstream, outcome: z.enum(["not-modified", "imported"]), reports: z.array(ImportReport) })
	.meta({ id: "Synced" });
