import { type Lifecycle, type LifecycleState, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";

/** A lifecycle to set on a commit or an image. */
export interface LifecycleFields {
	readonly state: LifecycleState;
	/** Start time, ISO 8601 in any form; omit for now. */
	readonly at?: string | undefined;
	readonly reason?: string | undefined;
	/** The revision to use instead; omit to keep the current one, null for none. */
	readonly replacement?: string | null | undefined;
}

const reasonLimit = 2000;
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The lifecycle of `ref` after setting these fields at the time `now`. Revoking keeps an earlier deprecation, and
 * deprecating keeps a revocation date that is still ahead; a revoked one keeps its own date. Throws `lifecycle-invalid`
 * for a missing reason, for a time that is not valid, and for deprecating a revoked one.
 */
export function lifecycleAfter(
	before: Lifecycle,
	words: LifecycleFields,
	facts: { readonly ref: string; readonly now: string },
): Lifecycle {
	const { ref, now } = facts;
	if (words.state === "active") return { deprecatedAt: null, revokedAt: null, reason: null, replacement: null };
	const reason = words.reason?.trim() ?? "";
	if (reason === "")
		throw invalidLifecycle(ref, "the reason is missing", "Give a reason; everyone who uses it sees it.");
	if (reason.length > reasonLimit)
		throw invalidLifecycle(ref, `the reason is longer than ${reasonLimit} characters`, "Shorten it.");
	const at = words.at === undefined ? now : timeFrom(ref, words.at);
	const said = { reason, replacement: words.replacement === undefined ? before.replacement : words.replacement };
	const isRevoked = lifecycleState(before, now) === "revoked";
	// Fails closed: a later date never un-revokes a revision.
	if (words.state === "revoked")
		return { deprecatedAt: before.deprecatedAt, revokedAt: isRevoked ? earlier(before.revokedAt, at) : at, ...said };
	if (isRevoked) throw invalidLifecycle(ref, "it is already revoked", "Reactivate it first.");
	return { deprecatedAt: at, revokedAt: before.revokedAt, ...said };
}

function earlier(was: string | null, at: string): string {
	return was !== null && was < at ? was : at;
}

/** The fault of a lifecycle that `ref` can't have. */
export function invalidLifecycle(ref: string, problem: string, cure: string): Error {
	return fault("lifecycle-invalid", { ref, problem, cure });
}

/** True if both are equal. */
export function sameLifecycle(a: Lifecycle, b: Lifecycle): boolean {
	return (
		a.deprecatedAt === b.deprecatedAt &&
		a.revokedAt === b.revokedAt &&
		a.reason === b.reason &&
		a.replacement === b.replacement
	);
}

/** Dates are compared as text, so all have one form. */
function timeFrom(ref: string, text: string): string {
	const at = timePattern.test(text) ? new Date(text) : undefined;
	if (!at || Number.isNaN(at.getTime()))
		throw invalidLifecycle(
			ref,
			`“${text.slice(0, 40)}” is not a time`,
			"Write it as 2027-01-31T00:00:00Z, with a time zone.",
		);
	return at.toISOString();
}
