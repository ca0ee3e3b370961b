import { z } from "zod";
import { Image, Moment } from "../../schema.ts";
import {
	Kind,
	Lifecycle,
	LifecycleState,
	LifecycleWords,
	PublicationUsage,
	ServerUsage,
} from "../governance/schema.ts";
import { WhereUsed } from "../where-used/schema.ts";

export const Impact = z
	.object({
		digest: z.string().meta({ description: "Names all of this: what `impact` of a cascade takes." }),
		commits: z.array(
			z.object({
				kind: Kind,
				name: z.string(),
				number: z.int(),
				because: z
					.enum(["itself", "clone", "merge", "template"])
					.meta({ description: "A copy of it, a merge of it, or a template that pins it." }),
				through: z.string().nullable(),
			}),
		),
		templateHeads: z
			.array(z.object({ name: z.string(), through: z.string() }))
			.meta({ description: "Templates whose HEAD pins one of them." }),
		channels: z.array(z.object({ kind: Kind, name: z.string(), channel: z.string(), number: z.int() })),
		servers: z.array(ServerUsage),
		publications: z.array(PublicationUsage),
		accounts: z.array(z.string()),
	})
	.meta({ id: "Impact", description: "All that is touched when a commit is withdrawn, itself first." });

export const ImpactOf = z.object({ name: z.string(), number: z.int(), impact: Impact }).meta({ id: "ImpactOf" });

export const NewLifecycle = z
	.object({
		...LifecycleWords,
		cascade: z
			.boolean()
			.optional()
			.meta({ description: "Copies and templates that pin one of them are given the state too." }),
		impact: z
			.string()
			.max(100)
			.optional()
			.meta({ description: "Digest of the impact that was looked at; a cascade that touches others needs it." }),
	})
	.meta({ id: "NewLifecycle" });

export const LifecycleOutcome = z
	.object({
		name: z.string(),
		number: z.int(),
		state: LifecycleState.meta({ description: "As of now: a date may lie ahead." }),
		lifecycle: Lifecycle,
		impact: Impact,
		changed: z
			.array(z.object({ kind: Kind, name: z.string(), number: z.int() }))
			.meta({ description: "What was given the state, this one first." }),
	})
	.meta({ id: "LifecycleOutcome" });

export const CommitLifecycle = z
	.object({
		number: z.int(),
		state: LifecycleState,
		lifecycle: Lifecycle,
		changesAt: Moment.nullable().meta({ description: "When the state changes next." }),
	})
	.meta({ id: "CommitLifecycle" });

export const NewImageLifecycle = z
	.object({
		uid: z.string().min(1).max(2048),
		cloud: z.string().max(100).optional().meta({ description: "Absent = every image of that uid." }),
		...LifecycleWords,
	})
	.meta({ id: "NewImageLifecycle" });

export const ImageLifecycle = z
	.object({ image: Image, state: LifecycleState, lifecycle: Lifecycle })
	.meta({ id: "ImageLifecycle" });

export const ImageLifecycleOutcome = z
	.object({ images: z.array(ImageLifecycle), used: WhereUsed })
	.meta({ id: "ImageLifecycleOutcome" });
