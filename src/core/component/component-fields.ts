import { compareText } from "../../base/compare-text.ts";
import { fault } from "../errors.ts";

/** The fields that every component has in addition to its own content. */
export interface ComponentFields {
	readonly name: string;
	readonly description: string;
	/** Sorted, without repeats. */
	readonly tags: readonly string[];
}

const nameLimit = 200;
const descriptionLimit = 16 * 1024;
const tagLimit = 255;

/**
 * The reason why a text is not a valid component name; undefined if it is: 1–200 characters, none of `/`, `@` or
 * control characters, no surrounding space.
 */
export function nameProblem(text: string): string | undefined {
	if (text.length === 0) return "it is empty";
	if (text.length > nameLimit) return `it is longer than ${nameLimit} characters`;
	if (text.trim() !== text) return "it starts or ends with a space";
	// No address can end in them: browsers and clients take them out of a path.
	if (text === "." || text === "..") return "it means a folder in every address";
	if (/[/@]/.test(text)) return "it contains / or @, which references use";
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	if (/[\u0000-\u001f\u007f]/.test(text)) return "it contains control characters";
	return undefined;
}

/** Checks a component's fields and puts them in order. Throws `component-name-invalid` or `component-invalid`. */
export function componentFields(parts: {
	name: string;
	description?: string | undefined;
	tags?: Iterable<string> | undefined;
}): ComponentFields {
	const description = parts.description ?? "";
	if (description.length > descriptionLimit) {
		throw fault("component-invalid", {
			name: parts.name,
			problem: `its description is longer than ${descriptionLimit} characters`,
		});
	}
	return { name: parseComponentName(parts.name), description, tags: tagList(parts.name, parts.tags ?? []) };
}

/** Returns the name, or throws `component-name-invalid` with the problem. */
export function parseComponentName(text: string): string {
	const problem = nameProblem(text);
	if (problem) throw fault("component-name-invalid", { name: text.slice(0, 220), problem });
	return text;
}

/**
 * Parses a new component name. In addition to `parseComponentName`, it refuses invisible characters (zero-width,
 * control, C1) and changes of writing direction, so that no two names look alike (Unicode TR 36, 2.10). Names
 * stored earlier can still be read.
 */
export function parseNewName(text: string): string {
	const name = parseComponentName(text);
	if (hasUnseenCharacters(name))
		throw fault("component-name-invalid", { name: plain(name), problem: "it contains invisible characters" });
	return name;
}

/** True if a text has invisible characters or changes of writing direction; line ends count as invisible. */
export function hasUnseenCharacters(text: string): boolean {
	return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** The text with invisible characters as U+XXXX, so that users see what was refused. */
function plain(text: string): string {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
		(character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
	);
}

function tagList(name: string, tags: Iterable<string>): string[] {
	const list = [...new Set(tags)].sort(compareText);
	for (const tag of list) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
		if (tag.length === 0 || tag.length > tagLimit || tag.trim() !== tag || /[\u0000-\u001f]/.test(tag)) {
			throw fault("component-invalid", {
				name,
				problem: `tag ${JSON.stringify(tag.slice(0, 80))} is not one line of 1 to ${tagLimit} characters`,
			});
		}
	}
	return list;
}
