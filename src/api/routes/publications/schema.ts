import { z } from "zod";
import { lifecycleStates } from "../../../core/component/index.ts";
import { publicationStates } from "../../../core/marketplace/index.ts";
import { DryRun, Moment, PageQuery } from "../../schema.ts";
import { Kind, Lifecycle } from "../governance/schema.ts";

const short = z.string().max(300).meta({ description: "One line, for lists.", example: "Hardened web server" });
const description = z.string().meta({ description: "Long description." });
const notes = z.string().meta({ description: "What is new in this revision." });
const categories = z
	.array(z.string().max(100))
	.max(20)
	.meta({ example: ["web servers"] });

/** What every publication says, to whomever it is shown. */
export const publicationFields = {
	id: z.int().meta({ description: "Number of the publication.", example: 1 }),
	kind: Kind,
	lineage: z.string().meta({ description: "The same on every installation." }),
	number: z.int().meta({ description: "The revision; 0 is a shared HEAD." }),
	name: z.string().meta({ example: "web" }),
	digest: z.string(),
	short,
	categories,
	state: z.enum(publicationStates).meta({
		description:
			"active: offered · deprecated: hidden, and still there for templates that need it · retracted: gone for who has not imported it.",
	}),
	revisionState: z
		.enum(lifecycleStates)
		.meta({ description: "What its publisher says of the commit; a revoked one is not imported." }),
	lifecycle: Lifecycle,
	isDependency: z.boolean().meta({ description: "It is there because a template needs it." }),
	clouds: z.array(z.string()).meta({ example: ["aws-us-east-1", "gcp"] }),
	os: z.string().nullable(),
	osVersion: z.string().nullable(),
	architecture: z.string().nullable(),
	imports: z.int().meta({ description: "How many accounts have imported it." }),
	publisher: z.string().meta({ example: "Acme Images" }),
	publishedAt: Moment,
	updatedAt: Moment,
};

export const Audience = z
	.object({
		everyone: z.boolean(),
		groups: z.array(z.string()).meta({ description: "Names of account groups; none when it is everyone." }),
	})
	.meta({ id: "Audience", description: "To whom something is offered." });

export const Publication = z
	.object({ ...publicationFields, description, notes, to: Audience, publishedBy: z.string() })
	.meta({ id: "Publication", description: "A revision that the account offers to others." });

export const ShownPublication = Publication.extend({
	neededBy: z
		.array(z.string())
		.meta({ description: "Templates that are offered and need it.", example: ["web-server@2"] }),
}).meta({ id: "ShownPublication" });

export const ListPublicationsQuery = z.object({
	state: z.enum(publicationStates).optional(),
	kind: Kind.optional(),
	name: z.string().max(200).optional().meta({ description: "Exactly this name." }),
	...PageQuery,
});

export const PublicationPath = z.object({
	publication: z.coerce.number().int().min(1).meta({ description: "Number of the publication.", example: 1 }),
});

const audienceInput = z
	.object({ everyone: z.boolean().default(false), groups: z.array(z.string().max(300)).max(200).default([]) })
	.meta({ id: "OfferTo", description: "Everyone, or account groups by name." });

export const NewPublication = z
	.object({
		kind: Kind,
		ref: z
			.string()
			.min(1)
			.max(400)
			.meta({ description: "Reference to a commit, or to HEAD, which is shared with groups only.", example: "web@3" }),
		to: audienceInput,
		short: short.optional(),
		description: description.optional(),
		notes: notes.optional(),
		categories: categories.optional(),
		publisher: z.string().max(300).optional().meta({
			description: "What the publisher is called, when the account has no profile yet; absent = like the account.",
		}),
		commitHeads: z
			.object({ message: z.string(), overrideLint: z.string().max(1000).optional() })
			.optional()
			.meta({
				description:
					"HEAD, and the HEADs that it pins, are committed first where they differ from their newest commits.",
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
	.meta({ id: "PublicationPatch", description: "Absent = stays." });

const warning = z
	.object({
		code: z.string().meta({ example: "image-private" }),
		text: z.string(),
		cloud: z.string().nullable().meta({ description: "Of an image." }),
		image: z
			.string()
			.nullable()
			.meta({ description: "Id of an image that others may not be able to use, as far as is known here." }),
	})
	.meta({ id: "PublicationWarning" });

const revision = { kind: Kind, name: z.string(), number: z.int().meta({ description: "0 is HEAD." }) };

export const Published = z
	.object({
		publisher: z.string(),
		isNewPublisher: z.boolean(),
		to: Audience,
		members: z.int().nullable().meta({ description: "How many accounts are in the groups; null for everyone." }),
		items: z
			.array(
				z.object({
					...revision,
					digest: z.string(),
					act: z.enum(["publish", "widen", "revive", "promote", "keep"]).meta({
						description:
							"publish: new · widen: more accounts see it · revive: offered again · promote: was there for templates alone · keep: was so already.",
					}),
					isDependency: z.boolean(),
					publication: z.int().nullable().meta({ description: "Null in a dry run of a new one." }),
				}),
			)
			.meta({ description: "What is offered: what the template needs, and as the last one what was asked for." }),
		imported: z
			.array(
				z.object({
					...revision,
					publisher: z.string(),
					isSeen: z.boolean().meta({ description: "All to whom this is offered can import it from there." }),
				}),
			)
			.meta({ description: "What it uses of others, which only they publish." }),
		committed: z.array(z.object(revision)).meta({ description: "What was committed first." }),
		warnings: z.array(warning),
		publication: Publication.nullable().meta({ description: "Null in a dry run of a new one." }),
	})
	.meta({ id: "Published" });

export const ChangedPublication = z
	.object({
		publication: Publication,
		changed: z.boolean().meta({ description: "False = it was so already." }),
		also: z.array(z.string()).meta({ description: "What went, came back or was widened with it." }),
		endedSubscriptions: z.int().meta({ description: "How many subscriptions of other accounts end." }),
		consequences: z.array(z.string()).meta({ description: "What it comes to, in words." }),
	})
	.meta({ id: "ChangedPublication" });

export const RepublishedPublication = ChangedPublication.extend({ warnings: z.array(warning) }).meta({
	id: "RepublishedPublication",
});

export const Republish = z.object({ notes: notes.optional() }).meta({ id: "Republish" });

export const Publisher = z
	.object({
		name: z.string().meta({ example: "Acme Images" }),
		email: z.string().nullable(),
		url: z.string().nullable(),
		description: z.string(),
	})
	.meta({ id: "Publisher", description: "What others see of an account that publishes." });

export const PublisherPatch = z
	.object({
		name: z.string().max(300).optional(),
		email: z.string().max(500).nullable().optional(),
		url: z.string().max(3000).nullable().optional(),
		description: z.string().optional(),
	})
	.meta({ id: "PublisherPatch", description: "Absent = stays; null takes it away." });

export { DryRun };
