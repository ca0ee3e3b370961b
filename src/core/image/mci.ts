import { compareText } from "../../base/compare-text.ts";
import { type ComponentFields, componentFields } from "../component/component-fields.ts";
import { fault } from "../errors.ts";
import type { CloudSlug } from "./cloud.ts";
import { checkSetting, type Setting } from "./setting.ts";

/** The content of a MultiCloud Image's revision: its map and its fields. */
export interface MciContent extends ComponentFields {
	/** Sorted by cloud, at most one per cloud. */
	readonly settings: readonly Setting[];
}

/**
 * Builds content in canonical order: tags and settings sorted. Throws for an invalid value, and `setting-duplicate`
 * for a second setting of a cloud.
 */
export function mciContent(parts: {
	name: string;
	description?: string;
	tags?: Iterable<string>;
	settings?: Iterable<Setting>;
}): MciContent {
	const words = componentFields(parts);
	const settings = [...(parts.settings ?? [])].map(checkSetting).sort((a, b) => compareText(a.cloud, b.cloud));
	settings.forEach((setting, i) => {
		const before = settings[i - 1];
		if (before?.cloud === setting.cloud) {
			throw fault("setting-duplicate", {
				name: parts.name,
				cloud: setting.cloud,
				image: before.image.uid,
				second: setting.image.uid,
			});
		}
	});
	return { ...words, settings };
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
