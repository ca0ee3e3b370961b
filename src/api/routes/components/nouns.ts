import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import { componentPath } from "./component-path.ts";

/** A kind of component in the API. */
export interface Noun {
	readonly kind: ComponentKind;
	/** Path of its list. */
	readonly path: string;
	/** Its part in operation ids: `list` + `Mci` + `Channels`. */
	readonly ids: string;
}

/** Every kind of component in the API. */
export const nouns: readonly Noun[] = [
	{ kind: "mci", path: "/v1/mcis", ids: "Mci" },
	{ kind: "template", path: "/v1/templates", ids: "Template" },
	{ kind: "script", path: "/v1/scripts", ids: "Script" },
];

/** Path parameters of a commit. */
export function commitPath(kind: ComponentKind) {
	return componentPath(kind).extend({
		revision: z.string().meta({ description: "A number, `latest` or a channel.", example: "latest" }),
	});
}
