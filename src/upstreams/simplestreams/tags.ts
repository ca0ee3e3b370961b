import { isMembers, type Members, memberOf, membersOf, plainText } from "../reading/values.ts";

/** The tags in force at one level: its own over those of the levels above. */
export type Tags = ReadonlyMap<string, string>;

/** `_aliases`: tag → value → the tags that this value stands for (`crsn` `use1` → region and endpoint). */
export type Aliases = Readonly<Members>;

const containers: ReadonlySet<string> = new Set(["products", "versions", "items", "_aliases"]);

/** The alias tables of a document. */
export function aliasesOf(root: Members): Aliases {
	return membersOf(memberOf(root, "_aliases"));
}

/**
 * The tags of a level: its own and the inherited ones. An alias applies at the level of its tag, as in simplestreams'
 * own library, so that an inner level's region overrides an outer level's alias.
 */
export function tagsAt(level: Members, above: Tags, aliases: Aliases): Tags {
	const tags = new Map(above);
	const own: [string, string][] = [];
	for (const [key, value] of Object.entries(level)) {
		const text = containers.has(key) ? null : plainText(value);
		if (text !== null) own.push([key, text]);
	}
	for (const [key, text] of own) tags.set(key, text);
	for (const [key, text] of own) {
		const table = memberOf(aliases, key);
		const meant = isMembers(table) ? memberOf(table, text) : undefined;
		for (const [name, value] of Object.entries(membersOf(meant))) {
			const expanded = plainText(value);
			if (expanded !== null) tags.set(name, expanded);
		}
	}
	return tags;
}
