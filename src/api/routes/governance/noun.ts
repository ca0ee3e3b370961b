import { z } from "zod";
import type { ComponentKind } from "../../../core/index.ts";

/** One kind of component as the API has it: where its addresses begin, and how its operations are called. */
export interface Noun {
	readonly kind: ComponentKind;
	readonly path: string;
	/** The part of an operation's id: `list` + `Mci` + `Channels`. */
	readonly ids: string;
}

/** What the routes of every noun speak of. */
export const nouns: readonly Noun[] = [
	{ kind: "mci", path: "/v1/mcis", ids: "Mci" },
	{ kind: "template", path: "/v1/templates", ids: "Template" },
	{ kind: "script", path: "/v1/scripts", ids: "Script" },
];

export const ComponentPath = z.object({ name: z.string().meta({ description: "Its name.", example: "web-base" }) });

export const CommitPath = ComponentPath.extend({
	revision: z.string().meta({ description: "A number, `latest` or a channel.", example: "3" }),
});
