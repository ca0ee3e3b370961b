import { STATUS_CODES } from "node:http";
import { type Json, type JsonObject, listOf, objectOf, operationsOf } from "./json.ts";

/**
 * Moves answers without content of their own, parameters and examples that several operations have into `components`,
 * and leaves references in their place. Changes the document that is passed.
 */
export function shareRepeated(document: JsonObject): void {
	const components = objectOf(document.components);
	const operations = operationsOf(document);
	const answers = new Map<string, Repeated>();
	const parameters = new Map<string, Repeated>();
	const examples = new Map<string, Repeated>();
	for (const { operation, path } of operations) {
		for (const [status, answer] of Object.entries(objectOf(operation.responses)))
			if (!isSuccess(status)) count(answers, answer, answerName(status));
		for (const parameter of listOf(operation.parameters))
			count(parameters, parameter, parameterName(objectOf(parameter), path));
		for (const media of mediaOf(operation)) count(examples, media.example, exampleName(media, operation));
	}
	components.responses = named(answers, "responses");
	components.parameters = named(parameters, "parameters");
	components.examples = Object.fromEntries(
		Object.entries(named(examples, "examples")).map(([name, value]) => [name, { value }]),
	);
	for (const { operation } of operations) {
		for (const media of mediaOf(operation)) refer(media, examples);
		if (operation.parameters)
			operation.parameters = listOf(operation.parameters).map((one) => referTo(parameters, one));
		const responses = objectOf(operation.responses);
		for (const [status, answer] of Object.entries(responses))
			if (!isSuccess(status)) responses[status] = referTo(answers, answer);
	}
}

/** A value that stands in the document `count` times; `ref` once it has a name in `components`. */
interface Repeated {
	readonly value: Json;
	readonly name: string;
	count: number;
	ref?: string;
}

function count(values: Map<string, Repeated>, value: Json | undefined, name: string): void {
	if (value === undefined) return;
	const key = JSON.stringify(value);
	const known = values.get(key);
	if (known) known.count++;
	else values.set(key, { value, name, count: 1 });
}

/** The values that stand in the document at least twice, by names that are unique, in alphabetical order. */
function named(values: ReadonlyMap<string, Repeated>, section: string): JsonObject {
	const found = new Map<string, Json>();
	for (const one of values.values()) {
		if (one.count < 2) continue;
		let name = one.name;
		for (let number = 2; found.has(name); number++) name = `${one.name}${number}`;
		found.set(name, one.value);
		one.ref = `#/components/${section}/${name}`;
	}
	return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function referTo(values: ReadonlyMap<string, Repeated>, value: Json): Json {
	const ref = values.get(JSON.stringify(value))?.ref;
	return ref === undefined ? value : { $ref: ref };
}

function refer(media: JsonObject, examples: ReadonlyMap<string, Repeated>): void {
	const ref = media.example === undefined ? undefined : examples.get(JSON.stringify(media.example))?.ref;
	if (ref === undefined) return;
	delete media.example;
	media.examples = { usual: { $ref: ref } };
}

/** The content of an operation's request and of its successful answers. */
export function mediaOf(operation: JsonObject): JsonObject[] {
	const answers = Object.entries(objectOf(operation.responses)).filter(([status]) => isSuccess(status));
	return [objectOf(operation.requestBody), ...answers.map(([, answer]) => objectOf(answer))].flatMap(({ content }) =>
		Object.values(objectOf(content)).map(objectOf),
	);
}

function isSuccess(status: string): boolean {
	return Number(status) < 300 && status !== "204";
}

function answerName(status: string): string {
	return (STATUS_CODES[status] ?? `Status ${status}`).replace(/\W/g, "");
}

/**
 * `Limit` of `?limit=`, `IfMatch` of a header, and `TemplateName` of `/v1/templates/{name}`, where `name` depends on
 * the place.
 */
function parameterName({ name, in: place }: JsonObject, path: string): string {
	const plain = pascal(String(name));
	if (place !== "path") return plain;
	const [, collection = ""] = new RegExp(`([\\w-]+)/\\{${name}\\}`).exec(path) ?? [];
	const owner = pascal(collection.replace(/ies$/, "y").replace(/s$/, ""));
	return owner === plain ? plain : `${owner}${plain}`;
}

/** The name of the schema; of an inline one, that of the operation. */
function exampleName(media: JsonObject, operation: JsonObject): string {
	const ref = objectOf(media.schema).$ref;
	return typeof ref === "string" ? (ref.split("/").at(-1) ?? "") : pascal(String(operation.operationId));
}

function pascal(text: string): string {
	const words = text.split(/[^A-Za-z0-9]/);
	return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The document with shared answers, parameters and examples written out where they are used. Schemas stay shared. */
export function inlineShared<T extends object>(document: T): T {
	const { components } = document as { readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>> };
	const shared = /^#\/components\/(responses|parameters|examples)\/(.+)$/;
	const inlined = JSON.parse(JSON.stringify(document), (_key, value) => {
		const [, section, name] = shared.exec(value?.$ref ?? "") ?? [];
		return section === undefined || name === undefined ? value : components[section]?.[name];
	}) as T & { components: Record<string, unknown> };
	for (const section of ["responses", "parameters", "examples"]) delete inlined.components[section];
	return inlined;
}
