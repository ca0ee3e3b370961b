import { z } from "zod";
import { ScriptInput } from "../../schema.ts";
import { contentShapes } from "../components/content-shapes.ts";

/** What a revision of a script says beside its words. */
const scriptFields = {
	source: z
		.string()
		.meta({ description: "The program, as text; its first line tells what runs it.", example: "#!/bin/sh\n" }),
	inputs: z.array(ScriptInput),
};

export const scriptShapes = contentShapes({ kind: "script", word: "Script", content: scriptFields });
