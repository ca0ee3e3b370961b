/** A line's key, its preferred name, and what distinguishes it from another line of that name: an owner, a project. */
export interface NamedLine {
	readonly key: string;
	readonly name: string;
	readonly tie: string;
}

/** Names by key: where lines of different keys share a name, each gets its own tie behind it. */
export function distinctNames(lines: readonly NamedLine[]): ReadonlyMap<string, string> {
	const keys = new Map<string, Set<string>>();
	for (const { key, name } of lines) keys.set(name, (keys.get(name) ?? new Set()).add(key));
	return new Map(
		lines.map(({ key, name, tie }) => {
			const suffix = tie.toLowerCase().replace(/[^a-z0-9._]+/g, "-");
			return [key, (keys.get(name)?.size ?? 0) > 1 && suffix !== "" ? `${name}-${suffix}`.slice(0, 200) : name];
		}),
	);
}
