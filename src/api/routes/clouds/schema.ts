import { z } from "zod";
import { PageQuery } from "../../schema.ts";

export const Cloud = z
	.object({
		slug: z.string().meta({ example: "aws-us-east-1" }),
		type: z.string().meta({ example: "aws" }),
		region: z.string().nullable().meta({ example: "us-east-1" }),
		name: z.string().meta({ example: "AWS us-east-1" }),
		dormant: z.boolean().meta({
			description:
				"It only came with an import, and the account does not have it: its settings answer nothing until it is added.",
		}),
		images: z.int().optional().meta({ description: "Images of the catalogue in it." }),
	})
	.meta({ id: "Cloud", description: "One place with its own image ids." });

export const ListCloudsQuery = z.object({
	type: z.string().max(100).optional().meta({ example: "aws" }),
	text: z.string().max(100).optional().meta({ description: "Part of the slug." }),
	...PageQuery,
});

export const NewCloud = z
	.object({
		slug: z.string().meta({ example: "acme-regionone" }),
		type: z
			.string()
			.min(1)
			.max(100)
			.optional()
			.meta({ description: "Needed unless the cloud is dormant.", example: "openstack" }),
		region: z.string().max(100).nullable().optional().meta({ example: "RegionOne" }),
		name: z.string().max(200).optional().meta({ example: "ACME private cloud" }),
	})
	.meta({ id: "NewCloud" });
