import { z } from "zod";
import { Change, NamedRevision } from "../../schema.ts";

export const WantedSwap = z
	.object({
		to: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Number of the commit to use, 0 for HEAD; the newest by default.", example: 3 }),
		from: z
			.int()
			.min(0)
			.max(1_000_000)
			.optional()
			.meta({ description: "Only replace this revision; any by default.", example: 2 }),
		templates: z
			.array(z.string().max(400))
			.max(500)
			.optional()
			.meta({ description: "Names of the templates; by default all whose HEAD uses it." }),
		commit: z
			.string()
			.max(10_000)
			.optional()
			.meta({ description: "Commit each template with this message. Omit it to only change HEADs." }),
	})
	.meta({ id: "WantedSwap" });

export const SwapReport = z
	.object({
		to: NamedRevision,
		templates: z.array(
			z.object({
				name: z.string().meta({ example: "web-server" }),
				from: z.array(z.int()).meta({ description: "Revisions it used; 0 is HEAD." }),
				changes: z.array(Change),
				revision: z.int().nullable().meta({ description: "Number of the new commit; null if there is none." }),
				servers: z.array(z.string()).meta({
					description: "Servers that now have an update available. They are not changed.",
				}),
				problem: z
					.object({ code: z.string(), text: z.string() })
					.nullable()
					.meta({ description: "Why it can't be swapped; only in a dry run." }),
			}),
		),
		imported: z
			.array(z.string())
			.meta({ description: "Imported templates that use another revision; they are read-only." }),
	})
	.meta({ id: "SwapReport", description: "The result of a swap." });
