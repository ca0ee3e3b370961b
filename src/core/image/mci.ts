import { compareText } from "../../base/compare-text.ts";
import { fault } from "../errors.ts";
import type { CloudSlug } from "./cloud.ts";
import { checkSetting, type Setting } from "./setting.ts";

/** What one revision of a MultiCloud Image says: the map and the words about it. */
export interface MciContent {
	readonly name: string;
	readonly description: string;
	/** Sorted, without repeats. */
	readonly tags: readonly string[];
	/** Sorted by cloud, at most one per cloud. */
	readonly settings: readonly Setting[];
}

const nameLimit = 200;
const descriptionLimit = 16 * 1024;
const tagLimit = 255;

/**
 * Checks a name: 1–200 characters, none of `/`, `@` or control characters, no space around it, and not of the form of a number
 * alone (a number is a revision). Throws `mci-name-invalid`.
 */
export function parseMciName(text: string): string {
	const problem = nameProblem(text);
	if (problem) throw fault("mci-name-invalid", { name: text.slice(0, 220), problem });
	return text;
}

function nameProblem(text: string): string | undefined {
	if (text.length === 0) return "is empty";
	if (text.length > nameLimit) return `is longer than ${nameLimit} characters`;
	if (text.trim() !== text) return "has space around it";
	// No address can end in them: browsers and clients take them out of a path.
	if (text === "." || text === "..") return "is a folder's word in every address";
	if (/[/@]/.test(text)) return "has a / or @, which references use";
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	if (/[\u0000-\u001f\u007f]/.test(text)) return "has control characters";
	return undefined;
}

/** Content in its one order: tags and settings sorted. Throws on a bad value, and `setting-duplicate` for a second setting of a cloud. */
export function mciContent(parts: { name: string; description?: string; tags?: Iterable<string>; settings?: Iterable<Setting> }): MciContent {
	const description = parts.description ?? "";
	if (description.length > descriptionLimit) {
		throw fault("mci-invalid", { name: parts.name, problem: `its description is longer than ${descriptionLimit} characters` });
	}
	const settings = [...(parts.settings ?? [])].map(checkSetting).sort((a, b) => compareText(a.cloud, b.cloud));
	settings.forEach((setting, i) => {
		const before = settings[i - 1];
		if (before?.cloud === setting.cloud) {
			throw fault("setting-duplicate", { name: parts.name, cloud: setting.cloud, image: before.image.uid, second: setting.image.uid });
		}
	});
	return { name: parseMciName(parts.name), description, tags: tagList(parts.name, parts.tags ?? []), settings };
}

/** The setting for a cloud, or undefined. */
export function findSetting(content: MciContent, cloud: CloudSlug | string): Setting | undefined {
	let [low, high] = [0, content.settings.length - 1];
	while (low <= high) {
		const middle = (low + high) >> 1;
		const setting = content.settings[middle] as Setting;
		if (setting.cloud === cloud) return setting;
		if (setting.cloud < cloud) low = middle + 1;
		else high = middle - 1;
	}
	return undefined;
}

function tagList(name: string, tags: Iterable<string>): string[] {
	const list = [...new Set(tags)].sort(compareText);
	for (const tag of list) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
		if (tag.length === 0 || tag.length > tagLimit || tag.trim() !== tag || /[\u0000-\u001f]/.test(tag)) {
			throw fault("mci-invalid", { name, problem: `tag ${JSON.stringify(tag.slice(0, 80))} is not one line of 1 to ${tagLimit} characters` });
		}
	}
	return list;
}
