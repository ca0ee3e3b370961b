import { z } from "zod";
import { Pin } from "../../schema.ts";
import { contentShapes } from "../components/content-shapes.ts";

export const NamedPin = Pin.extend({
	name: z.string().nullable().meta({ description: "Present name of the MCI or script." }),
}).meta({ id: "NamedPin", description: "A pinned revision, with the name of what it is a revision of." });

/** What a revision of a ServerTemplate says beside its words. */
const templateFields = {
	mcis: z.array(NamedPin).meta({ description: "In the author's order; one revision of each MCI." }),
	defaultMci: z
		.string()
		.nullable()
		.meta({ description: "Lineage of the default among them; null exactly when there is none." }),
	scripts: z
		.object({ boot: z.array(NamedPin), operational: z.array(NamedPin), decommission: z.array(NamedPin) })
		.meta({ description: "Per sequence, in the order in which they run." }),
	inputs: z.record(z.string(), z.string()).meta({ description: "Values of the scripts' inputs, by name." }),
};

export const templateShapes = contentShapes({ kind: "template", word: "Template", content: templateFields });
