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
				"True if it only came with an import and was not added to the account: its settings are not used until then.",
		}),
		images: z.int().optional().meta({ description: "Number of its images in the catalog." }),
	})
	.meta({ id: "Cloud", description: "A cloud or region with image ids of its own." });

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
			.meta({ description: "Required unless the cloud is dormant.", example: "openstack" }),
		region: z.string().max(100).nullable().optional().meta({ example: "RegionOne" }),
		name: z.string().max(200).optional().meta({ example: "ACME private cloud" }),
	})
	.meta({ id: "NewCloud" });
