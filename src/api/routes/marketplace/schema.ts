import { z } from "zod";
import { PageQuery } from "../../schema.ts";
import { Kind } from "../governance/schema.ts";
import { Publisher, publicationFields } from "../publications/schema.ts";

export const BrowseQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Words of the name, the descriptions or the categories; all must be there." }),
	kind: Kind.optional(),
	publisher: z.string().max(200).optional().meta({ description: "The publisher's name, in any case." }),
	category: z.string().max(100).optional(),
	cloud: z.string().max(100).optional().meta({ example: "aws-us-east-1" }),
	os: z.string().max(100).optional(),
	osVersion: z.string().max(100).optional(),
	architecture: z.string().max(50).optional(),
	sort: z
		.enum(["name", "published", "imports"])
		.default("name")
		.meta({ description: "By name, newest first, or most imported first." }),
	...PageQuery,
});

const { state: _state, ...shown } = publicationFields;

export const MarketplaceItem = z
	.object({
		...shown,
		isOwn: z.boolean().meta({ description: "The account's own." }),
		everyone: z.boolean().meta({ description: "False = it is shared with groups." }),
	})
	.meta({ id: "MarketplaceItem", description: "The newest active revision of a lineage that the account sees." });

export const LineagePath = z.object({
	publisher: z.string().meta({ example: "Acme Images" }),
	kind: Kind.meta({ example: "mci" }),
	name: z.string().meta({ example: "web" }),
});

export const PublicationIdPath = z.object({
	publication: z.coerce.number().int().min(1).meta({ description: "Number of any publication of it.", example: 1 }),
});

export const MarketplaceLineage = z
	.object({
		publisher: Publisher,
		kind: Kind,
		lineage: z.string(),
		name: z.string(),
		short: z.string(),
		description: z.string(),
		front: z
			.int()
			.nullable()
			.meta({ description: "Number of the publication that browsing shows; null when none is active." }),
		isOwn: z.boolean(),
		revisions: z
			.array(
				z.object({
					...publicationFields,
					notes: z.string(),
					everyone: z.boolean(),
					isImported: z.boolean().meta({ description: "The account has imported it." }),
					isOffered: z
						.boolean()
						.meta({ description: "false = it was retracted, or the account left the group that it is offered to." }),
				}),
			)
			.meta({ description: "Newest first. What is no longer offered is there when the account has imported it." }),
	})
	.meta({ id: "MarketplaceLineage", description: "A lineage with all its revisions that the account sees." });
