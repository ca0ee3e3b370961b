import { z } from "zod";
import { publisherStates } from "../../../registry/imports/list-imports.ts";
import { Change, Moment, PageQuery } from "../../schema.ts";
import { ComponentKind, Names } from "../components/schema.ts";
import { Lifecycle, Warning } from "../governance/schema.ts";
import { SwapReport, WantedSwap } from "../swaps/schema.ts";

const OfferRef = z.string().min(1).max(600).meta({
	description:
		"A publication's number, `PUBLISHER/NAME` for the newest that is offered, `PUBLISHER/NAME@N` or `PUBLISHER/NAME@head`.",
	example: "Acme Images/web",
});

const OtherNames = z
	.record(z.string().max(200), z.string().max(200))
	.refine((names) => Object.keys(names).length <= 200, "has more than 200 names")
	.meta({
		description: "Other names than the publisher's: by its name, or by the lineage.",
		example: { web: "acme-web" },
	});

export const Offer = z
	.object({
		publication: z.int().meta({ description: "Number of the publication." }),
		publisher: z.string(),
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "What its publisher calls it." }),
		number: z.int().meta({ description: "0 = a shared HEAD." }),
		digest: z.string(),
		state: z.enum(["active", "deprecated", "retracted"]),
		publishedAt: Moment,
	})
	.meta({ id: "Offer", description: "A publication that the account may import." });

export const ImportedRevision = z
	.object({
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "Its name here." }),
		publishedName: z.string().meta({ description: "Its publisher's name of it." }),
		number: z.int().meta({ description: "0 = a shared HEAD." }),
		digest: z.string(),
	})
	.meta({ id: "ImportedRevision" });

const report = {
	imported: z.array(ImportedRevision).meta({ description: "What was written: what is pinned before who pins it." }),
	alreadyThere: z.array(ImportedRevision),
	dormantClouds: z.array(z.string()).meta({
		description: "Clouds among them that the account does not have: their settings are kept and answer nothing.",
	}),
	renamed: z.array(z.object({ kind: ComponentKind, lineage: z.string(), name: z.string(), publishedName: z.string() })),
	warnings: z.array(Warning),
};

export const ImportReport = z
	.object({ ...report, offer: Offer })
	.meta({ id: "PublicationImport", description: "What an import came to." });

export const WantedImport = z
	.object({ publication: OfferRef, kind: ComponentKind.optional(), names: OtherNames.optional() })
	.meta({ id: "WantedImport" });

export const Subscription = z
	.object({
		id: z.int(),
		kind: ComponentKind,
		lineage: z.string(),
		name: z.string().meta({ description: "Of what is followed, when it was subscribed to." }),
		mode: z
			.enum(["auto", "offer"])
			.meta({ description: "auto: new revisions are imported by themselves. offer: they are told." }),
		createdBy: z.string(),
		createdAt: Moment,
	})
	.meta({ id: "Subscription", description: "The account follows what somebody publishes." });

export const WantedSubscription = z
	.object({
		publication: OfferRef,
		kind: ComponentKind.optional(),
		mode: z.enum(["auto", "offer"]).default("auto"),
		names: OtherNames.optional(),
	})
	.meta({ id: "WantedSubscription" });

export const Subscribed = z
	.object({
		subscription: Subscription,
		imported: ImportReport.nullable().meta({ description: "Null when only offers are wanted." }),
	})
	.meta({ id: "Subscribed" });

export const SubscriptionsQuery = z.object(PageQuery);

const PublisherState = z.enum(publisherStates).meta({
	description:
		"What its publisher says of it now. offered · deprecated · revoked · gone: offered to this account no more · unknown: it did not come from this marketplace, and no followed feed tells of it.",
});

export const ImportedComponent = z
	.object({
		kind: ComponentKind,
		name: z.string(),
		lineage: z.string(),
		publisher: z.string(),
		latest: z.int().meta({ description: "The newest commit that is imported; 0 = only a shared HEAD." }),
		importedAt: Moment.meta({ description: "When its newest revision came." }),
		importedBy: z.string(),
		state: PublisherState,
		subscription: z.enum(["auto", "offer"]).nullable().meta({ description: "Null = not followed." }),
		update: Offer.nullable().meta({ description: "What is newer and could be taken." }),
		feedUpdate: z
			.object({
				feed: z.string(),
				name: z.string().meta({ description: "What its publisher calls it." }),
				number: z.int(),
			})
			.nullable()
			.meta({ description: "What a followed feed offers newer, to be imported from it." }),
		uses: z
			.object({ templates: z.int(), servers: z.int(), clones: z.int() })
			.meta({ description: "How many use any of its revisions." }),
		revisions: z.array(
			z.object({
				number: z.int().meta({ description: "0 = a shared HEAD." }),
				digest: z.string(),
				state: PublisherState,
				lifecycle: Lifecycle.nullable().meta({ description: "Its publisher's words on it." }),
				source: z.enum(["marketplace", "bundle", "feed"]),
				sourceRef: z.string().nullable(),
				publication: z.int().nullable(),
				importedBy: z.string(),
				importedAt: Moment,
			}),
		),
	})
	.meta({ id: "ImportedComponent", description: "Something that the account imported." });

export const ImportsQuery = z.object({
	kind: ComponentKind.optional(),
	text: z.string().max(200).optional().meta({ description: "Words of the name, description or publisher." }),
	updates: z
		.enum(["true", "false"])
		.default("false")
		.meta({ description: "true = only those of which something newer is offered." }),
	...PageQuery,
});

export const ImportPath = z.object({
	kind: ComponentKind.meta({ example: "template" }),
	name: z.string().meta({ description: "Its name here.", example: "web-server" }),
});

export const ImportDiffQuery = z.object({
	to: z.coerce
		.number()
		.int()
		.min(0)
		.max(1_000_000)
		.optional()
		.meta({ description: "Number of an offered revision, 0 for a shared HEAD; absent = the newest." }),
});

export const ImportDiff = z
	.object({
		name: z.string(),
		from: z.object({ number: z.int(), digest: z.string() }).meta({ description: "The newest that is imported." }),
		to: Offer,
		changes: z.array(Change),
		names: Names,
	})
	.meta({ id: "ImportDiff", description: "How what is offered differs from what is imported." });

export const WantedUpdate = z
	.object({
		to: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Number of an offered revision, 0 for a shared HEAD; absent = the newest." }),
		names: OtherNames.optional(),
		swap: WantedSwap.pick({ templates: true, commit: true })
			.optional()
			.meta({ description: "Puts it into templates in the same transaction; absent = it is only imported." }),
	})
	.meta({ id: "WantedUpdate" });

export const TakenImport = z
	.object({ ...report, offer: Offer, swapped: SwapReport.nullable() })
	.meta({ id: "TakenImport", description: "What taking an update came to." });
