/** Where a user goes after signing in by default. */
export const usualTarget = "/docs";

/** Reduces the requested target to a path of this registry. Never another site, however its slashes are written. */
export function localTarget(asked: string | undefined): string {
	if (asked === undefined || !asked.startsWith("/") || asked.length > 2000) return usualTarget;
	const url = URL.parse(asked, "http://here.invalid");
	if (!url || url.host !== "here.invalid" || url.protocol !== "http:" || url.pathname.startsWith("//"))
		return usualTarget;
	return `${url.pathname}${url.search}${url.hash}`;
}
