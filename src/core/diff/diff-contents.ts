import { compareText } from "../../base/compare-text.ts";
import type { MciContent } from "../image/mci.ts";
import { type Setting, sameField, settingFields } from "../image/setting.ts";
import type { Change, MciChange } from "./change.ts";
import { diffFields } from "./diff-fields.ts";

/**
 * The changes from `before` to `after`: fields first, then tags, then clouds in order. Empty exactly if both are
 * equal.
 */
export function diffContents(before: MciContent, after: MciContent): MciChange[] {
	const changes: MciChange[] = diffFields(before, after);
	addSettings(changes, before.settings, after.settings);
	return changes;
}

/** The clouds that a diff touches, sorted. */
export function changedClouds(changes: readonly Change[]): string[] {
	return [...new Set(changes.flatMap((change) => ("cloud" in change ? [change.cloud] : [])))].sort(compareText);
}

/** Both lists are sorted by cloud, so a single pass finds every difference. */
function addSettings(changes: MciChange[], before: readonly Setting[], after: readonly Setting[]): void {
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
			for (const field of settingFields) {
				if (sameField(left, right, field)) continue;
				changes.push({ kind: "setting-changed", cloud: left.cloud, field, before: left[field], after: right[field] });
			}
			i++;
			j++;
		}
	}
}
