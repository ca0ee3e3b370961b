import type { DocumentPath, ListDocument } from "../document.ts";

/** An object of a document. Its keys are foreign: read them through `memberOf` and `textOf` only. */
export type Members = Readonly<Record<string, unknown>>;

/** True for a plain object, not for an array or null. */
export function isMembers(value: unknown): value is Members {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is an object, otherwise an object without members. */
export function membersOf(value: unknown): Members {
	return isMembers(value) ? value : {};
}

/** The object at `path`; throws the document's fault if the value there is not one. */
export function membersAt(document: ListDocument, path: DocumentPath, value: unknown): Members {
	if (isMembers(value)) return value;
	throw document.malformed(path, `${rowOf(path)} ${value === undefined ? "is missing" : "is not an object"}`);
}

/** The list at `path`; throws the document's fault if the value there is not one. */
export function elementsAt(document: ListDocument, path: DocumentPath, value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	throw document.malformed(path, `${rowOf(path)} ${value === undefined ? "is missing" : "is not a list"}`);
}

/** The object's own value for `key`. */
export function memberOf(members: Members, key: string): unknown {
	return Object.hasOwn(members, key) ? members[key] : undefined;
}

/** The text for `key` without surrounding space; a number or Boolean as text; null if it is missing or empty. */
export function textOf(members: Members, key: string): string | null {
	return plainText(memberOf(members, key));
}

/** A scalar as text without spaces around it; null for anything else and for empty text. */
export function plainText(value: unknown): string | null {
	if (typeof value === "number" || typeof value === "boolean") return String(value);
	if (typeof value !== "string") return null;
	const text = value.trim();
	return text === "" ? null : text;
}

/** A path as people write it: `images[3].versions[0]`; `the document` for the root. */
export function rowOf(path: DocumentPath): string {
	const text = path
		.map((step) =>
			typeof step === "number" ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
		)
		.join("");
	return text === "" ? "the document" : text.replace(/^\./, "");
}
