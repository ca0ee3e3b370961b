import { type Lifecycle, type LifecycleState, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";

/** What somebody says of a commit or an image. */
export interface LifecycleWords {
	readonly state: LifecycleState;
	/** From when on, any ISO 8601 moment; absent = now. */
	readonly at?: string | undefined;
	readonly reason?: string | undefined;
	/** What shall be used instead; absent = stays what it was, null = nothing. */
	readonly replacement?: string | null | undefined;
}

const reasonLimit = 2000;
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The life after these words, said of `ref` at the moment `now`. An earlier deprecation stays when something is revoked, and a date of
 * revocation ahead stays when it is deprecated; what is revoked already stays so from its own date. Throws `lifecycle-invalid` for a missing reason, a moment that is none, and for
 * deprecating what is revoked.
 */
export function lifecycleAfter(
	before: Lifecycle,
	words: LifecycleWords,
	facts: { readonly ref: string; readonly now: string },
): Lifecycle {
	const { ref, now } = facts;
	if (words.state === "active") return { deprecatedAt: null, revokedAt: null, reason: null, replacement: null };
	const reason = words.reason?.trim() ?? "";
	if (reason === "")
		throw invalidLifecycle(ref, "the reason is missing", "Give a reason; everyone who uses it sees it.");
	if (reason.length > reasonLimit)
		throw invalidLifecycle(ref, `the reason is longer than ${reasonLimit} characters`, "Shorten it.");
	const at = words.at === undefined ? now : momentFrom(ref, words.at);
	const said = { reason, replacement: words.replacement === undefined ? before.replacement : words.replacement };
	const isRevoked = lifecycleState(before, now) === "revoked";
	// Fails closed: what is revoked is not in use again because somebody says a later date.
	if (words.state === "revoked")
		return { deprecatedAt: before.deprecatedAt, revokedAt: isRevoked ? earlier(before.revokedAt, at) : at, ...said };
	if (isRevoked) throw invalidLifecycle(ref, "it is already revoked", "Reactivate it first.");
	return { deprecatedAt: at, revokedAt: before.revokedAt, ...said };
}

function earlier(was: string | null, at: string): string {
	return was !== null && was < at ? was : at;
}

/** The verb of a state, as audit and messages have it. */
export const lifecycleVerbs: Readonly<Record<LifecycleState, string>> = {
	active: "reactivate",
	deprecated: "deprecate",
	revoked: "revoke",
};

/** The fault of words that can't be said of `ref`. */
export function invalidLifecycle(ref: string, problem: string, cure: string): Error {
	return fault("lifecycle-invalid", { ref, problem, cure });
}

/** True when both say the same. */
export function sameLifecycle(a: Lifecycle, b: Lifecycle): boolean {
	return (
		a.deprecatedAt === b.deprecatedAt &&
		a.revokedAt === b.revokedAt &&
		a.reason === b.reason &&
		a.replacement === b.replacement
	);
}

/** Dates are compared as text, so each has the one form. */
function momentFrom(ref: string, text: string): string {
	const at = momentPattern.test(text) ? new Date(text) : undefined;
	if (!at || Number.isNaN(at.getTime()))
		throw invalidLifecycle(
			ref,
			`“${text.slice(0, 40)}” is not a time`,
			"Write it as 2027-01-31T00:00:00Z, with a time zone.",
		);
	return at.toISOString();
}
