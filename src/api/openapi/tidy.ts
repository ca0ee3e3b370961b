import { STATUS_CODES } from "node:http";
import { type Json, type JsonObject, listOf, objectOf, operationsOf } from "./json.ts";
import { type OperationExample, problemExamples } from "./operation-examples.ts";
import { shareRepeated } from "./share.ts";

/**
 * Makes the generated document describe what the server does: errors are problem+json, plain text is text, answers
 * are called by their status, bodies have examples, and each shape, answer, parameter and example is written once.
 */
export function tidyOpenApi(document: unknown, examples: readonly OperationExample[]): JsonObject {
	const spec = structuredClone(document) as JsonObject;
	const problems = problemExamples();
	const byBody = new Map(examples.map((one) => [bodyKey(one.operationId, one.status), one.value as Json]));
	for (const { operation } of operationsOf(spec)) {
		addNotes(operation);
		tidyResponses(objectOf(operation.responses), problems);
		addExamples(operation, byBody);
	}
	const components = objectOf(spec.components);
	components.schemas = usedSchemas(spec, objectOf(components.schemas));
	dropNoise(components.schemas, true);
	dropNoise(spec.paths ?? null);
	shareRepeated(spec);
	return spec;
}

/** Adds to an operation's description what its parameters mean, in the same words for all operations. */
function addNotes(operation: JsonObject): void {
	const names = new Set(listOf(operation.parameters).map((one) => objectOf(one).name));
	const isRequired = Object.hasOwn(objectOf(operation.responses), "428");
	const notes = [
		operation.description,
		names.has("if-match") && (isRequired ? "Needs If-Match with the ETag you read." : "If-Match is optional."),
		names.has("dryRun") && "A dry run (`dryRun=true`) reports the result and saves nothing.",
		names.has("cursor") && "Paged: pass `next` as `cursor` for the next page.",
	].filter((note) => typeof note === "string");
	if (notes.length > 0) operation.description = notes.join(" ");
}

function bodyKey(operationId: unknown, status: string | null): string {
	return `${operationId} ${status ?? "request"}`;
}

function addExamples(operation: JsonObject, examples: ReadonlyMap<string, Json>): void {
	const add = (body: JsonObject, status: string | null) => {
		const example = examples.get(bodyKey(operation.operationId, status));
		if (example === undefined) return;
		for (const [type, media] of Object.entries(objectOf(body.content))) {
			objectOf(media).example = type === "text/plain" && typeof example !== "string" ? imageIdLine : example;
		}
	};
	add(objectOf(operation.requestBody), null);
	for (const [status, answer] of Object.entries(objectOf(operation.responses))) add(objectOf(answer), status);
}

/** The plain text that answers a resolve. */
const imageIdLine = "ami-09ead7c0c20bbed7e\n";

/**
 * Drops what the generator writes of a field and the document says better elsewhere: bounds of integers, which are
 * JavaScript's, and in `components` examples of single fields, since every body has a whole one.
 */
function dropNoise(value: Json, isField = false): void {
	if (value === null || typeof value !== "object") return;
	if (Array.isArray(value)) {
		for (const inner of value) dropNoise(inner, isField);
		return;
	}
	if (value.type === "integer" && value.minimum === Number.MIN_SAFE_INTEGER) delete value.minimum;
	if (value.type === "integer" && value.maximum === Number.MAX_SAFE_INTEGER) delete value.maximum;
	if (isField && !isSchemaMap(value)) {
		delete value.example;
		delete value.examples;
	}
	for (const inner of Object.values(value)) dropNoise(inner, isField);
}

/** True for the value of `properties`, whose keys are names of fields. */
function isSchemaMap(value: JsonObject): boolean {
	return Object.values(value).every((one) => one !== null && typeof one === "object" && !Array.isArray(one));
}

function tidyResponses(responses: JsonObject, problems: ReadonlyMap<string, unknown>): void {
	for (const [status, value] of Object.entries(responses)) {
		const response = objectOf(value);
		response.description = STATUS_CODES[status] ?? "Answer";
		const content = objectOf(response.content);
		if (content["text/plain"])
			content["text/plain"] = {
				schema: { type: "string", description: "The image id and a line break, or the exported text." },
			};
		if (Number(status) >= 400 && content["application/json"]) {
			const example = problems.get(status) as Json | undefined;
			response.content = {
				"application/problem+json": {
					...objectOf(content["application/json"]),
					...(example === undefined ? {} : { example }),
				},
			};
		}
		if (status === "304" || status === "204") delete response.content;
	}
}

/**
 * The schemas that are referred to. The generator makes an input and an output copy of each: the input copy is
 * dropped if it is the same, and loses its suffix if there is no output.
 */
function usedSchemas(spec: JsonObject, schemas: JsonObject): JsonObject {
	const names = new Map<string, string>();
	for (const name of Object.keys(schemas)) {
		// Only a copy has a schema of the same name without the suffix.
		const output = name.endsWith("Input") ? name.slice(0, -"Input".length) : name;
		const plain = Object.hasOwn(schemas, output) ? output : name;
		const isOnly = plain !== name && !isUsed(spec, schemas, plain);
		const isSame = plain !== name && plainText(schemas[name]) === plainText(schemas[plain]);
		names.set(name, isOnly || isSame ? plain : name);
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

/** True if a path, or a schema that a path uses, refers to `name`. */
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
