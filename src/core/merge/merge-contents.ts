import type { ImageIdentity } from "../image/image.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { type Setting, type SettingField, sameField, sameSetting, settingFields } from "../image/setting.ts";

/** Both sides changed one place, each differently. `null` = the side does not have it. */
export type Conflict =
	| { readonly place: "name" | "description"; readonly base: string; readonly ours: string; readonly theirs: string }
	| {
			readonly place: "setting";
			readonly cloud: string;
			readonly base: Setting | null;
			readonly ours: Setting | null;
			readonly theirs: Setting | null;
	  }
	| {
			readonly place: "field";
			readonly cloud: string;
			readonly field: SettingField;
			readonly base: ImageIdentity | string | null;
			readonly ours: ImageIdentity | string | null;
			readonly theirs: ImageIdentity | string | null;
	  };

/** A merged content, in which every conflict's place still holds ours, and the conflicts. */
export interface Merged {
	readonly content: MciContent;
	readonly conflicts: readonly Conflict[];
}

/**
 * Three-way merge on a common ancestor, per cloud and per field: a side that left a place as it was takes the other's. When one
 * side removed a setting that the other changed, the setting is the conflict.
 */
export function mergeContents(base: MciContent, ours: MciContent, theirs: MciContent): Merged {
	const conflicts: Conflict[] = [];
	const text = (place: "name" | "description") => {
		const [was, mine, other] = [base[place], ours[place], theirs[place]];
		if (mine === other || other === was) return mine;
		if (mine === was) return other;
		conflicts.push({ place, base: was, ours: mine, theirs: other });
		return mine;
	};
	const name = text("name");
	const description = text("description");
	const settings = mergeSettings(base, ours, theirs, conflicts);
	return { content: mciContent({ name, description, tags: mergeTags(base, ours, theirs), settings }), conflicts };
}

function mergeTags(base: MciContent, ours: MciContent, theirs: MciContent): string[] {
	const [was, mine, other] = [new Set(base.tags), new Set(ours.tags), new Set(theirs.tags)];
	return [...new Set([...was, ...mine, ...other])].filter((tag) => (was.has(tag) ? mine.has(tag) && other.has(tag) : true));
}

function mergeSettings(base: MciContent, ours: MciContent, theirs: MciContent, conflicts: Conflict[]): Setting[] {
	const [was, mine, other] = [byCloud(base), byCloud(ours), byCloud(theirs)];
	const merged: Setting[] = [];
	for (const cloud of new Set([...was.keys(), ...mine.keys(), ...other.keys()])) {
		const setting = mergeSetting(cloud, [was.get(cloud) ?? null, mine.get(cloud) ?? null, other.get(cloud) ?? null], conflicts);
		if (setting) merged.push(setting);
	}
	return merged;
}

type Sides = readonly [base: Setting | null, ours: Setting | null, theirs: Setting | null];

function mergeSetting(cloud: string, [base, ours, theirs]: Sides, conflicts: Conflict[]): Setting | null {
	if (same(ours, theirs) || same(theirs, base)) return ours;
	if (same(ours, base)) return theirs;
	if (!ours || !theirs) {
		conflicts.push({ place: "setting", cloud, base, ours, theirs });
		return ours;
	}
	let merged = ours;
	for (const field of settingFields) {
		if (sameField(ours, theirs, field) || (base && sameField(theirs, base, field))) continue;
		if (base && sameField(ours, base, field)) merged = { ...merged, [field]: theirs[field] };
		else if (!base && ours[field] === null) merged = { ...merged, [field]: theirs[field] };
		else if (!base && theirs[field] === null) continue;
		else conflicts.push({ place: "field", cloud, field, base: base?.[field] ?? null, ours: ours[field], theirs: theirs[field] });
	}
	return merged;
}

function same(a: Setting | null, b: Setting | null): boolean {
	return a === b || (a !== null && b !== null && sameSetting(a, b));
}

function byCloud(content: MciContent): Map<string, Setting> {
	return new Map(content.settings.map((setting) => [setting.cloud, setting]));
}
