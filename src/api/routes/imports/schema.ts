import { z } from "zod";
import { publisherStates } from "../../../registry/imports/list-imports.ts";
import { Change, PageQuery, Timestamp, Warning } from "../../schema.ts";
import { ComponentKind, Names } from "../components/schema.ts";
import { Lifecycle } from "../lifecycles/lifecycle.ts";
import { SwapReport, WantedSwap } from "../templates/swap-schema.ts";

const PublicationRef = z.string().min(1).max(600).meta({
	description: "Number of a publication, `PUBLISHER/NAME` for the newest, `PUBLISHER/NAME@N` or `PUBLISHER/NAME@head`.",
	example: "Acme Images/web-server",
});

const OtherNames = z
	.record(z.string().max(200), z.string().max(200))
	.refine((names) => Object.keys(names).length <= 200, "has more than 200 names")
	.meta({
		description: "Local names, by published name or lineage.",
		example: { "web-server": "acme-web-server" },
	});

export const VisiblePublication = z
	.object({
		publication: z.int().meta({ description: "Number of the publication." }),
		publisher: z.string(),
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "Its name at the publisher." }),
		number: z.int().meta({ description: "0 is a shared HEAD." }),
		digest: z.string(),
		state: z.enum(["active", "deprecated", "retracted"]),
		publishedAt: Timestamp,
	})
	.meta({ id: "VisiblePublication", description: "A publication that the account may import." });

export const ImportedRevision = z
	.object({
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "Its name in this account." }),
		publishedName: z.string().meta({ description: "Its name at the publisher." }),
		number: z.int().meta({ description: "0 is a shared HEAD." }),
		digest: z.string(),
	})
	.meta({ id: "ImportedRevision" });

const report = {
	imported: z.array(ImportedRevision).meta({ description: "The imported revisions, dependencies first." }),
	alreadyThere: z.array(ImportedRevision),
	dormantClouds: z.array(z.string()).meta({
		description: "Clouds of these revisions that the account does not have. Their settings are kept and not used.",
	}),
	renamed: z.array(z.object({ kind: ComponentKind, lineage: z.string(), name: z.string(), publishedName: z.string() })),
	warnings: z.array(Warning),
};

export const ImportReport = z
	.object({ ...report, offer: VisiblePublication })
	.meta({ id: "PublicationImport", description: "The result of an import." });

export const WantedImport = z
	.object({ publication: PublicationRef, kind: ComponentKind.optional(), names: OtherNames.optional() })
	.meta({ id: "WantedImport" });

export const Subscription = z
	.object({
		id: z.int(),
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "Its name at the time of subscribing." }),
		mode: z
			.enum(["auto", "offer"])
			.meta({ description: "auto: new revisions are imported automatically · offer: they are reported." }),
		createdBy: z.string(),
		createdAt: Timestamp,
	})
	.meta({ id: "Subscription", description: "A publication that the account follows." });

export const WantedSubscription = z
	.object({
		publication: PublicationRef,
		kind: ComponentKind.optional(),
		mode: z.enum(["auto", "offer"]).default("auto"),
		names: OtherNames.optional(),
	})
	.meta({ id: "WantedSubscription" });

export const Subscribed = z
	.object({
		subscription: Subscription,
		imported: ImportReport.nullable().meta({ description: "Null in mode `offer`." }),
	})
	.meta({ id: "Subscribed" });

export const SubscriptionsQuery = z.object(PageQuery);

const PublisherState = z.enum(publisherStates).meta({
	description:
		"Its status at the publisher. offered · deprecated · revoked · gone: no longer offered to this account · " +
		"unknown: neither in this marketplace nor in a followed feed.",
});

export const ImportedComponent = z
	.object({
		kind: ComponentKind,
		name: z.string(),
		lineage: z.string(),
		publisher: z.string(),
		latest: z.int().meta({ description: "Newest imported commit; 0 if only a shared HEAD is imported." }),
		importedAt: Timestamp.meta({ description: "When its newest revision was imported." }),
		importedBy: z.string(),
		state: PublisherState,
		subscription: z.enum(["auto", "offer"]).nullable().meta({ description: "Null if not followed." }),
		update: VisiblePublication.nullable().meta({
			description: "A newer publication that can be imported.",
			examples: [null],
		}),
		feedUpdate: z
			.object({
				feed: z.string(),
				name: z.string().meta({ description: "Its name at the publisher." }),
				number: z.int(),
			})
			.nullable()
			.meta({ description: "A newer publication in a followed feed.", examples: [null] }),
		uses: z
			.object({ templates: z.int(), servers: z.int(), clones: z.int() })
			.meta({ description: "How many templates, servers and clones use it." }),
		revisions: z.array(
			z.object({
				number: z.int().meta({ description: "0 is a shared HEAD." }),
				digest: z.string(),
				state: PublisherState,
				lifecycle: Lifecycle.nullable().meta({ description: "Its lifecycle at the publisher.", examples: [null] }),
				source: z.enum(["marketplace", "bundle", "feed"]),
				sourceRef: z.string().nullable(),
				publication: z.int().nullable(),
				importedBy: z.string(),
				importedAt: Timestamp,
			}),
		),
	})
	.meta({ id: "ImportedComponent", description: "An imported component." });

export const ImportsQuery = z.object({
	kind: ComponentKind.optional(),
	text: z.string().max(200).optional().meta({ description: "Words in the name, description or publisher." }),
	updates: z
		.enum(["true", "false"])
		.default("false")
		.meta({ description: "`true` for only those with a newer publication." }),
	...PageQuery,
});

export const ImportPath = z.object({
	kind: ComponentKind.meta({ example: "template" }),
	name: z.string().meta({ description: "Its name in this account.", example: "web-server" }),
});

export const ImportDiffQuery = z.object({
	to: z.coerce
		.number()
		.int()
		.min(0)
		.max(1_000_000)
		.optional()
		.meta({ description: "Number of a published revision, 0 for a shared HEAD; the newest by default." }),
});

export const ImportDiff = z
	.object({
		name: z.string(),
		from: z.object({ number: z.int(), digest: z.string() }).meta({ description: "The newest imported revision." }),
		to: VisiblePublication,
		changes: z.array(Change),
		names: Names,
	})
	.meta({ id: "ImportDiff", description: "The differences between a publication and the imported revision." });

export const WantedUpdate = z
	.object({
		to: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Number of a published revision, 0 for a shared HEAD; the newest by default." }),
		names: OtherNames.optional(),
		swap: WantedSwap.pick({ templates: true, commit: true })
			.optional()
			.meta({
				description: "Also swaps it into templates, in the same transaction.",
				example: { templates: ["web-server"] },
			}),
	})
	.meta({ id: "WantedUpdate" });

export const UpdatedImport = z
	.object({ ...report, offer: VisiblePublication, swapped: SwapReport.nullable() })
	.meta({ id: "UpdatedImport", description: "The result of importing an update." });
