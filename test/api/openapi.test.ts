import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { documentedExamples } from "../../src/api/openapi/index.ts";
import { inlineShared } from "../../src/api/openapi/share.ts";
import { createServer } from "../../src/api/server.ts";
import type { Needs } from "../../src/registry/needs.ts";

interface Media {
	readonly schema: object;
	readonly example?: unknown;
	readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Body {
	readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
	readonly operationId: string;
	readonly tags: readonly string[];
	readonly summary?: string;
	readonly description?: string;
	readonly parameters?: readonly { readonly name: string; readonly in: string }[];
	readonly requestBody?: Body;
	readonly responses: Readonly<Record<string, Body & { readonly description?: string }>>;
}
interface Document {
	readonly openapi: string;
	readonly tags: readonly { readonly name: string }[];
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: Readonly<Record<string, object>>;
}

const text = readFileSync(new URL("../../openapi.json", import.meta.url), "utf8");
const document = inlineShared(JSON.parse(text) as Document);
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const named = Object.values(document.paths).flatMap((methods) =>
	Object.entries(methods).map(([method, operation]) => ({ id: operation.operationId, method, operation })),
);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(strict(document) as AnySchema, "api");

describe("openapi.json", () => {
	it("has no dangling reference", () => {
		const shared = JSON.parse(text) as Document;
		const refs = new Set([...text.matchAll(/"\$ref":\s*"#\/([^"]+)"/g)].map(([, path]) => path ?? ""));
		for (const ref of refs) {
			const found = ref.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], shared);
			expect(found, ref).toBeTypeOf("object");
		}
	});

	it("has an example of each error, with all values of its text", () => {
		const { responses } = (JSON.parse(text) as { components: { responses: Record<string, Body> } }).components;
		const errors = Object.values(responses).flatMap((answer) => Object.entries(answer.content ?? {}));
		const problems = errors.filter(([type]) => type === "application/problem+json").map(([, { example }]) => example);
		expect(problems).not.toHaveLength(0);
		for (const problem of problems) {
			const { status, detail, help } = problem as { status: number; detail: string; help: string };
			expect(status).toBeGreaterThanOrEqual(400);
			expect(`${detail} ${help}`).not.toMatch(/[{}]|undefined/);
		}
	});

	it("describes every tag", () => {
		const used = new Set(operations.flatMap(({ tags }) => tags));
		expect([...used].sort()).toEqual(document.tags.map(({ name }) => name).sort());
	});

	it("is small: shared answers, parameters and examples are written once", () => {
		expect(text.length).toBeLessThan(600_000);
		expect(JSON.stringify(document).length).toBeGreaterThan(1.4 * JSON.stringify(JSON.parse(text)).length);
	});
});

describe.each(named)("operation $id", ({ method, operation }) => {
	it("has a summary of one line without a period", () => {
		expect(operation.summary).toMatch(/^[A-Z][^\n]{5,79}[^.\s]$/);
	});

	it("has a description of its conditions, unless it only reads", () => {
		const { description, parameters = [] } = operation;
		if (method !== "get" || description !== undefined) expect(description).toMatch(/^[A-Z`][\s\S]{10,}\.$/);
		const has = (name: string) => parameters.some((one) => one.name === name);
		if (has("if-match")) expect(description).toContain("If-Match");
		if (has("dryRun")) expect(description).toMatch(/dry run/i);
		if (has("cursor")) expect(description).toMatch(/paged/i);
	});

	it("has valid examples of its request and answers", () => {
		const bodies = [operation.requestBody, ...Object.values(operation.responses)];
		for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {}))) {
			const values = [media.example, ...Object.values(media.examples ?? {}).map(({ value }) => value)];
			const examples = values.filter((value) => value !== undefined);
			expect(examples).not.toHaveLength(0);
			const validate = validatorOf(media.schema);
			for (const example of examples) expect([validate(example), validate.errors]).toEqual([true, null]);
		}
	});
});

it("has examples that the routes' own schemas accept, without unknown fields", async () => {
	const needs = { store: {}, now: () => "2026-01-01T00:00:00.000Z" } as unknown as Needs;
	const app = await createServer({ needs, version: "1", anonymous: null, logger: false, description: "document" });
	await app.ready();
	const examples = documentedExamples(app);
	expect(examples.length).toBeGreaterThan(300);
	for (const { operationId, status, schema, value } of examples) {
		const parsed = schema.safeParse(value);
		expect([operationId, status, parsed.error?.message]).toEqual([operationId, status, undefined]);
		// Except for `looseObject`, parsing drops fields that a schema does not have.
		expect(parsed.data, `${operationId} ${status}`).toMatchObject(value as object);
	}
	await app.close();
});

const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
	const key = JSON.stringify(schema);
	const validate = validators.get(key) ?? ajv.compile(strict(absolute(schema)) as AnySchema);
	validators.set(key, validate);
	return validate;
}

/** The schema with references into the document, which ajv knows as `api`. */
function absolute(schema: object): object {
	return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
}

/** The schema with every object closed: an example must not have a field that its schema does not name. */
function strict(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(strict);
	if (schema === null || typeof schema !== "object") return schema;
	const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]));
	const isObject = "properties" in schema && "type" in schema && schema.type === "object";
	return isObject && !("additionalProperties" in schema) ? { ...closed, additionalProperties: false } : closed;
}
