import { z } from "zod";
import { Image, ImageIdentity, Problem } from "../../schema.ts";

const requested = {
	architecture: z
		.string()
		.max(40)
		.optional()
		.meta({ description: "Refuse an image of another architecture.", example: "x86_64" }),
	instanceType: z.string().max(255).optional().meta({ description: "Instance type to use instead of the setting's." }),
	image: z
		.string()
		.max(2048)
		.optional()
		.meta({ description: "Image id to use instead of the setting's. The answer has a warning." }),
};

const question = {
	ref: z
		.string()
		.max(400)
		.meta({ description: "[account/]name[@N|@head|@latest|@channel]", example: "almalinux-os-9-x86_64@latest" }),
	cloud: z.string().max(100).meta({ example: "aws-us-east-1" }),
	...requested,
};

const oneOf = "exactly one of ref and template";

const either = {
	...question,
	ref: question.ref.optional().meta({ example: "fedora-coreos-stable-x86_64@latest" }),
	template: z
		.string()
		.max(400)
		.optional()
		.meta({ description: "A ServerTemplate instead of an MCI, to resolve what its servers get." }),
	mci: z.string().max(400).optional().meta({
		description: "With `template`: the MCI to use. A plain name means the revision that the template pins.",
	}),
};

interface Either {
	readonly ref?: string | undefined;
	readonly template?: string | undefined;
	readonly mci?: string | undefined;
}

const hasOne = ({ ref, template }: Either) => (ref === undefined) !== (template === undefined);
const hasTemplate = ({ mci, template }: Either) => mci === undefined || template !== undefined;

export const ResolveQuery = z
	.object(either)
	.refine(hasOne, { message: `needs ${oneOf}` })
	.refine(hasTemplate, { message: "has mci, which needs template" });

export const ResolveQuestion = z
	.object(either)
	.refine(hasOne, { message: `needs ${oneOf}` })
	.refine(hasTemplate, { message: "has mci, which needs template" })
	.meta({ id: "ResolveQuestion" });

export const Resolved = z
	.object({
		ref: z.string(),
		mci: z.object({ name: z.string(), lineage: z.string() }),
		revision: z.int().meta({ description: "0 is HEAD." }),
		release: z
			.string()
			.nullable()
			.meta({ description: "The vendor's release that this cloud has; null for a commit that no list brought." }),
		digest: z.string().meta({ description: "Content digest of the revision." }),
		cloud: z.string(),
		image: ImageIdentity.extend({
			facts: Image.omit({ id: true })
				.nullable()
				.meta({ description: "The image in the catalog; null if it is unknown." }),
		}),
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
		reasons: z
			.array(z.object({ property: z.string(), text: z.string() }))
			.meta({ description: "The reason for each value." }),
		warnings: z.array(z.object({ code: z.string(), text: z.string() })),
	})
	.meta({ id: "Resolved", description: "The image for a cloud, with reasons." });

const Revision = z.object({
	name: z.string(),
	lineage: z.string(),
	revision: z.int(),
	ref: z.string(),
	digest: z.string(),
});

export const ResolvedServer = Resolved.omit({ mci: true, revision: true, release: true, digest: true })
	.extend({
		template: Revision.meta({ description: "The resolved template revision." }),
		mci: Revision.nullable().meta({
			description: "Null if the image was requested by id and no MCI has a setting for the cloud.",
		}),
	})
	.meta({
		id: "ResolvedServer",
		description:
			"What a server of a template gets in a cloud, with reasons. The user data does not contain its boot scripts.",
	});

export const ResolveOutcome = z
	.object({
		ref: z.string().meta({ description: "The reference in the question, to an MCI or a template." }),
		cloud: z.string(),
		resolved: z.union([Resolved, ResolvedServer]).nullable(),
		problem: Problem.nullable().meta({ description: "Why there is no image, and what you can use instead." }),
	})
	.meta({ id: "ResolveOutcome", description: "Either `resolved` or `problem` is set." });

export const ResolveBatch = z
	.object({ questions: z.array(ResolveQuestion).min(1).max(1000) })
	.meta({ id: "ResolveBatch", description: "Up to 1000 questions, answered independently and in order." });
