export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** An operation of an OpenAPI document, with its place in the document. */
export interface DocumentedOperation {
	readonly path: string;
	readonly operation: JsonObject;
}

/** The value if it is an object, else an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
	return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** The value if it is a list, else an empty one. */
export function listOf(value: Json | undefined): Json[] {
	return Array.isArray(value) ? value : [];
}

/** Every operation of a document. */
export function operationsOf(document: JsonObject): DocumentedOperation[] {
	return Object.entries(objectOf(document.paths)).flatMap(([path, methods]) =>
		Object.values(objectOf(methods)).map((operation) => ({ path, operation: objectOf(operation) })),
	);
}
