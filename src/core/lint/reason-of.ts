import type { Lifecycle } from "../component/lifecycle.ts";

/** The end of a sentence: the reason for a lifecycle's state, and the replacement. */
export function reasonOf(lifecycle: Lifecycle | null): string {
	const why = lifecycle?.reason ? ` (${lifecycle.reason})` : "";
	return lifecycle?.replacement ? `${why}; it is replaced by ${lifecycle.replacement}` : why;
}
