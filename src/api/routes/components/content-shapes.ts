import { z } from "zod";
import { Change } from "../../schema.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";
import {
	ComponentPatch,
	committedFields,
	componentFields,
	FormerName,
	Names,
	NewComponent,
	revisionFields,
} from "./schema.ts";

/** The request and answer schemas of a kind whose content is a document. */
export type ContentShapes = ReturnType<typeof contentShapes>;

/**
 * Schemas for a kind's own content, the fields in addition to description and tags; `word` is part of their names.
 * Call it once per kind, when the module is loaded: schema names are global to the process.
 */
export function contentShapes(of: {
	readonly kind: "template" | "script";
	readonly word: string;
	readonly content: z.ZodRawShape;
}) {
	const { kind, word, content } = of;
	const summary = z.object(componentFields).meta({ id: word });
	const listed = summary
		.extend({ status: RevisionStatus.meta({ description: "Status of the newest commit." }) })
		.meta({ id: `Listed${word}` });
	const commit = z.object({ [kind]: z.string(), ...revisionFields }).meta({ id: `${word}RevisionSummary` });
	return {
		summary,
		listed,
		commit,
		listedCommit: commit.extend({ status: RevisionStatus }).meta({ id: `Listed${word}Revision` }),
		creation: z.object(NewComponent).meta({ id: `New${word}` }),
		words: z
			.object(ComponentPatch)
			.meta({ id: `${word}Words`, description: "Omit a field to keep its current value." }),
		head: z
			.object({
				[kind]: listed,
				formerNames: z.array(FormerName),
				digest: z.string(),
				...content,
				changes: z
					.array(Change)
					.meta({ description: "Changes since the newest commit; empty if there is nothing to commit." }),
				names: Names,
			})
			.meta({ id: `${word}Head`, description: "A component with the content of its HEAD." }),
		revision: z
			.object({
				[kind]: z.string(),
				number: z.int().meta({ description: "0 is HEAD." }),
				digest: z.string(),
				description: z.string(),
				tags: z.array(z.string()),
				...content,
				status: RevisionStatus,
				commit: commit.nullable().meta({ description: "Null for HEAD." }),
			})
			.meta({ id: `${word}Revision`, description: "A revision with its content." }),
		edited: z
			.object({
				[kind]: summary,
				changes: z.array(Change).meta({ description: "The changes made; empty if nothing had to change." }),
			})
			.meta({ id: `Edited${word}` }),
		committed: z.object({ revision: commit, ...committedFields }).meta({ id: `Committed${word}` }),
	};
}
