/**
 * The lifecycle of a revision, or of an image in this registry: the times from which it should not, and must not,
 * be used any more.
 */
export interface Lifecycle {
	/** UTC ISO 8601; may lie ahead. Null = not deprecated. */
	readonly deprecatedAt: string | null;
	readonly revokedAt: string | null;
	/** Why, as a person wrote it. */
	readonly reason: string | null;
	/** What to use instead: a reference, or an image's uid. */
	readonly replacement: string | null;
}

/** The states of a commit or an image: usable, usable but replaced by something better, must not be used. */
export const lifecycleStates = ["active", "deprecated", "revoked"] as const;
export type LifecycleState = (typeof lifecycleStates)[number];

/** The default lifecycle: active. */
export const activeLifecycle: Lifecycle = { deprecatedAt: null, revokedAt: null, reason: null, replacement: null };

/** The state at a time (UTC ISO). */
export function lifecycleState(lifecycle: Lifecycle | null, now: string): LifecycleState {
	if (!lifecycle) return "active";
	if (lifecycle.revokedAt !== null && lifecycle.revokedAt <= now) return "revoked";
	return lifecycle.deprecatedAt !== null && lifecycle.deprecatedAt <= now ? "deprecated" : "active";
}

/** When the state changes next; null = no date ahead. */
export function nextLifecycleChange(lifecycle: Lifecycle | null, now: string): string | null {
	const ahead = [lifecycle?.deprecatedAt, lifecycle?.revokedAt].filter(
		(at): at is string => typeof at === "string" && at > now,
	);
	return ahead.sort()[0] ?? null;
}

/** What a lifecycle means at one time. */
export interface LifecycleStatus {
	readonly state: LifecycleState;
	/** Since when it is deprecated or revoked, UTC ISO 8601; null while it is active. */
	readonly since: string | null;
	/** When the state changes next; null = no date ahead. */
	readonly changesAt: string | null;
	readonly reason: string | null;
	readonly replacement: string | null;
}

/** The status at a time (UTC ISO 8601) of something with this lifecycle; null = it never had one. */
export function lifecycleStatus(lifecycle: Lifecycle | null, now: string): LifecycleStatus {
	const state = lifecycleState(lifecycle, now);
	return {
		state,
		since: state === "active" ? null : (lifecycle?.[state === "revoked" ? "revokedAt" : "deprecatedAt"] ?? null),
		changesAt: nextLifecycleChange(lifecycle, now),
		reason: lifecycle?.reason ?? null,
		replacement: lifecycle?.replacement ?? null,
	};
}
