import type { $ZodType, $ZodTypes } from "zod/v4/core";
import { nearestText } from "../base/nearest-text.ts";
import { fault } from "../core/errors.ts";
import type { App } from "./app.ts";

/** The objects and lists that a schema allows at one place of a body. Other values are not checked here. */
interface Place {
	/** True if any value is allowed. */
	isOpen: boolean;
	/** Fields of an object, by name. */
	fields: ReadonlyMap<string, Place> | null;
	/** Values of an object's other fields. */
	others: Place | null;
	/** Items of a list. */
	items: Place | null;
}

const mostNamed = 20;

/**
 * Refuses unknown fields anywhere in a body, with `input-invalid`. If they were dropped silently, a misspelled field
 * would be lost, and nobody could tell whether `accountId` or `roles` has an effect. Checked here for all operations,
 * so that schemas stay as documented.
 */
export function addFieldCheck(app: App): void {
	const places = new WeakMap<object, Place>();
	app.addHook("preValidation", (request, _reply, done) => {
		const schema = request.routeOptions.schema?.body;
		if (!isZod(schema) || typeof request.body !== "object" || request.body === null) {
			done();
			return;
		}
		const unknown = unknownFields(request.body, placeOf(schema, places));
		done(unknown.length === 0 ? undefined : refusal(unknown));
	});
}

function refusal(issues: readonly { readonly place: string; readonly problem: string }[]): Error {
	const [first] = issues;
	return fault("input-invalid", { problem: `${first?.place} ${first?.problem}`, issues });
}

/** Unknown fields of a body, each with a suggestion. Not recursive: a body can be nested deeper than the stack. */
function unknownFields(body: object, root: Place): { readonly place: string; readonly problem: string }[] {
	const found: { place: string; problem: string }[] = [];
	const rest: { readonly value: object; readonly place: Place; readonly path: string }[] = [
		{ value: body, place: root, path: "body" },
	];
	for (let one = rest.pop(); one !== undefined && found.length < mostNamed; one = rest.pop()) {
		const { value, place, path } = one;
		if (place.isOpen) continue;
		for (const [key, inner] of Object.entries(value)) {
			const known = Array.isArray(value) ? place.items : (place.fields?.get(key) ?? place.others);
			if (known) {
				if (typeof inner === "object" && inner !== null)
					rest.push({ value: inner, place: known, path: `${path}/${key}` });
				continue;
			}
			// An unexpected list or object: validation has a better message for it.
			if (place.fields === null || Array.isArray(value)) break;
			found.push({ place: `${path}/${key.slice(0, 100)}`, problem: problemOf(key, place.fields) });
			if (found.length === mostNamed) break;
		}
	}
	return found;
}

function problemOf(key: string, fields: ReadonlyMap<string, Place>): string {
	const names = [...fields.keys()];
	const nearest = nearestText(key.slice(0, 100), names, 1)[0];
	if (nearest !== undefined) return `is not a field of this request; did you mean ${nearest}?`;
	const listed = names.slice(0, 12).join(", ");
	return `is not a field of this request; the fields are ${listed}${names.length > 12 ? " …" : ""}`;
}

function isZod(schema: unknown): schema is $ZodType {
	return typeof schema === "object" && schema !== null && "_zod" in schema;
}

const nothing: Place = { isOpen: false, fields: null, others: null, items: null };
const anything: Place = { ...nothing, isOpen: true };

/** The fields a schema allows, computed once. Alternatives are merged: validation decides which one applies. */
function placeOf(schema: $ZodType, known: WeakMap<object, Place>): Place {
	const before = known.get(schema);
	if (before) return before;
	// Registered before it is read, because a schema can contain itself.
	const place = { ...anything };
	known.set(schema, place);
	return Object.assign(
		place,
		readPlace(schema as $ZodTypes, (inner) => placeOf(inner, known)),
	);
}

/** Types without fields and items. */
const simpleTypes: ReadonlySet<string> = new Set(["string", "number", "boolean", "null", "enum", "literal"]);

function readPlace(schema: $ZodTypes, read: (inner: $ZodType) => Place): Place {
	const { def } = schema._zod;
	switch (def.type) {
		case "object": {
			const fields = new Map(Object.entries(def.shape).map(([name, inner]) => [name, read(inner)]));
			const { catchall } = def;
			return { ...nothing, fields, others: catchall === undefined || isNever(catchall) ? null : read(catchall) };
		}
		case "array":
			return { ...nothing, items: read(def.element) };
		case "record":
			return { ...nothing, others: read(def.valueType) };
		case "union":
			return def.options.map(read).reduce(together);
		case "pipe":
			return read(def.in);
		case "lazy":
			return read(def.getter());
		default:
			if ("innerType" in def) return read(def.innerType);
			return simpleTypes.has(def.type) ? nothing : anything;
	}
}

function isNever(schema: $ZodType): boolean {
	return schema._zod.def.type === "never";
}

/** The fields that either of two schemas allows. */
function together(a: Place, b: Place): Place {
	return {
		isOpen: a.isOpen || b.isOpen,
		fields:
			a.fields && b.fields
				? new Map([...a.fields, ...[...b.fields].map(([name, place]) => mergedField(a.fields, name, place))])
				: (a.fields ?? b.fields),
		others: bothOf(a.others, b.others),
		items: bothOf(a.items, b.items),
	};
}

function mergedField(fields: Place["fields"], name: string, place: Place): [string, Place] {
	const other = fields?.get(name);
	return [name, other ? together(other, place) : place];
}

function bothOf(a: Place | null, b: Place | null): Place | null {
	return a && b ? together(a, b) : (a ?? b);
}
