import { z } from "zod";
import { lifecycleStates } from "../../../core/component/index.ts";
import { publicationStates } from "../../../core/marketplace/index.ts";
import { DryRun, PageQuery, Timestamp } from "../../schema.ts";
import { Kind } from "../components/kind.ts";
import { Lifecycle } from "../lifecycles/lifecycle.ts";

const short = z.string().max(300).meta({ description: "One line, for lists.", example: "Hardened web server" });
const description = z.string().meta({ description: "Long description." });
const notes = z.string().meta({ description: "Release notes of this revision." });
const categories = z
	.array(z.string().max(100))
	.max(20)
	.meta({ example: ["web servers"] });

/** Fields of a publication that every reader sees. */
export const publicationFields = {
	id: z.int().meta({ description: "Number of the publication.", example: 1 }),
	kind: Kind,
	lineage: z.string().meta({ description: "Identity of the component, the same on every installation." }),
	number: z.int().meta({ description: "The revision; 0 is a shared HEAD." }),
	name: z.string().meta({ example: "web-server" }),
	digest: z.string(),
	short,
	categories,
	state: z.enum(publicationStates).meta({
		description:
			"active · deprecated: hidden, and still available to templates that need it · " +
			"retracted: no longer available to accounts that have not imported it.",
	}),
	revisionState: z
		.enum(lifecycleStates)
		.meta({ description: "State of the commit at the publisher. A revoked commit is not imported." }),
	lifecycle: Lifecycle,
	isDependency: z.boolean().meta({ description: "True if it is only published because a template needs it." }),
	clouds: z.array(z.string()).meta({ example: ["aws-us-east-1"] }),
	os: z.string().nullable(),
	osVersion: z.string().nullable(),
	architecture: z.string().nullable(),
	imports: z.int().meta({ description: "Number of accounts that have imported it." }),
	publisher: z.string().meta({ example: "Acme Images" }),
	publishedAt: Timestamp,
	updatedAt: Timestamp,
};

export const Audience = z
	.object({
		everyone: z.boolean(),
		groups: z.array(z.string()).meta({ description: "Names of account groups; empty if it is everyone.", example: [] }),
	})
	.meta({ id: "Audience", description: "Who can see a publication." });

export const Publication = z
	.object({ ...publicationFields, description, notes, to: Audience, publishedBy: z.string() })
	.meta({ id: "Publication", description: "A revision that the account publishes." });

export const ShownPublication = Publication.extend({
	neededBy: z.array(z.string()).meta({ description: "Published templates that need it.", example: [] }),
}).meta({ id: "ShownPublication" });

export const ListPublicationsQuery = z.object({
	state: z.enum(publicationStates).optional(),
	kind: Kind.optional(),
	name: z.string().max(200).optional().meta({ description: "Exact name." }),
	...PageQuery,
});

export const PublicationPath = z.object({
	publication: z.coerce.number().int().min(1).meta({ description: "Number of the publication.", example: 1 }),
});

const audienceInput = z
	.object({
		everyone: z.boolean().default(false).meta({ example: true }),
		groups: z.array(z.string().max(300)).max(200).default([]),
	})
	.meta({ id: "PublicationAudience", description: "Everyone, or account groups by name." });

export const NewPublication = z
	.object({
		kind: Kind,
		ref: z
			.string()
			.min(1)
			.max(400)
			.meta({ description: "Reference to a commit, or to HEAD, which only groups can see.", example: "web-server@3" }),
		to: audienceInput,
		short: short.optional(),
		description: description.optional(),
		notes: notes.optional(),
		categories: categories.optional(),
		publisher: z.string().max(300).optional().meta({
			description: "Name of the publisher, if the account has no profile yet; the account's name by default.",
		}),
		commitHeads: z
			.object({ message: z.string(), overrideLint: z.string().max(1000).optional() })
			.optional()
			.meta({
				description: "Commit HEAD, and the HEADs it pins, first if they have changes.",
			}),
	})
	.meta({ id: "NewPublication" });

export const PublicationPatch = z
	.object({
		to: audienceInput.optional(),
		short: short.optional(),
		description: description.optional(),
		notes: notes.optional(),
		categories: categories.optional(),
	})
	.meta({ id: "PublicationPatch", description: "Omit a field to keep its current value." });

const warning = z
	.object({
		code: z.string().meta({ example: "image-private" }),
		text: z.string(),
		cloud: z.string().nullable().meta({ description: "Cloud of the image." }),
		image: z.string().nullable().meta({ description: "An image that other accounts may not be able to use." }),
	})
	.meta({ id: "PublicationWarning" });

const revision = { kind: Kind, name: z.string(), number: z.int().meta({ description: "0 is HEAD." }) };

export const Published = z
	.object({
		publisher: z.string(),
		isNewPublisher: z.boolean(),
		to: Audience,
		members: z
			.int()
			.nullable()
			.meta({ description: "Number of accounts in the groups; null for everyone.", examples: [null] }),
		items: z
			.array(
				z.object({
					...revision,
					digest: z.string(),
					act: z.enum(["publish", "widen", "revive", "promote", "keep"]).meta({
						description:
							"publish: new · widen: visible to more accounts · revive: available again · " +
							"promote: was only there for templates · keep: unchanged.",
					}),
					isDependency: z.boolean(),
					publication: z.int().nullable().meta({ description: "Null in a dry run of a new publication." }),
				}),
			)
			.meta({ description: "The publications: dependencies first, the requested one last." }),
		imported: z
			.array(
				z.object({
					...revision,
					publisher: z.string(),
					isSeen: z
						.boolean()
						.meta({ description: "True if everyone who sees this publication can import it from its publisher." }),
				}),
			)
			.meta({ description: "Dependencies from other publishers, which only those publish." }),
		committed: z.array(z.object(revision)).meta({ description: "Revisions that were committed first." }),
		warnings: z.array(warning),
		publication: Publication.nullable().meta({ description: "Null in a dry run of a new publication." }),
	})
	.meta({ id: "Published" });

export const ChangedPublication = z
	.object({
		publication: Publication,
		changed: z.boolean().meta({ description: "False if nothing had to change." }),
		also: z.array(z.string()).meta({ description: "Other publications that changed with it." }),
		endedSubscriptions: z.int().meta({ description: "Number of other accounts' subscriptions that ended." }),
		consequences: z.array(z.string()).meta({ description: "The consequences, in words." }),
	})
	.meta({ id: "ChangedPublication" });

export const RepublishedPublication = ChangedPublication.extend({ warnings: z.array(warning) }).meta({
	id: "RepublishedPublication",
});

export const Republish = z.object({ notes: notes.optional() }).meta({ id: "Republish" });

export const Publisher = z
	.object({
		name: z.string().meta({ example: "Acme Images" }),
		email: z.string().nullable().meta({ example: "images@acme.example" }),
		url: z.string().nullable().meta({ example: "https://acme.example" }),
		description: z.string(),
	})
	.meta({ id: "Publisher", description: "The public profile of an account that publishes." });

export const PublisherPatch = z
	.object({
		name: z.string().max(300).optional(),
		email: z.string().max(500).nullable().optional().meta({ example: "images@acme.example" }),
		url: z.string().max(3000).nullable().optional(),
		description: z.string().optional(),
	})
	.meta({ id: "PublisherPatch", description: "Omit a field to keep its current value; null removes it." });

export { DryRun };
