import { z } from "zod";
import { Pin } from "../../schema.ts";
import { contentShapes } from "../components/content-shapes.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";

export const NamedPin = Pin.extend({
	name: z.string().nullable().meta({ description: "Current name of the MCI or script." }),
	status: RevisionStatus.nullable().meta({ description: "Null if the account does not have the MCI or script." }),
}).meta({ id: "NamedPin", description: "A pinned revision with the name of its component." });

/** Content of a ServerTemplate in addition to description and tags. */
const templateFields = {
	mcis: z.array(NamedPin).meta({ description: "In the author's order; one revision per MCI." }),
	defaultMci: z.string().nullable().meta({
		description: "Lineage of the default MCI; null if there are no MCIs.",
		example: "01992f0a-5c1e-7a44-9d0b-6f1f8a6f2b11",
	}),
	scripts: z
		.object({ boot: z.array(NamedPin), operational: z.array(NamedPin), decommission: z.array(NamedPin) })
		.meta({ description: "By sequence, in execution order." }),
	inputs: z.record(z.string(), z.string()).meta({ description: "Input values, by name." }),
};

export const templateShapes = contentShapes({ kind: "template", word: "Template", content: templateFields });
