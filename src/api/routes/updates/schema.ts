import { z } from "zod";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, NamedRevision } from "../../schema.ts";
import { Kind } from "../components/kind.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";

export const Update = z
	.object({
		kind: z
			.enum(["origin", "pin"])
			.meta({ description: "origin: the component it was cloned from is newer · pin: a pinned component is newer." }),
		component: z.object({ kind: Kind, name: z.string() }).meta({ description: "The component to update." }),
		part: z
			.enum(["mci", ...scriptSequences])
			.nullable()
			.meta({ description: "Part of the template; null for an origin.", examples: [null] }),
		from: NamedRevision.extend({ status: RevisionStatus }).meta({ description: "The revision in use." }),
		to: NamedRevision.meta({ description: "The newest usable revision." }),
		changes: z.array(Change),
		command: z.string().meta({
			description: "The command that applies the update.",
			example: "mci merge shop-base --from almalinux-os-9-x86_64@3",
		}),
	})
	.meta({ id: "Update", description: "An available update of a component." });

export const WantedUpdates = z
	.object({
		mcis: z
			.array(z.string().max(400))
			.max(200)
			.optional()
			.meta({
				description: "Names of MCIs. Without any names, all updates are applied.",
				example: ["almalinux-os-9-x86_64"],
			}),
		scripts: z.array(z.string().max(400)).max(600).optional(),
	})
	.meta({ id: "WantedUpdates" });

export const TakenUpdates = z
	.object({ name: z.string(), headVersion: z.int(), changes: z.array(Change), updates: z.array(Update) })
	.meta({ id: "TakenUpdates" });
