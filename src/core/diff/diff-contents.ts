import { compareText } from "../../base/compare-text.ts";
import type { ImageIdentity } from "../image/image.ts";
import type { MciContent } from "../image/mci.ts";
import { mciContent } from "../image/mci.ts";
import { type Setting, type SettingField, sameField, settingFields } from "../image/setting.ts";

/** One difference between two contents. */
export type Change =
	| { readonly kind: "text-changed"; readonly field: "name" | "description"; readonly before: string; readonly after: string }
	| { readonly kind: "tag-added" | "tag-removed"; readonly tag: string }
	| { readonly kind: "setting-added"; readonly cloud: string; readonly after: Setting }
	| { readonly kind: "setting-removed"; readonly cloud: string; readonly before: Setting }
	| {
			readonly kind: "setting-changed";
			readonly cloud: string;
			readonly field: SettingField;
			readonly before: ImageIdentity | string | null;
			readonly after: ImageIdentity | string | null;
	  };

/** What turns `before` into `after`: words first, then tags, then clouds in order. Empty exactly when both are equal. */
export function diffContents(before: MciContent, after: MciContent): Change[] {
	const changes: Change[] = [];
	for (const field of ["name", "description"] as const) {
		if (before[field] !== after[field]) changes.push({ kind: "text-changed", field, before: before[field], after: after[field] });
	}
	const [had, has] = [new Set(before.tags), new Set(after.tags)];
	for (const tag of before.tags) if (!has.has(tag)) changes.push({ kind: "tag-removed", tag });
	for (const tag of after.tags) if (!had.has(tag)) changes.push({ kind: "tag-added", tag });
	changes.push(...diffSettings(before.settings, after.settings));
	return changes;
}

/** Applies a diff: `applyChanges(a, diffContents(a, b))` equals b. Changes of places that are not there are added or skipped, not refused. */
export function applyChanges(content: MciContent, changes: readonly Change[]): MciContent {
	let { name, description } = content;
	const tags = new Set(content.tags);
	const settings = new Map(content.settings.map((setting) => [setting.cloud as string, setting]));
	for (const change of changes) {
		switch (change.kind) {
			case "text-changed":
				if (change.field === "name") name = change.after;
				else description = change.after;
				break;
			case "tag-added":
				tags.add(change.tag);
				break;
			case "tag-removed":
				tags.delete(change.tag);
				break;
			case "setting-added":
				settings.set(change.cloud, change.after);
				break;
			case "setting-removed":
				settings.delete(change.cloud);
				break;
			case "setting-changed": {
				const setting = settings.get(change.cloud);
				if (setting) settings.set(change.cloud, { ...setting, [change.field]: change.after } as Setting);
				break;
			}
		}
	}
	return mciContent({ name, description, tags, settings: settings.values() });
}

/** The clouds that a diff touches, sorted. */
export function changedClouds(changes: readonly Change[]): string[] {
	return [...new Set(changes.flatMap((change) => ("cloud" in change ? [change.cloud] : [])))].sort(compareText);
}

function diffSettings(before: readonly Setting[], after: readonly Setting[]): Change[] {
	const changes: Change[] = [];
	let [i, j] = [0, 0];
	while (i < before.length || j < after.length) {
		const [left, right] = [before[i], after[j]];
		if (left && (!right || left.cloud < right.cloud)) {
			changes.push({ kind: "setting-removed", cloud: left.cloud, before: left });
			i++;
		} else if (right && (!left || right.cloud < left.cloud)) {
			changes.push({ kind: "setting-added", cloud: right.cloud, after: right });
			j++;
		} else if (left && right) {
			changes.push(...diffFields(left, right));
			i++;
			j++;
		}
	}
	return changes;
}

function diffFields(before: Setting, after: Setting): Change[] {
	return settingFields
		.filter((field) => !sameField(before, after, field))
		.map((field) => ({ kind: "setting-changed", cloud: before.cloud, field, before: before[field], after: after[field] }));
}
