import { z } from "zod";
import { Timestamp } from "../../schema.ts";

export const Format = z
	.object({
		id: z.string().meta({ example: "csv" }),
		title: z.string().meta({ example: "CSV list" }),
		about: z.string(),
		syntaxes: z.array(z.string()),
		options: z.array(
			z.object({ name: z.string().meta({ example: "columns" }), about: z.string(), example: z.string() }),
		),
	})
	.meta({ id: "UpstreamFormat" });

export const Upstream = z
	.object({
		name: z.string().meta({ example: "fcos-stable" }),
		url: z.string().meta({ example: "https://builds.coreos.fedoraproject.org/streams/stable.json" }),
		format: z
			.string()
			.nullable()
			.meta({ description: "Null if detected from the content.", examples: [null] }),
		options: z.record(z.string(), z.string()),
		createdAt: Timestamp,
		checkedAt: Timestamp.nullable(),
		changedAt: Timestamp.nullable().meta({ description: "When a sync last found something new." }),
		outcome: z.string().nullable().meta({ description: "Result of the last sync.", example: "imported 1 revision" }),
	})
	.meta({ id: "Upstream", description: "A vendor's list that can be fetched again." });

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
						description: "Name of the file. Its folders can contain product and version.",
						example: "aws_amis_9.csv",
					}),
					content: z.string(),
					encoding: z.enum(["text", "base64"]).default("text"),
				}),
			)
			.min(1)
			.max(1000)
			.meta({ description: "Files in the order of their releases. All are parsed before anything is saved." }),
		format: z.string().max(100).optional().meta({ description: "Detected from the content by default." }),
		options: z.record(z.string().max(100), z.string().max(1000)).optional(),
		allowOlder: z.boolean().default(false).meta({ description: "Also commit releases older than the newest commit." }),
		dryRun: z.boolean().default(false).meta({ description: "Dry run: report what would change, and save nothing." }),
	})
	.meta({ id: "NewImport" });

export const ImportReport = z
	.object({
		format: z.string().meta({ example: "csv" }),
		from: z.string().meta({ example: "aws_amis_9.csv" }),
		unchanged: z.boolean().meta({ description: "True if the import changed nothing." }),
		counts: z.object({
			mcisMade: z.int(),
			committed: z.int(),
			imagesAdded: z.int(),
			imagesChanged: z.int(),
			skipped: z.int(),
		}),
		lines: z.array(
			z.object({
				name: z.string().meta({ example: "almalinux-os-9-x86_64" }),
				made: z.boolean().meta({ description: "True if the import created the MultiCloud Image." }),
				note: z
					.string()
					.nullable()
					.meta({ examples: [null] }),
				releases: z.array(
					z.object({
						version: z.string().nullable().meta({ example: "9.7.20260518" }),
						releasedAt: Timestamp.nullable(),
						outcome: z.enum([
							"committed",
							"known",
							"unchanged",
							"older",
							"changed-after",
							"conflict",
							"blocked",
							"held-back",
							"released",
						]),
						revision: z.int().nullable(),
						text: z.string().meta({ example: "committed as 3" }),
						heldBack: z
							.string()
							.nullable()
							.meta({ description: "Why its publisher holds back what was committed.", examples: [null] }),
						lost: z.array(z.string()).meta({
							description: "Clouds of the revision before that what was committed does not map.",
							examples: [[]],
						}),
					}),
				),
			}),
		),
		skipped: z
			.array(z.object({ row: z.string(), why: z.string() }))
			.meta({ description: "Skipped rows, with reasons." }),
		warnings: z
			.array(z.object({ row: z.string(), why: z.string() }))
			.meta({ description: "Entries of the list that were imported and contradict each other." }),
	})
	.meta({ id: "ImportReport" });

export const Imported = z.object({ reports: z.array(ImportReport) }).meta({ id: "Imported" });

export const Synced = z
	.object({ upstream: Upstream, outcome: z.enum(["not-modified", "imported"]), reports: z.array(ImportReport) })
	.meta({ id: "Synced" });
