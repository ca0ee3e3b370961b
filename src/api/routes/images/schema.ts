import { z } from "zod";
import { imageStates } from "../../../core/image/index.ts";
import { Image, PageQuery } from "../../schema.ts";
import { LifecycleStatus } from "../lifecycles/lifecycle.ts";

export const SearchImagesQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Part of the name, uid, OS or release.", example: "coreos" }),
	cloud: z.string().max(100).optional().meta({ example: "aws-us-east-1" }),
	cloudType: z.string().max(100).optional().meta({ example: "aws" }),
	os: z.string().max(100).optional().meta({ example: "fedora-coreos" }),
	osVersion: z.string().max(100).optional().meta({ example: "42" }),
	architecture: z
		.string()
		.max(40)
		.optional()
		.meta({ description: "Any spelling; amd64 and x86_64 are the same.", example: "x86_64" }),
	state: z
		.enum([...imageStates, "revoked"])
		.optional()
		.meta({
			description:
				"State at the publisher, or `revoked` in this account. Images that this account deprecated count as " +
				"deprecated.",
		}),
	sort: z.enum(["newest", "oldest"]).default("newest"),
	...PageQuery,
});

export const ListedImage = Image.extend({
	status: LifecycleStatus.meta({ description: "Status in this account; `state` is the publisher's." }),
}).meta({ id: "ListedImage", description: "An image in the catalog, with its status in this account." });

export const Usage = z
	.object({
		mci: z.string().meta({ description: "Name of the MultiCloud Image." }),
		cloud: z.string(),
		revisions: z.object({ first: z.int(), last: z.int() }).nullable().meta({
			description: "First and last commit with this image for the cloud; null if only HEAD has it.",
		}),
		head: z.boolean().meta({ description: "True if HEAD uses it." }),
		latest: z.boolean().meta({ description: "True if the newest commit uses it." }),
	})
	.meta({ id: "Usage", description: "A range of revisions that uses an image." });

export const LookedUpImage = z.object({ image: Image, usages: z.array(Usage) }).meta({ id: "LookedUpImage" });
