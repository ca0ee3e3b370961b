import type { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { StoredComponent } from "../../../registry/stored.ts";

/** The verbs that every kind of component has. */
export const verbs = ["merge", "patch", "clone", "rename", "delete", "restore", "undo"] as const;
export type Verb = (typeof verbs)[number];

/** What the routes of a kind of component need. */
export interface KindRoutes<K extends ComponentKind = ComponentKind> {
	readonly kind: K;
	/** Path of the list: `/v1/mcis`. */
	readonly path: string;
	readonly tag: string;
	/** Operation ids: `mergeMci`. */
	readonly ids: Readonly<Record<Verb, string>>;
	/** The kind in a sentence: `a MultiCloud Image`. */
	readonly one: string;
	/** Schema of its summary. */
	readonly summary: z.ZodType;
	/** Schema of the answer to an edit of HEAD: the summary under the kind's name, and `changes`. */
	readonly edited: z.ZodObject;
	present(component: StoredComponent, account: string): object;
}
