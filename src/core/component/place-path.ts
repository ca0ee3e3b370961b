import { type SettingField, settingFields } from "../image/setting.ts";
import type { ScriptInputField } from "../script/script-content.ts";
import type { ScriptSequence } from "../template/template-content.ts";

/*
 * Places in a content as people write them. Within one content no two places have one path: what could be taken for
 * another place, such as a cloud called `name`, stands in brackets.
 */

/** The whole setting of a cloud: `aws-us-east-1`; `settings[name]` for a slug that reads like another place. */
export function settingPath(cloud: string): string {
	const isOtherPlace =
		cloud === "name" || cloud === "description" || settingFields.some((field) => cloud.endsWith(`.${field}`));
	return isOtherPlace ? `settings[${cloud}]` : cloud;
}

/** One field of a setting: `aws-us-east-1.image`. */
export function settingFieldPath(cloud: string, field: SettingField): string {
	return `${settingPath(cloud)}.${field}`;
}

/** One MCI of a template: `mcis.<lineage>`. */
export function mciPath(lineage: string): string {
	return `mcis.${lineage}`;
}

/** The order of a template's MCIs. */
export const mciOrderPath = "mcis";

/** The lineage of a template's default MCI. */
export const defaultMciPath = "default";

/** A template's scripts of one sequence, as a whole list: `scripts.boot`. */
export function scriptsPath(sequence: ScriptSequence): string {
	return `scripts.${sequence}`;
}

/** The value that a template gives to an input, or an input that a script declares: `inputs.PORT`. */
export function inputPath(name: string): string {
	return `inputs.${name}`;
}

/** One field of an input that a script declares: `inputs.PORT.default`. */
export function inputFieldPath(name: string, field: ScriptInputField): string {
	return `${inputPath(name)}.${field}`;
}
