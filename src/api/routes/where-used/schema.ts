import { z } from "zod";
import { scriptSequences } from "../../../core/template/index.ts";
import { Kind } from "../components/kind.ts";
import { Usage } from "../images/schema.ts";
import { PublicationUsage, ServerUsage } from "./usage.ts";

const ref = z.string().min(1).max(400).optional();

export const WhereUsedQuery = z
	.object({
		image: z.string().min(1).max(2048).optional().meta({ description: "Image id in its cloud." }),
		mci: ref.meta({
			description: "Reference to an MCI; any revision if it has no @.",
			example: "almalinux-os-9-x86_64",
		}),
		template: ref,
		script: ref,
	})
	.refine(
		(query) => Object.values(query).filter((value) => value !== undefined).length === 1,
		"takes exactly one of image, mci, template and script",
	);

const stretch = z
	.object({ first: z.int(), last: z.int() })
	.nullable()
	.meta({ description: "First and last commit; null if only HEAD." });

export const TemplateUsage = z
	.object({
		template: z.string(),
		pinned: z.object({ kind: Kind, name: z.string(), number: z.int().meta({ description: "0 is HEAD." }) }),
		part: z.enum(["mci", ...scriptSequences]),
		revisions: stretch,
		head: z.boolean(),
		latest: z.boolean().meta({ description: "True if the newest commit pins it." }),
	})
	.meta({ id: "TemplateUsage", description: "A range of a template's revisions that pins something." });

export const ChannelUsage = z
	.object({ kind: Kind, name: z.string(), channel: z.string(), number: z.int(), restricted: z.boolean() })
	.meta({ id: "ChannelUsage" });

export const WhereUsed = z
	.object({
		mcis: z.array(Usage).meta({ description: "For an image: the MCI revisions that use it." }),
		templates: z.array(TemplateUsage),
		channels: z.array(ChannelUsage),
		servers: z.array(ServerUsage),
		publications: z.array(PublicationUsage),
	})
	.meta({ id: "WhereUsed", description: "Everything that uses an image or a component, across all revisions." });
