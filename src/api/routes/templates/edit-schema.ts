import { z } from "zod";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, Pin } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { Names } from "../components/schema.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";

const Ref = z
	.string()
	.max(400)
	.meta({
		description:
			"`name` for the newest commit (HEAD if there is none), `name@N`, `name@head`, or `name@channel` for the " +
			"revision that " +
			"the channel points to now.",
		example: "almalinux-os-9-x86_64@3",
	});
const Position = z.int().min(1).meta({ description: "Position in the sequence, starting at 1." });

export const TemplateMciPath = componentPath("template").extend({
	mci: z.string().meta({ description: "Name of an MCI in the template.", example: "almalinux-os-9-x86_64" }),
});

export const SequencePath = componentPath("template").extend({
	sequence: z.enum(scriptSequences).meta({
		description: "boot: when a server starts · operational: on demand · decommission: before a server is deleted",
	}),
});

export const TemplateScriptPath = SequencePath.extend({
	script: z.string().meta({ description: "Name of a script in the sequence.", example: "install-nginx" }),
});

export const PartsQuery = z.object({
	revision: z.string().default("head").meta({ description: "A number, `latest`, `head` or a channel." }),
});

const ListedMci = z.object({
	ref: Ref,
	default: z.boolean().optional().meta({
		description: "If none is marked, the current default stays if it is in the list; a single MCI becomes the default.",
	}),
});

export const NewTemplateMci = z
	.object({
		ref: Ref,
		default: z
			.boolean()
			.default(false)
			.meta({ description: "Make it the default. The first MCI of a template always is." }),
	})
	.meta({ id: "NewTemplateMci" });

export const TemplateMciList = z
	.object({ mcis: z.array(ListedMci).max(200) })
	.meta({ id: "TemplateMciList", description: "All MCIs of a template, in order." });

export const TemplateMciSwap = z
	.object({ ref: Ref })
	.meta({ id: "TemplateMciSwap", description: "The revision that replaces the MCI." });

export const TemplateDefault = z
	.object({
		mci: z.string().max(400).meta({ description: "Name of an MCI in the template.", example: "almalinux-os-9-x86_64" }),
	})
	.meta({ id: "TemplateDefault" });

export const NewTemplateScript = z
	.object({ ref: Ref, position: Position.optional() })
	.meta({ id: "NewTemplateScript", description: "Without a position, the script is added at the end." });

export const TemplateScriptList = z
	.object({
		scripts: z
			.array(Ref)
			.max(200)
			.meta({ example: ["install-nginx@3"] }),
	})
	.meta({ id: "TemplateScriptList", description: "All scripts of a sequence, in execution order." });

export const TemplateScriptSwap = z.object({ ref: Ref, position: Position.optional() }).meta({
	id: "TemplateScriptSwap",
	description: "The revision that replaces the script: at one position, or everywhere in the sequence.",
});

export const TemplateScriptMove = z
	.object({
		to: Position,
		from: Position.optional().meta({
			description: "Current position; required if the sequence contains the script twice.",
		}),
	})
	.meta({ id: "TemplateScriptMove" });

export const ScriptPosition = z.object({
	position: z.coerce
		.number()
		.int()
		.min(1)
		.optional()
		.meta({ description: "Position, starting at 1; every position of the script by default." }),
});

export const TemplateInputs = z.object({ inputs: z.record(z.string(), z.string()) }).meta({
	id: "TemplateInputs",
	description: "All input values of the template.",
	examples: [{ inputs: { PORT: "443" } }],
});

export const TemplateInputChanges = z.object({ inputs: z.record(z.string(), z.string().nullable()) }).meta({
	id: "TemplateInputChanges",
	description: "Values by name; null removes the template's value.",
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
	.meta({
		id: "TemplateContent",
		description: "The complete content of HEAD.",
		example: {
			description: "Web servers of the shop",
			mcis: [{ ref: "almalinux-os-9-x86_64@3", default: true }],
			scripts: { boot: ["install-nginx@3"] },
			inputs: { PORT: "443" },
		},
	});

const PinnedRevision = Pin.extend({
	name: z.string().nullable().meta({ description: "Current name of the MCI or script." }),
	latest: z.int().meta({ description: "Number of its newest commit; 0 if there is none." }),
	status: RevisionStatus.nullable().meta({ description: "Null if the account does not have the MCI or script." }),
}).meta({ id: "PinnedRevision", description: "A revision that a template pins." });

const PinnedMci = PinnedRevision.extend({
	isDefault: z.boolean(),
	clouds: z.array(z.string()).meta({ description: "Clouds this revision has a setting for." }),
}).meta({ id: "PinnedMci", description: "An MCI of a template." });

const TemplateInput = z
	.object({
		name: z.string().meta({ example: "PORT" }),
		value: z
			.string()
			.nullable()
			.meta({ description: "Value that a server inherits; null if there is none.", example: "443" }),
		source: z
			.union([z.object({ kind: z.literal("template") }), z.object({ kind: z.literal("script"), name: z.string() })])
			.nullable()
			.meta({
				description:
					"Where the value comes from: the template, or the first script with a default. Null if there is none.",
				example: { kind: "template" },
			}),
		required: z.boolean().meta({ description: "A server can't be created without a value." }),
		description: z.string(),
		declaredBy: z.array(z.string()).meta({ description: "Scripts that read it, in execution order." }),
	})
	.meta({ id: "InputWithSource", description: "An input of a template with its value." });

const partFields = {
	mcis: z.array(PinnedMci).meta({ description: "In the author's order." }),
	scripts: z
		.object({
			boot: z.array(PinnedRevision),
			operational: z.array(PinnedRevision),
			decommission: z.array(PinnedRevision),
		})
		.meta({ description: "By sequence, in execution order." }),
	inputs: z.array(TemplateInput).meta({ description: "Sorted by name." }),
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
		description: "A revision of a ServerTemplate with the names and newest commits of its parts.",
	});

export const EditedTemplateParts = z
	.object({
		name: z.string(),
		headVersion: z.int().meta({ description: "Version of HEAD after the request; 0 in a dry run of a new component." }),
		description: z.string(),
		tags: z.array(z.string()),
		...partFields,
		changes: z.array(Change).meta({ description: "The changes made; empty if nothing had to change." }),
		names: Names,
	})
	.meta({ id: "EditedTemplateParts", description: "The HEAD of a ServerTemplate after an edit." });
