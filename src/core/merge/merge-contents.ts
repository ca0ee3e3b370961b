import { nullOrSame } from "../../base/null-or-same.ts";
import { settingFieldPath, settingPath } from "../component/place-path.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { type Setting, sameField, sameSetting, settingFields, withField } from "../image/setting.ts";
import type { MciConflict, Merged } from "./conflict.ts";
import { mergeTags, mergeText } from "./merge-fields.ts";
import { keysOf, type Sides, threeWay, valuesAt } from "./three-way.ts";

/**
 * Three-way merge on a common ancestor, per cloud and per field: if only one side changed a place, its value is used.
 * If one side removed a setting that the other changed, the setting is the conflict. Without a common ancestor (`base`
 * null), values of only one side are kept, and different values of both are a conflict. Throws `component-invalid` if
 * both together are over a limit.
 */
export function mergeContents(
	base: MciContent | null,
	ours: MciContent,
	theirs: MciContent,
): Merged<MciContent, MciConflict> {
	const conflicts: MciConflict[] = [];
	const name = mergeText("name", { base: base?.name ?? null, ours: ours.name, theirs: theirs.name }, conflicts);
	const description = mergeText(
		"description",
		{ base: base?.description ?? "", ours: ours.description, theirs: theirs.description },
		conflicts,
	);
	const tags = mergeTags(base?.tags ?? [], ours.tags, theirs.tags);
	const maps = { base: byCloud(base), ours: byCloud(ours), theirs: byCloud(theirs) };
	const settings = [...keysOf(maps)].flatMap((cloud) => mergeSetting(cloud, valuesAt(maps, cloud), conflicts) ?? []);
	return { content: mciContent({ name, description, tags, settings }), conflicts };
}

const sameSettings = nullOrSame(sameSetting);

function mergeSetting(cloud: string, sides: Sides<Setting | null>, conflicts: MciConflict[]): Setting | null {
	const { value, isConflict } = threeWay(sides, sameSettings);
	if (!isConflict) return value;
	const { base, ours, theirs } = sides;
	if (!ours || !theirs) {
		conflicts.push({ place: "setting", path: settingPath(cloud), cloud, base, ours, theirs });
		return ours;
	}
	let merged = ours;
	for (const field of settingFields) {
		if (sameField(ours, theirs, field) || (base && sameField(theirs, base, field))) continue;
		if (base && sameField(ours, base, field)) merged = withField(merged, field, theirs[field]);
		else if (!base && ours[field] === null) merged = withField(merged, field, theirs[field]);
		else if (!base && theirs[field] === null) continue;
		else {
			const path = settingFieldPath(cloud, field);
			conflicts.push({
				place: "field",
				path,
				cloud,
				field,
				base: base?.[field] ?? null,
				ours: ours[field],
				theirs: theirs[field],
			});
		}
	}
	return merged;
}

function byCloud(content: MciContent | null): Map<string, Setting> {
	return new Map(content?.settings.map((setting) => [setting.cloud, setting]));
}
