import { z } from "zod";
import { Image, ImageIdentity, Problem } from "../../schema.ts";

const wishes = {
	architecture: z
		.string()
		.max(40)
		.optional()
		.meta({ description: "Refuse an image of another architecture.", example: "x86_64" }),
	instanceType: z.string().max(255).optional().meta({ description: "Instance type instead of the setting's." }),
	image: z.string().max(2048).optional().meta({ description: "Image id instead of the setting's; the answer warns." }),
};

const question = {
	ref: z
		.string()
		.max(400)
		.meta({ description: "[account/]name[@N|@head|@latest|@channel]", example: "fedora-coreos-stable-x86_64@latest" }),
	cloud: z.string().max(100).meta({ example: "aws-us-east-1" }),
	...wishes,
};

const oneOf = "exactly one of ref and template";

export const ResolveQuery = z
	.object({
		...question,
		ref: question.ref.optional(),
		template: z
			.string()
			.max(400)
			.optional()
			.meta({ description: "A ServerTemplate instead of an MCI: what a server of it gets there." }),
		mci: z
			.string()
			.max(400)
			.optional()
			.meta({ description: "With template: the MCI to take. A name alone means the revision on the template." }),
	})
	.refine(({ ref, template }) => (ref === undefined) !== (template === undefined), { message: `needs ${oneOf}` })
	.refine(({ mci, template }) => mci === undefined || template !== undefined, {
		message: "has mci, which goes with template only",
	});

export const ResolveQuestion = z.object(question).meta({ id: "ResolveQuestion" });

export const Resolved = z
	.object({
		ref: z.string(),
		mci: z.object({ name: z.string(), lineage: z.string() }),
		revision: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string().meta({ description: "Content digest of the revision." }),
		cloud: z.string(),
		image: ImageIdentity.extend({
			facts: Image.omit({ id: true }).nullable().meta({ description: "What the catalogue knows of it." }),
		}),
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
		reasons: z.array(z.object({ property: z.string(), text: z.string() })).meta({ description: "Why each value." }),
		warnings: z.array(z.object({ code: z.string(), text: z.string() })),
	})
	.meta({ id: "Resolved", description: "The image for one cloud, with the reason." });

const Revision = z.object({
	name: z.string(),
	lineage: z.string(),
	revision: z.int(),
	ref: z.string(),
	digest: z.string(),
});

export const ResolvedServer = Resolved.omit({ mci: true, revision: true, digest: true })
	.extend({
		template: Revision.meta({ description: "The template revision that was asked." }),
		mci: Revision.nullable().meta({
			description: "Null when the image was wished for and no MCI has a setting for the cloud.",
		}),
	})
	.meta({
		id: "ResolvedServer",
		description:
			"What a server of a template gets in one cloud, with the reason. Its boot scripts are not in the user data.",
	});

export const ResolveOutcome = z
	.object({
		ref: z.string(),
		cloud: z.string(),
		resolved: Resolved.nullable(),
		problem: Problem.nullable().meta({ description: "Why there is no answer, and what is there instead." }),
	})
	.meta({ id: "ResolveOutcome", description: "Exactly one of resolved and problem." });

export const ResolveBatch = z
	.object({ questions: z.array(ResolveQuestion).min(1).max(1000) })
	.meta({ id: "ResolveBatch", description: "Up to 1000 questions, answered each for itself and in their order." });
