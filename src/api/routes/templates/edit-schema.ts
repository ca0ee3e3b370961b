import { z } from "zod";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, Pin } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { Names } from "../components/schema.ts";

const Ref = z.string().max(400).meta({
	description:
		"`name` for the newest commit (HEAD while there is none), `name@N`, `name@head`, or `name@channel` for what that channel points to now.",
	example: "web-base@4",
});
const Position = z.int().min(1).meta({ description: "Place in the sequence, counted from 1." });

export const TemplateMciPath = componentPath("template").extend({
	mci: z.string().meta({ description: "Name of an MCI on the template.", example: "web-base" }),
});

export const SequencePath = componentPath("template").extend({
	sequence: z.enum(scriptSequences).meta({
		description: "boot: when a server starts · operational: when somebody asks · decommission: before a server ends",
	}),
});

export const TemplateScriptPath = SequencePath.extend({
	script: z.string().meta({ description: "Name of a script in the sequence.", example: "install-php" }),
});

export const PartsQuery = z.object({
	revision: z.string().default("head").meta({ description: "A number, `latest`, `head` or a channel." }),
});

const ListedMci = z.object({
	ref: Ref,
	default: z
		.boolean()
		.optional()
		.meta({ description: "Of none = the one that is the default now, if it is in the list, or the only one." }),
});

export const NewTemplateMci = z
	.object({
		ref: Ref,
		default: z
			.boolean()
			.default(false)
			.meta({ description: "Make it the default. The first of a template is it anyway." }),
	})
	.meta({ id: "NewTemplateMci" });

export const TemplateMciList = z
	.object({ mcis: z.array(ListedMci).max(200) })
	.meta({ id: "TemplateMciList", description: "All the MCIs of a template, in order." });

export const TemplateMciSwap = z
	.object({ ref: Ref })
	.meta({ id: "TemplateMciSwap", description: "What stands in the place of the MCI from now on." });

export const TemplateDefault = z
	.object({ mci: z.string().max(400).meta({ description: "Name of an MCI on the template.", example: "web-base" }) })
	.meta({ id: "TemplateDefault" });

export const NewTemplateScript = z
	.object({ ref: Ref, position: Position.optional() })
	.meta({ id: "NewTemplateScript", description: "Without a position, at the end." });

export const TemplateScriptList = z
	.object({ scripts: z.array(Ref).max(200) })
	.meta({ id: "TemplateScriptList", description: "All the scripts of a sequence, in the order in which they run." });

export const TemplateScriptSwap = z.object({ ref: Ref, position: Position.optional() }).meta({
	id: "TemplateScriptSwap",
	description:
		"What stands in the place of the script from now on: at a position, else wherever it stands in the sequence.",
});

export const TemplateScriptMove = z
	.object({
		to: Position,
		from: Position.optional().meta({ description: "Which one, where the script stands in the sequence twice." }),
	})
	.meta({ id: "TemplateScriptMove" });

export const ScriptPosition = z.object({
	position: z.coerce
		.number()
		.int()
		.min(1)
		.optional()
		.meta({ description: "Which place, counted from 1; absent = every place of the script." }),
});

export const TemplateInputs = z.object({ inputs: z.record(z.string(), z.string()) }).meta({
	id: "TemplateInputs",
	description: "All the values that the template gives to inputs.",
	examples: [{ inputs: { PORT: "443" } }],
});

export const TemplateInputChanges = z.object({ inputs: z.record(z.string(), z.string().nullable()) }).meta({
	id: "TemplateInputChanges",
	description: "Values by name; null takes away what the template says.",
	examples: [{ inputs: { PORT: "443", HOST: null } }],
});

export const TemplateContentInput = z
	.object({
		description: z.string().default(""),
		tags: z.array(z.string()).default([]),
		mcis: z.array(ListedMci).max(200).default([]),
		scripts: z
			.object({
				boot: z.array(Ref).default([]),
				operational: z.array(Ref).default([]),
				decommission: z.array(Ref).default([]),
			})
			.default({ boot: [], operational: [], decommission: [] }),
		inputs: z.record(z.string(), z.string()).default({}),
	})
	.meta({ id: "TemplateContent", description: "All that HEAD shall say." });

const PinnedRevision = Pin.extend({
	name: z.string().nullable().meta({ description: "Present name of the MCI or script." }),
	latest: z.int().meta({ description: "Number of its newest commit; 0 = none." }),
}).meta({ id: "PinnedRevision", description: "A revision that a template uses." });

const PinnedMci = PinnedRevision.extend({
	isDefault: z.boolean(),
	clouds: z.array(z.string()).meta({ description: "Clouds that this revision maps." }),
}).meta({ id: "PinnedMci", description: "An MCI of a template." });

const TemplateInput = z
	.object({
		name: z.string().meta({ example: "PORT" }),
		value: z.string().nullable().meta({ description: "What a server gets that says nothing of it; null = nothing." }),
		source: z
			.union([z.object({ kind: z.literal("template") }), z.object({ kind: z.literal("script"), name: z.string() })])
			.nullable()
			.meta({
				description: "Who says the value: the template, or the first script that has a default; null = nobody.",
			}),
		required: z.boolean().meta({ description: "A server can't be made until somebody gives a value." }),
		description: z.string(),
		declaredBy: z
			.array(z.string())
			.meta({ description: "Scripts that read it, in the order in which they run; empty = none." }),
	})
	.meta({ id: "InputWithSource", description: "An input of a template with the value that a server gets." });

const partFields = {
	mcis: z.array(PinnedMci).meta({ description: "In the author's order." }),
	scripts: z
		.object({
			boot: z.array(PinnedRevision),
			operational: z.array(PinnedRevision),
			decommission: z.array(PinnedRevision),
		})
		.meta({ description: "Per sequence, in the order in which they run." }),
	inputs: z.array(TemplateInput).meta({ description: "By name." }),
};

export const TemplateParts = z
	.object({
		name: z.string(),
		number: z.int().meta({ description: "0 is HEAD." }),
		description: z.string(),
		tags: z.array(z.string()),
		...partFields,
	})
	.meta({
		id: "TemplateParts",
		description: "What a revision of a ServerTemplate is made of, with what its parts are called and how new they are.",
	});

export const EditedTemplateParts = z
	.object({
		name: z.string(),
		headVersion: z.int().meta({ description: "Of HEAD after the request; 0 = it was only tried, and is not there." }),
		description: z.string(),
		tags: z.array(z.string()),
		...partFields,
		changes: z.array(Change).meta({ description: "What the request changed; empty = it was so already." }),
		names: Names,
	})
	.meta({ id: "EditedTemplateParts", description: "HEAD of a ServerTemplate after an edit." });
