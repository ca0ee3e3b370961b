import { z } from "zod";
import { fault } from "../core/errors.ts";
import { isStorable } from "./storable-text.ts";

/** Renders the end of a page as text for the next request. */
export function encodeCursor(key: readonly (string | number)[]): string {
	return Buffer.from(JSON.stringify(key)).toString("base64url");
}

const Key = z.tuple([z.string().max(1000).refine(isStorable), z.int().min(0)]);

/** Parses a `[text, number]` cursor. Throws `cursor-invalid` for text that this server did not create. */
export function decodeCursor(cursor: string): readonly [string, number] {
	try {
		return Key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
	} catch (cause) {
		throw fault("cursor-invalid", {}, cause);
	}
}

/** Makes a page from one more row than requested. */
export function pageFrom<T, P>(
	rows: readonly T[],
	limit: number,
	present: (row: T) => P,
	keyOf: (row: T) => readonly (string | number)[],
): { items: P[]; next: string | null } {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return {
		items: page.map(present),
		next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
	};
}
