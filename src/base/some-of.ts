/** The first of several names in a sentence, with how many more there are: `a, b, c and 4 more`. */
export function someOf(names: readonly string[], most = 5): string {
	const shown = names.slice(0, most);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(", ")} and ${more} more`;
	const last = shown.at(-1) ?? "";
	return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
