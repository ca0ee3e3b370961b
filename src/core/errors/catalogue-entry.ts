/** What kind of refusal an error is. Each edge translates it once: to an HTTP status, an exit code or a sentence. */
export type FaultKind =
	| "invalid"
	| "unauthenticated"
	| "denied"
	| "not-found"
	| "conflict"
	| "stale"
	| "unsupported"
	| "unavailable"
	| "internal";

/**
 * One error of the catalogue. `{name}` in its texts stands for the detail of that name. A detail called `problem` is a
 * clause after a colon ("it is empty", "its URL is too long"), unless the text puts a subject before it.
 */
export interface CatalogueEntry {
	readonly kind: FaultKind;
	/** One sentence: what is wrong with which thing. */
	readonly text: string;
	/** One instruction that works when it is followed. */
	readonly help: string;
}
