import { type Fault, fault } from "../errors.ts";

/** An object's own members, by the requested names. */
type Members<Key extends string> = Readonly<Record<Key, unknown>>;

/** The fault for the value at `place` of a bundle, a packed revision or a feed's index. */
export function foreignFault(place: string, problem: string, cause?: unknown): Fault {
	return fault("bundle-invalid", { place: place === "" ? "it" : place, problem }, cause);
}

/** The place of a member: `content.name`. */
export function memberPlace(place: string, key: string): string {
	return place === "" ? key : `${place}.${key}`;
}

/** The value as an object with exactly these members; unknown members are refused, as they could contain anything. */
export function membersAt<Key extends string>(place: string, value: unknown, keys: readonly Key[]): Members<Key> {
	const entries = entriesAt(place, value);
	const extra = entries.find(([key]) => !keys.some((known) => known === key));
	if (extra) throw foreignFault(place, `has the unknown member ${JSON.stringify(extra[0].slice(0, 80))}`);
	const missing = keys.find((key) => !entries.some(([there]) => there === key));
	if (missing !== undefined) throw foreignFault(place, `has no ${missing}`);
	// Defines members, never assigns: `__proto__` would be a key like any other.
	return Object.fromEntries(entries) as Members<Key>;
}

/** The members of an object whose names are data. */
export function entriesAt(place: string, value: unknown): readonly (readonly [string, unknown])[] {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw foreignFault(place, "is not an object");
	return Object.entries(value);
}

/** The value as a list of at most `limit` elements, each read at its place. */
export function listAt<T>(
	place: string,
	value: unknown,
	{ limit, read }: { limit: number; read(place: string, value: unknown): T },
): T[] {
	if (!Array.isArray(value)) throw foreignFault(place, "is not a list");
	if (value.length > limit) throw foreignFault(place, `has ${value.length} elements, and at most ${limit} are allowed`);
	return value.map((element, i) => read(`${place}[${i}]`, element));
}

/** The value as a text of at most `limit` UTF-16 units that both database engines can store. */
export function textAt(place: string, value: unknown, limit: number): string {
	if (typeof value !== "string") throw foreignFault(place, "is not a string");
	if (value.length > limit) throw foreignFault(place, `is longer than ${limit} characters`);
	if (value.includes("\u0000") || !value.isWellFormed())
		throw foreignFault(place, "has a NUL character or half of a surrogate pair");
	return value;
}

/** The value as a text that `pattern` matches; `form` says which. */
export function patternAt(place: string, value: unknown, { pattern, form }: { pattern: RegExp; form: string }): string {
	const text = textAt(place, value, 4096);
	if (!pattern.test(text)) throw foreignFault(place, `is not ${form}`);
	return text;
}

/** The value as a whole number from 0 to `limit`. */
export function countAt(place: string, value: unknown, limit: number): number {
	if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > limit || Object.is(value, -0)) {
		throw foreignFault(place, `is not a whole number from 0 to ${limit}`);
	}
	return value;
}

/** A revision's number; 0 = HEAD. */
export function revisionNumberAt(place: string, value: unknown): number {
	return countAt(place, value, 2 ** 31 - 1);
}

/** A component's identity on every installation: a lowercase UUID. */
export function lineageAt(place: string, value: unknown): string {
	return patternAt(place, value, {
		pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
		form: "a lowercase UUID",
	});
}

/** A digest as it is written everywhere here: `sha256:` and 64 hex digits in lower case. */
export function digestAt(place: string, value: unknown): string {
	return patternAt(place, value, { pattern: /^sha256:[0-9a-f]{64}$/, form: "sha256: and 64 lowercase hex digits" });
}

/** The value as true or false. */
export function truthAt(place: string, value: unknown): boolean {
	if (typeof value !== "boolean") throw foreignFault(place, "is neither true nor false");
	return value;
}

/** The value as one of the allowed words. */
export function wordAt<Word extends string>(place: string, value: unknown, words: readonly Word[]): Word {
	const word = words.find((known) => known === value);
	if (word === undefined) throw foreignFault(place, `is not one of ${words.join(", ")}`);
	return word;
}

/** The value as a time in the canonical form that sorts as text: `2026-01-31T12:00:00.000Z`. */
export function timeAt(place: string, value: unknown): string {
	const text = patternAt(place, value, {
		pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
		form: "a time such as 2026-01-31T12:00:00.000Z",
	});
	const time = Date.parse(text);
	if (Number.isNaN(time) || new Date(time).toISOString() !== text)
		throw foreignFault(place, "is not a date of the calendar");
	return text;
}

/** Null, or what `read` makes of the value. */
export function nullOr<T>(place: string, value: unknown, read: (place: string, value: unknown) => T): T | null {
	return value === null ? null : read(place, value);
}

/** Returns the result of `build`; its faults become faults of the bundle at this place. */
export function builtAt<T>(place: string, build: () => T): T {
	try {
		return build();
	} catch (cause) {
		if (!(cause instanceof Error)) throw cause;
		throw foreignFault(place, `is not valid: ${cause.message.replace(/\.$/, "")}`, cause);
	}
}
