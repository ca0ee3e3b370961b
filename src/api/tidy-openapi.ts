import { STATUS_CODES } from "node:http";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * Makes the generated description say what the server does: errors are problem+json, plain text is text, answers have their
 * status's name, and each shape stands once (the generator makes an input and an output copy of every schema).
 */
export function tidyOpenApi(document: unknown): JsonObject {
	const spec = structuredClone(document) as JsonObject;
	for (const path of Object.values(objectOf(spec.paths))) {
		for (const operation of Object.values(objectOf(path))) tidyResponses(objectOf(objectOf(operation).responses));
	}
	const components = objectOf(spec.components);
	components.schemas = usedSchemas(spec, objectOf(components.schemas));
	return spec;
}

function tidyResponses(responses: JsonObject): void {
	for (const [status, value] of Object.entries(responses)) {
		const response = objectOf(value);
		response.description = STATUS_CODES[status] ?? "Answer";
		const content = objectOf(response.content);
		if (content["text/plain"])
			content["text/plain"] = { schema: { type: "string", description: "The image id and a line end." } };
		if (Number(status) >= 400 && content["application/json"]) {
			response.content = { "application/problem+json": content["application/json"] };
		}
		if (status === "304" || status === "204") delete response.content;
	}
}

/** The schemas that are referred to; an input copy goes where its output is the same, or loses its suffix where it is alone. */
function usedSchemas(spec: JsonObject, schemas: JsonObject): JsonObject {
	const names = new Map<string, string>();
	for (const name of Object.keys(schemas)) {
		// A copy has its output beside it; any other name that ends so is a schema's own.
		const output = name.endsWith("Input") ? name.slice(0, -"Input".length) : name;
		const plain = Object.hasOwn(schemas, output) ? output : name;
		const isAlone = plain !== name && !isUsed(spec, schemas, plain);
		const isSame = plain !== name && plainText(schemas[name]) === plainText(schemas[plain]);
		names.set(name, isAlone || isSame ? plain : name);
	}
	const used = new Map<string, Json>();
	const collect = (value: Json | undefined) => {
		for (const ref of refsIn(value ?? null)) {
			if (used.has(ref)) continue;
			used.set(ref, schemas[ref] ?? null);
			collect(schemas[ref]);
		}
	};
	collect(spec.paths);
	renameRefs(spec.paths ?? null, names);
	const tidy: JsonObject = {};
	for (const [name, schema] of [...used].sort(([a], [b]) => (a < b ? -1 : 1))) {
		renameRefs(schema, names);
		tidy[names.get(name) ?? name] = schema;
	}
	return tidy;
}

/** True when paths or another used output schema refer to `name`. */
function isUsed(spec: JsonObject, schemas: JsonObject, name: string): boolean {
	const seen = new Set<string>();
	const visit = (value: Json | undefined): boolean =>
		refsIn(value ?? null).some((ref) => {
			if (ref === name) return true;
			if (seen.has(ref)) return false;
			seen.add(ref);
			return visit(schemas[ref]);
		});
	return visit(spec.paths);
}

const prefix = "#/components/schemas/";

function plainText(schema: Json | undefined): string {
	return JSON.stringify(schema ?? null)
		.replace(/(#\/components\/schemas\/\w+?)Input"/g, '$1"')
		.replace(/"additionalProperties":false,?/g, "")
		.replace(/,}/g, "}");
}

function refsIn(value: Json): string[] {
	if (Array.isArray(value)) return value.flatMap(refsIn);
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === "$ref" && typeof inner === "string" ? [inner.slice(prefix.length)] : refsIn(inner),
	);
}

function renameRefs(value: Json, names: ReadonlyMap<string, string>): void {
	if (Array.isArray(value)) {
		for (const inner of value) renameRefs(inner, names);
	} else if (value !== null && typeof value === "object") {
		for (const [key, inner] of Object.entries(value)) {
			if (key === "$ref" && typeof inner === "string")
				value[key] = `${prefix}${names.get(inner.slice(prefix.length)) ?? inner.slice(prefix.length)}`;
			else renameRefs(inner, names);
		}
	}
}

function objectOf(value: Json | undefined): JsonObject {
	return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
