import { fault } from "../core/errors.ts";
import type { App } from "./app.ts";

/**
 * True for text that both engines store unchanged: PostgreSQL refuses U+0000, and half a surrogate pair has no UTF-8,
 * so its digest would differ after reading it back.
 */
export function isStorable(text: string): boolean {
	return !text.includes("\0") && text.isWellFormed();
}

/** Refuses requests with text that can't be stored, with `input-invalid`. */
export function addTextCheck(app: App): void {
	app.addHook("preValidation", (request, _reply, done) => {
		// A decoded URL has no half surrogate pairs, and rarely a NUL.
		const inUrl = request.raw.url?.includes("%00")
			? findUnstorable({ params: request.params, querystring: request.query }, "")
			: undefined;
		const place = inUrl ?? (request.body ? findUnstorable(request.body, "body") : undefined);
		done(place === undefined ? undefined : refusal(place));
	});
}

function refusal(place: string): Error {
	const problem = "has a NUL character or half of a surrogate pair";
	return fault("input-invalid", { problem: `${place} ${problem}`, issues: [{ place, problem }] });
}

/** Path of such text, such as `body/tags/0`. Not recursive: a body can be nested deeper than the stack. */
function findUnstorable(root: unknown, rootPlace: string): string | undefined {
	const rest: { readonly value: unknown; readonly place: string }[] = [{ value: root, place: rootPlace }];
	for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
		const { value, place } = one;
		if (typeof value === "string" && !isStorable(value)) return place;
		if (value === null || typeof value !== "object") continue;
		for (const [key, inner] of Object.entries(value)) {
			if (!isStorable(key)) return place;
			if (typeof inner === "string" || typeof inner === "object")
				rest.push({ value: inner, place: place === "" ? key : `${place}/${key}` });
		}
	}
	return undefined;
}
