import type { Lifecycle } from "../component/lifecycle.ts";

/** The end of a sentence: why somebody has said so, and what to use instead. */
export function reasonOf(lifecycle: Lifecycle | null): string {
	const why = lifecycle?.reason ? ` (${lifecycle.reason})` : "";
	return lifecycle?.replacement ? `${why}; it is replaced by ${lifecycle.replacement}` : why;
}
