import { readFileSync } from "node:fs";
import { inlineShared } from "../../src/api/openapi/share.ts";
import type { Question } from "../api/start-api.ts";

/** An operation as openapi.json describes it. */
export interface ApiOperation {
	readonly id: string;
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly path: string;
	readonly parameters: readonly Parameter[];
	readonly body: Schema | null;
}

export interface Parameter {
	readonly name: string;
	readonly in: "path" | "query" | "header";
	readonly required?: boolean;
	readonly schema: Schema;
}

export interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly anyOf?: readonly Schema[];
	readonly oneOf?: readonly Schema[];
	readonly allOf?: readonly Schema[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
	readonly additionalProperties?: Schema | boolean;
	readonly minimum?: number;
}

interface Document {
	readonly paths: Readonly<
		Record<string, Readonly<Record<string, { operationId: string; parameters?: Parameter[]; requestBody?: Body }>>>
	>;
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Body {
	readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

const text = readFileSync(new URL("../../openapi.json", import.meta.url), "utf8");
const document = inlineShared(JSON.parse(text) as Document);
const order = ["GET", "PUT", "PATCH", "POST", "DELETE"];

/** Every operation of the API, reads first and deletions last. */
export const apiOperations: readonly ApiOperation[] = Object.entries(document.paths)
	.flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId, parameters, requestBody }]) => ({
			id: operationId,
			method: method.toUpperCase() as ApiOperation["method"],
			path,
			parameters: parameters ?? [],
			body: Object.values(requestBody?.content ?? {})[0]?.schema ?? null,
		})),
	)
	.sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));

/** Whether a standard requires unknown fields to be ignored. */
export function takesAnyField(operation: ApiOperation): boolean {
	return operation.body !== null && typeof resolved(operation.body).additionalProperties === "object";
}

/** A text of a request: a parameter, or a place in the body as `body/files/0/path`. */
export type TextPlace = string;

/** Every place of an operation's request that accepts free text. */
export function textPlaces(operation: ApiOperation): TextPlace[] {
	const ofParameters = operation.parameters
		.filter((one) => one.in !== "header" && isText(one.schema))
		.map((one) => (one.in === "path" ? `{${one.name}}` : `?${one.name}`));
	return [...ofParameters, ...(operation.body ? textsIn(operation.body, "body", 0) : [])];
}

/** The texts for the required places of a request, and one for one more place. */
export interface Filling {
	/** The usual value of a parameter or field of that name. */
	usual(name: string, operation: ApiOperation): string;
	readonly place?: TextPlace;
	readonly text?: string;
}

/** A request for an operation. */
export function requestFor(operation: ApiOperation, filling: Filling): Question {
	const { place, text = "" } = filling;
	const value = (name: string, at: TextPlace) => (place === at ? text : filling.usual(name, operation));
	const path = operation.path.replace(/\{(\w+)\}/g, (at, name: string) => encodeURIComponent(value(name, at)));
	const query = operation.parameters
		.filter((one) => one.in === "query" && (one.required || place === `?${one.name}`))
		.map((one) => `${one.name}=${encodeURIComponent(String(one.schema.enum?.[0] ?? value(one.name, `?${one.name}`)))}`);
	const body = operation.body && sampleOf(operation.body, { at: "body", name: "", operation, filling, depth: 0 });
	return {
		method: operation.method,
		url: query.length > 0 ? `${path}?${query.join("&")}` : path,
		headers: { "if-match": "*" },
		...(body === null ? {} : { body }),
	};
}

interface Spot {
	readonly at: TextPlace;
	readonly name: string;
	readonly operation: ApiOperation;
	readonly filling: Filling;
	readonly depth: number;
}

const deepest = 6;

/** The smallest value that a schema accepts, including the requested place. */
function sampleOf(given: Schema, spot: Spot): unknown {
	const schema = resolved(given);
	const { at, name, operation, filling, depth } = spot;
	const { place = "" } = filling;
	if (schema.const !== undefined) return schema.const;
	if (schema.enum) return schema.enum[0];
	const options = schema.anyOf ?? schema.oneOf;
	if (options)
		return sampleOf(options.find((one) => depth < deepest && leadsTo(one, at, place)) ?? options[0] ?? {}, spot);
	const inner = (part: string, partName: string) => ({
		...spot,
		at: `${at}/${part}`,
		name: partName,
		depth: depth + 1,
	});
	switch (typeOf(schema)) {
		case "object": {
			const wanted = Object.keys(schema.properties ?? {}).filter(
				(key) => schema.required?.includes(key) || isOnTheWay(place, `${at}/${key}`),
			);
			const fields = wanted.map((key) => [key, sampleOf(schema.properties?.[key] ?? {}, inner(key, key))]);
			const others = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
			if (others && isOnTheWay(place, `${at}/KEY`)) fields.push(["KEY", sampleOf(others, inner("KEY", "KEY"))]);
			return Object.fromEntries(fields);
		}
		case "array":
			return schema.items && depth < deepest ? [sampleOf(schema.items, inner("0", name))] : [];
		case "integer":
		case "number":
			return Math.max(1, schema.minimum ?? 1);
		case "boolean":
			return false;
		case "null":
			return null;
		default:
			return place === at ? (filling.text ?? "") : filling.usual(name, operation);
	}
}

function textsIn(given: Schema, at: TextPlace, depth: number): TextPlace[] {
	const schema = resolved(given);
	if (depth > deepest || schema.const !== undefined || schema.enum) return [];
	const options = schema.anyOf ?? schema.oneOf;
	if (options) return [...new Set(options.flatMap((one) => textsIn(one, at, depth + 1)))];
	switch (typeOf(schema)) {
		case "object":
			return [
				...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => textsIn(inner, `${at}/${key}`, depth + 1)),
				...(typeof schema.additionalProperties === "object"
					? textsIn(schema.additionalProperties, `${at}/KEY`, depth + 1)
					: []),
			];
		case "array":
			return schema.items ? textsIn(schema.items, `${at}/0`, depth + 1) : [];
		case "string":
			return [at];
		default:
			return [];
	}
}

function leadsTo(schema: Schema, at: TextPlace, place: TextPlace): boolean {
	return isOnTheWay(place, at) && textsIn(schema, at, 0).includes(place);
}

function isOnTheWay(place: TextPlace, at: TextPlace): boolean {
	return place === at || place.startsWith(`${at}/`);
}

function isText(given: Schema): boolean {
	const schema = resolved(given);
	return schema.enum === undefined && (typeOf(schema) === "string" || (schema.anyOf ?? []).some(isText));
}

function typeOf(schema: Schema): string | undefined {
	return typeof schema.type === "object" ? schema.type.find((one) => one !== "null") : schema.type;
}

function resolved(schema: Schema): Schema {
	const name = schema.$ref?.split("/").at(-1);
	const found = name === undefined ? schema : document.components.schemas[name];
	if (!found) throw new Error(`openapi.json has no schema ${name}`);
	const [first, ...others] = found.allOf ?? [];
	return first && others.length === 0 ? resolved(first) : found;
}
