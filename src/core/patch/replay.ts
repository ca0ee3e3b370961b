import type { PlaceValue } from "../component/place-value.ts";

/** A change that a patch could not apply; its place was not changed. */
export interface Rejected {
	/** Where, as people write it: `aws-us-east-1.image`. */
	readonly path: string;
	/** What the change starts from; null = nothing. */
	readonly expected: PlaceValue;
	/** What is there. */
	readonly found: PlaceValue;
	/** Why, in words that go on from “this change can't be made:”. */
	readonly problem: string;
}

/** A patched content, always valid, and the changes that are not in it. */
export interface Patched<C> {
	readonly content: C;
	readonly rejected: readonly Rejected[];
}

/** One change at one place of the content that it is made on. */
export interface Step<V extends PlaceValue> {
	readonly path: string;
	readonly found: V;
	readonly before: V;
	readonly after: V;
	same(a: V, b: V): boolean;
}

/** How changes are made on a content. */
export interface Replay {
	/** What stands at the place afterwards. */
	take<V extends PlaceValue>(step: Step<V>): V;
	/** Notes that a change was not made. */
	reject(rejected: Rejected): void;
}

/** Writes `after`, whatever was there. */
export const freely: Replay = { take: ({ after }) => after, reject: () => {} };

/**
 * Writes `after` if the current value is the change's `before`, or `after` already; else leaves the place and adds
 * it to `rejected`.
 */
export function strictly(rejected: Rejected[]): Replay {
	return {
		take: ({ path, found, before, after, same }) => {
			if (same(found, before) || same(found, after)) return after;
			rejected.push({
				path,
				expected: before,
				found,
				problem: "the current value is not the one that the change expects",
			});
			return found;
		},
		reject: (one) => rejected.push(one),
	};
}

/** Two texts, or nothing, are the same. */
export function sameText(a: string | null, b: string | null): boolean {
	return a === b;
}
