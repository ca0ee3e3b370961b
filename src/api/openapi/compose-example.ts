import { z } from "zod";
import type { ComponentKind } from "../../core/component/index.ts";
import { samplesOf } from "./sample-values.ts";

/** A request's side of a schema, or an answer's: they differ where a field has a default or is transformed. */
export type Side = "input" | "output";

/** What an example is about. */
export interface Topic {
	readonly side: Side;
	/** The component that unnamed fields such as `name` and `lineage` describe. */
	readonly kind: ComponentKind;
}

/**
 * Composes an example from the examples of a schema's fields. A field's own `example` comes first, then the value
 * that `sample-values.ts` has for its name. Optional fields of a request are left out unless they have an example of
 * their own. Throws where a required text has neither, so that no operation is documented with a made-up value.
 */
export function composeExample(schema: z.ZodType, topic: Topic, path: readonly string[] = []): unknown {
	const own = writtenExample(schema);
	if (own !== undefined) return own;
	if (schema instanceof z.ZodObject) return objectExample(schema, topic, path);
	const sample = samplesOf(topic.kind, path).find((value) => schema.safeParse(value).success);
	if (sample !== undefined) return sample;
	if (schema instanceof z.ZodArray) return [composeExample(schema.element as z.ZodType, topic, path)];
	if (schema instanceof z.ZodNullable) {
		const inner = schema.unwrap() as z.ZodType;
		return inner instanceof z.ZodObject ? composeExample(inner, topic, path) : null;
	}
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
		return composeExample(schema.unwrap() as z.ZodType, topic, path);
	if (schema instanceof z.ZodPipe) return composeExample(schema.def.in as z.ZodType, topic, path);
	if (schema instanceof z.ZodUnion) return composeExample(schema.options[0] as z.ZodType, topic, path);
	return simpleExample(schema, path);
}

function simpleExample(schema: z.ZodType, path: readonly string[]): unknown {
	if (schema instanceof z.ZodEnum) return schema.options[0];
	if (schema instanceof z.ZodLiteral) return [...schema.values][0];
	if (schema instanceof z.ZodRecord) return {};
	if (schema.def.type === "boolean") return false;
	if (schema.def.type === "number") return 1;
	throw new Error(`${path.join("/")} has no example: write one at the field, or for its name in sample-values.ts`);
}

function objectExample(schema: z.ZodObject, topic: Topic, path: readonly string[]): unknown {
	const { kind } = schema.shape;
	const isOfKind =
		kind instanceof z.ZodType && writtenExample(kind) === undefined && kind.safeParse(topic.kind).success;
	const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
		.filter(([, field]) => !(isOptional(field, topic.side) && writtenExample(field) === undefined))
		.map(([name, field]) => {
			const about = { ...topic, kind: kindByField[name] ?? topic.kind };
			const value = name === "kind" && isOfKind ? topic.kind : composeExample(field, about, [...path, name]);
			return [name, value] as const;
		});
	return Object.fromEntries(fields);
}

/** The kind of the component in a field of this name, where the name tells. */
const kindByField: Readonly<Record<string, ComponentKind>> = {
	mci: "mci",
	mcis: "mci",
	images: "mci",
	settings: "mci",
	pinned: "mci",
	lines: "mci",
	template: "template",
	templates: "template",
	templateHeads: "template",
	script: "script",
	scripts: "script",
};

function isOptional(schema: z.ZodType, side: Side): boolean {
	return schema instanceof z.ZodOptional || (side === "input" && schema instanceof z.ZodDefault);
}

/** The example that was written for a schema; for an optional one, also that of the schema it wraps. */
function writtenExample(schema: z.ZodType): unknown {
	const own = ownExample(schema);
	if (own !== undefined) return own;
	return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
		? writtenExample(schema.unwrap() as z.ZodType)
		: undefined;
}

function ownExample(schema: z.ZodType): unknown {
	const meta = z.globalRegistry.get(schema);
	return meta?.example ?? (Array.isArray(meta?.examples) ? meta.examples[0] : undefined);
}
