import { assertNever } from "../../base/assert-never.ts";
import { nullOrSame } from "../../base/null-or-same.ts";
import { settingFieldPath, settingPath } from "../component/place-path.ts";
import type { MciChange } from "../diff/change.ts";
import { type ImageIdentity, sameImage } from "../image/image.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { type Setting, sameSetting, withField } from "../image/setting.ts";
import { replayTag, replayText } from "./patch-fields.ts";
import { freely, type Patched, type Rejected, type Replay, strictly } from "./replay.ts";

/**
 * Applies a diff: `applyChanges(a, diffContents(a, b))` equals b. Changes of places that are not there are added or
 * skipped, not refused.
 */
export function applyChanges(content: MciContent, changes: readonly MciChange[]): MciContent {
	return replay(content, changes, freely);
}

/**
 * Applies the changes whose `before` matches the current value, one after the other; a change that is already there
 * does nothing. The others are rejected, and the rest is still applied. Throws what `mciContent` throws for a value
 * that is not valid.
 */
export function patchContent(content: MciContent, changes: readonly MciChange[]): Patched<MciContent> {
	const rejected: Rejected[] = [];
	return { content: replay(content, changes, strictly(rejected)), rejected };
}

const sameSettings = nullOrSame(sameSetting);

function replay(content: MciContent, changes: readonly MciChange[], by: Replay): MciContent {
	const texts = { name: content.name, description: content.description };
	const tags = new Set(content.tags);
	const settings = new Map<string, Setting>(content.settings.map((setting) => [setting.cloud, setting]));
	const put = (cloud: string, before: Setting | null, after: Setting | null) => {
		const setting = by.take({
			path: settingPath(cloud),
			found: settings.get(cloud) ?? null,
			before,
			after,
			same: sameSettings,
		});
		if (setting) settings.set(cloud, setting);
		else settings.delete(cloud);
	};
	for (const change of changes) {
		switch (change.kind) {
			case "text-changed":
				replayText(texts, change, by);
				break;
			case "tag-added":
			case "tag-removed":
				replayTag(tags, change);
				break;
			case "setting-added":
				put(change.cloud, null, change.after);
				break;
			case "setting-removed":
				put(change.cloud, change.before, null);
				break;
			case "setting-changed": {
				const { cloud, field, before, after } = change;
				const path = settingFieldPath(cloud, field);
				const setting = settings.get(cloud);
				if (!setting) by.reject({ path, expected: before, found: null, problem: `there is no setting for ${cloud}` });
				else
					settings.set(
						cloud,
						withField(setting, field, by.take({ path, found: setting[field], before, after, same: sameFieldValue })),
					);
				break;
			}
			default:
				assertNever(change);
		}
	}
	return mciContent({ ...texts, tags, settings: settings.values() });
}

function sameFieldValue(a: ImageIdentity | string | null, b: ImageIdentity | string | null): boolean {
	if (a === null || b === null || typeof a === "string" || typeof b === "string") return a === b;
	return sameImage(a, b);
}
