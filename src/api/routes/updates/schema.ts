import { z } from "zod";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, NamedRevision } from "../../schema.ts";
import { Kind } from "../governance/schema.ts";

export const Update = z
	.object({
		kind: z
			.enum(["origin", "pin"])
			.meta({ description: "origin: what it was cloned from is newer. pin: what a template pins is." }),
		component: z.object({ kind: Kind, name: z.string() }).meta({ description: "What could be updated." }),
		part: z
			.enum(["mci", ...scriptSequences])
			.nullable()
			.meta({ description: "Where in a template; null for an origin." }),
		from: NamedRevision,
		to: NamedRevision.meta({ description: "The newest that may be used." }),
		changes: z.array(Change),
		command: z
			.string()
			.meta({ description: "The command line that takes it.", example: "mci merge web --from web-base@4" }),
	})
	.meta({ id: "Update", description: "Something newer that a component could take." });

export const WantedUpdates = z
	.object({
		mcis: z
			.array(z.string().max(400))
			.max(200)
			.optional()
			.meta({ description: "Names of MCIs; with no names at all, everything is taken." }),
		scripts: z.array(z.string().max(400)).max(600).optional(),
	})
	.meta({ id: "WantedUpdates" });

export const TakenUpdates = z
	.object({ name: z.string(), headVersion: z.int(), changes: z.array(Change), updates: z.array(Update) })
	.meta({ id: "TakenUpdates" });
