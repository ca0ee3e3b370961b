import { z } from "zod";
import { Image, Timestamp } from "../../schema.ts";
import { Kind } from "../components/kind.ts";
import { WhereUsed } from "../where-used/schema.ts";
import { PublicationUsage, ServerUsage } from "../where-used/usage.ts";
import { Lifecycle, LifecycleState, lifecycleFields } from "./lifecycle.ts";

export const Impact = z
	.object({
		digest: z.string().meta({ description: "Digest of this impact. Send it as `impact` to confirm a cascade." }),
		commits: z.array(
			z.object({
				kind: Kind,
				name: z.string(),
				number: z.int(),
				because: z
					.enum(["itself", "clone", "merge", "template"])
					.meta({ description: "Why it is affected: a clone, a merge, or a template that pins it." }),
				through: z
					.string()
					.nullable()
					.meta({ examples: [null] }),
			}),
		),
		templateHeads: z
			.array(z.object({ name: z.string().meta({ example: "web-server" }), through: z.string() }))
			.meta({ description: "Templates whose HEAD pins one of the commits." }),
		channels: z.array(z.object({ kind: Kind, name: z.string(), channel: z.string(), number: z.int() })),
		servers: z.array(ServerUsage),
		publications: z.array(PublicationUsage),
		accounts: z.array(z.string()),
	})
	.meta({ id: "Impact", description: "Everything that withdrawing a commit affects, the commit first." });

export const ImpactOf = z.object({ name: z.string(), number: z.int(), impact: Impact }).meta({ id: "ImpactOf" });

export const NewLifecycle = z
	.object({
		...lifecycleFields,
		cascade: z
			.boolean()
			.optional()
			.meta({ description: "Also set the state of copies, and of templates that pin them." }),
		impact: z
			.string()
			.max(100)
			.optional()
			.meta({ description: "`digest` of the impact you read. Required for a cascade that affects other commits." }),
	})
	.meta({ id: "NewLifecycle" });

export const LifecycleOutcome = z
	.object({
		name: z.string(),
		number: z.int(),
		state: LifecycleState.meta({ description: "The current state; a date may be in the future." }),
		lifecycle: Lifecycle,
		impact: Impact,
		changed: z
			.array(z.object({ kind: Kind, name: z.string(), number: z.int() }))
			.meta({ description: "Commits whose state was set, the requested one first." }),
	})
	.meta({ id: "LifecycleOutcome" });

export const CommitLifecycle = z
	.object({
		number: z.int(),
		state: LifecycleState,
		lifecycle: Lifecycle,
		changesAt: Timestamp.nullable().meta({ description: "When the state changes next; null if never." }),
	})
	.meta({ id: "CommitLifecycle" });

export const NewImageLifecycle = z
	.object({
		uid: z.string().min(1).max(2048),
		cloud: z.string().max(100).optional().meta({ description: "Every cloud by default." }),
		...lifecycleFields,
	})
	.meta({ id: "NewImageLifecycle" });

export const ImageLifecycle = z
	.object({ image: Image, state: LifecycleState, lifecycle: Lifecycle })
	.meta({ id: "ImageLifecycle" });

export const ImageLifecycleOutcome = z
	.object({ images: z.array(ImageLifecycle), used: WhereUsed })
	.meta({ id: "ImageLifecycleOutcome" });
