import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import { componentPath } from "../components/component-path.ts";

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

/** The part of an address that names a commit. */
export function commitPath(kind: ComponentKind) {
	return componentPath(kind).extend({
		revision: z.string().meta({ description: "A number, `latest` or a channel.", example: "latest" }),
	});
}
