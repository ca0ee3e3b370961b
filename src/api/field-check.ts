import type { $ZodType, $ZodTypes } from "zod/v4/core";
import { nearestText } from "../base/nearest-text.ts";
import { fault } from "../core/errors.ts";
import type { App } from "./app.ts";

/** What a schema says of the objects and lists at one place of a body. Where it says nothing, nothing is checked here. */
interface Place {
	/** Anything may stand there. */
	isOpen: boolean;
	/** Of an object: its fields by name. */
	fields: ReadonlyMap<string, Place> | null;
	/** Of an object: what stands under all other names. */
	others: Place | null;
	/** Of a list: what stands in it. */
	items: Place | null;
}

const mostNamed = 20;

/**
 * Refuses fields that an operation does not know, `input-invalid`, wherever in a body they stand. Dropped silently, a misspelt one would
 * lose what somebody wanted; and nobody should have to find out whether `accountId` or `roles` is taken. One place for all operations: the
 * schemas stay as they are told.
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

/** Fields of a body that no schema has, each with what it may have meant. Without recursion: a body may be nested deeper than the stack. */
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
			// A list or an object where neither is expected: the validation has better words for it.
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
	return `is not a field of this request; there ${names.length === 1 ? "is" : "are"} ${names.slice(0, 12).join(", ")}${names.length > 12 ? " …" : ""}`;
}

function isZod(schema: unknown): schema is $ZodType {
	return typeof schema === "object" && schema !== null && "_zod" in schema;
}

const nothing: Place = { isOpen: false, fields: null, others: null, items: null };
const anything: Place = { ...nothing, isOpen: true };

/** What a schema takes, read once. Alternatives are taken together: which of them was meant is the validation's question. */
function placeOf(schema: $ZodType, known: WeakMap<object, Place>): Place {
	const before = known.get(schema);
	if (before) return before;
	// Known, and open, before it is read: a schema may hold itself.
	const place = { ...anything };
	known.set(schema, place);
	return Object.assign(
		place,
		readPlace(schema as $ZodTypes, (inner) => placeOf(inner, known)),
	);
}

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
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "readonly":
		case "nonoptional":
		case "catch":
			return read(def.innerType);
		case "pipe":
			return read(def.in);
		case "lazy":
			return read(def.getter());
		case "string":
		case "number":
		case "boolean":
		case "null":
		case "enum":
		case "literal":
			return nothing;
		default:
			return anything;
	}
}

function isNever(schema: $ZodType): boolean {
	return schema._zod.def.type === "never";
}

/** What either takes. */
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
