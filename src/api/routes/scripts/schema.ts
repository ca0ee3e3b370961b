import { z } from "zod";
import { ScriptInput } from "../../schema.ts";
import { contentShapes } from "../components/content-shapes.ts";

/** Content of a script in addition to description and tags. */
const scriptFields = {
	source: z.string().meta({ description: "The script. Its first line names the interpreter." }),
	inputs: z.array(ScriptInput),
};

export const scriptShapes = contentShapes({ kind: "script", word: "Script", content: scriptFields });
