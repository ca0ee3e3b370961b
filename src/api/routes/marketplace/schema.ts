import { z } from "zod";
import { PageQuery } from "../../schema.ts";
import { Kind } from "../components/kind.ts";
import { Publisher, publicationFields } from "./publication-schema.ts";

export const BrowseQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Words in the name, descriptions or categories. All must match." }),
	kind: Kind.optional(),
	publisher: z.string().max(200).optional().meta({ description: "Name of the publisher, ignoring case." }),
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
		isOwn: z.boolean().meta({ description: "True for the account's own." }),
		everyone: z.boolean().meta({ description: "False if it is published to groups." }),
	})
	.meta({ id: "MarketplaceItem", description: "The newest active publication of a lineage that the account sees." });

export const LineagePath = z.object({
	publisher: z.string().meta({ example: "Acme Images" }),
	kind: Kind.meta({ example: "mci" }),
	name: z.string().meta({ example: "web-server" }),
});

export const PublicationIdPath = z.object({
	publication: z.coerce.number().int().min(1).meta({ description: "Number of any of its publications.", example: 1 }),
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
			.meta({ description: "Number of the publication in the list; null if none is active.", example: 1 }),
		isOwn: z.boolean(),
		revisions: z
			.array(
				z.object({
					...publicationFields,
					notes: z.string(),
					everyone: z.boolean(),
					isImported: z.boolean().meta({ description: "True if the account has imported it." }),
					isOffered: z.boolean().meta({ description: "False if it was retracted, or the account left the group." }),
				}),
			)
			.meta({ description: "Newest first. Withdrawn publications are listed if the account has imported them." }),
	})
	.meta({ id: "MarketplaceLineage", description: "A lineage with all publications that the account sees." });
