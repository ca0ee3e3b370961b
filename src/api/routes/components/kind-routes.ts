import type { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { StoredComponent } from "../../../registry/stored.ts";

/** The verbs that every kind of component has. */
export const verbs = ["merge", "patch", "clone", "rename", "delete", "restore", "undo"] as const;
export type Verb = (typeof verbs)[number];

/** What the routes of one kind of component are made of. */
export interface KindRoutes<K extends ComponentKind = ComponentKind> {
	readonly kind: K;
	/** Address of the list: `/v1/mcis`. */
	readonly path: string;
	readonly tag: string;
	/** The operations' names: `mergeMci`. */
	readonly ids: Readonly<Record<Verb, string>>;
	/** One of them in a sentence: `a MultiCloud Image`. */
	readonly one: string;
	/** Shape of its summary. */
	readonly summary: z.ZodType;
	/** Shape of the answer to an edit of HEAD: the summary under the kind's name, and `changes`. */
	readonly edited: z.ZodObject;
	present(component: StoredComponent, account: string): object;
}
