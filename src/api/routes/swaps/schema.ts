import { z } from "zod";
import { Change, NamedRevision } from "../../schema.ts";

export const WantedSwap = z
	.object({
		to: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Number of the commit that shall be used, 0 for HEAD; absent = the newest." }),
		from: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Only where this one is used now; absent = whichever." }),
		templates: z
			.array(z.string().max(400))
			.max(500)
			.optional()
			.meta({ description: "Only in these; absent = in all whose HEAD uses it." }),
		commit: z
			.string()
			.max(10_000)
			.optional()
			.meta({ description: "Commits each template with this message; absent = only HEADs change." }),
	})
	.meta({ id: "WantedSwap" });

export const SwapReport = z
	.object({
		to: NamedRevision,
		templates: z.array(
			z.object({
				name: z.string(),
				from: z.array(z.int()).meta({ description: "What it used; 0 = HEAD." }),
				changes: z.array(Change),
				revision: z.int().nullable().meta({ description: "Number of the commit that was made of it; null = none." }),
				servers: z.array(z.string()).meta({
					description: "Servers that follow what moved, and so have an update available; none of them changes.",
				}),
				problem: z
					.object({ code: z.string(), text: z.string() })
					.nullable()
					.meta({ description: "Why it can't be swapped there; only when it is tried." }),
			}),
		),
		imported: z
			.array(z.string())
			.meta({ description: "Imported templates that use another revision: they are their publishers'." }),
	})
	.meta({ id: "SwapReport", description: "What a swap in all templates came to." });
