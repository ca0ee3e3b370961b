import { z } from "zod";
import { Change } from "../../schema.ts";
import {
	ComponentPatch,
	committedFields,
	componentFields,
	FormerName,
	Names,
	NewComponent,
	revisionFields,
} from "./schema.ts";

/** The shapes of requests and answers about a kind whose content is a document. */
export type ContentShapes = ReturnType<typeof contentShapes>;

/**
 * Shapes made of a kind's own content, the fields beside description and tags; `word` is what their names begin or end with. To be made
 * once, where the module is loaded: a shape's name is known to the whole process.
 */
export function contentShapes(of: {
	readonly kind: "template" | "script";
	readonly word: string;
	readonly content: z.ZodRawShape;
}) {
	const { kind, word, content } = of;
	const summary = z.object(componentFields).meta({ id: word });
	const commit = z.object({ [kind]: z.string(), ...revisionFields }).meta({ id: `${word}RevisionSummary` });
	return {
		summary,
		commit,
		creation: z.object(NewComponent).meta({ id: `New${word}` }),
		words: z.object(ComponentPatch).meta({ id: `${word}Words`, description: "Absent = stays." }),
		head: z
			.object({
				[kind]: summary,
				formerNames: z.array(FormerName),
				digest: z.string(),
				...content,
				changes: z
					.array(Change)
					.meta({ description: "What HEAD changes against the newest commit; empty = nothing to commit." }),
				names: Names,
			})
			.meta({ id: `${word}Head`, description: "What its HEAD says." }),
		revision: z
			.object({
				[kind]: z.string(),
				number: z.int().meta({ description: "0 is HEAD." }),
				digest: z.string(),
				description: z.string(),
				tags: z.array(z.string()),
				...content,
				commit: commit.nullable().meta({ description: "Null for HEAD." }),
			})
			.meta({ id: `${word}Revision`, description: "One revision with its content." }),
		edited: z
			.object({
				[kind]: summary,
				changes: z.array(Change).meta({ description: "What the request changed; empty = it was so already." }),
			})
			.meta({ id: `Edited${word}` }),
		committed: z.object({ revision: commit, ...committedFields }).meta({ id: `Committed${word}` }),
	};
}
