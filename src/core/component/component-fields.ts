import { compareText } from "../../base/compare-text.ts";
import { fault } from "../errors.ts";

/** What every component says beside its own content. */
export interface ComponentFields {
	readonly name: string;
	readonly description: string;
	/** Sorted, without repeats. */
	readonly tags: readonly string[];
}

const nameLimit = 200;
const descriptionLimit = 16 * 1024;
const tagLimit = 255;

/** Why a text can't be a component's name; undefined when it can: 1–200 characters, none of `/`, `@` or control characters, no space around it. */
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

/** Checks and orders what a component says of itself. Throws `component-name-invalid` or `component-invalid`. */
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

/** The name, or `component-name-invalid` with what is wrong with it. */
export function parseComponentName(text: string): string {
	const problem = nameProblem(text);
	if (problem) throw fault("component-name-invalid", { name: text.slice(0, 220), problem });
	return text;
}

/**
 * The same for a name that is given now: it also has no character that shows nothing (zero-width, control, C1 ones too) or turns the
 * direction of writing, so that no two names look alike and none looks like another text (Unicode TR 36, 2.10). Names that were stored
 * before are still read.
 */
export function parseNewName(text: string): string {
	const name = parseComponentName(text);
	if (hasUnseenCharacters(name))
		throw fault("component-name-invalid", { name: plain(name), problem: "it contains invisible characters" });
	return name;
}

/** Whether a text has characters that show nothing or turn the direction of writing; line ends are among them. */
export function hasUnseenCharacters(text: string): boolean {
	return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** With the unseen characters as U+XXXX, for people to see what was refused. */
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
