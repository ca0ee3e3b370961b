/** Where a person goes after signing in, when nothing better was asked for. */
export const usualTarget = "/docs";

/** A path of this registry out of what an address asked for: never another site, whatever tricks its slashes play. */
export function localTarget(asked: string | undefined): string {
	if (asked === undefined || !asked.startsWith("/") || asked.length > 2000) return usualTarget;
	const url = URL.parse(asked, "http://here.invalid");
	if (!url || url.host !== "here.invalid" || url.protocol !== "http:" || url.pathname.startsWith("//"))
		return usualTarget;
	return `${url.pathname}${url.search}${url.hash}`;
}
