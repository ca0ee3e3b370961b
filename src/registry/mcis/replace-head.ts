import { mciContent, parseCloudSlug } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, type ExpectedHead, editHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { type SettingInput, settingFrom } from "./put-setting.ts";

/** The whole content of HEAD, as in a file. */
export interface HeadInput {
	readonly description: string;
	readonly tags: readonly string[];
	readonly settings: readonly (SettingInput & { readonly cloud: string })[];
}

/**
 * Replaces HEAD's content: settings that the input does not list are removed. Throws `setting-duplicate` and whatever
 * `editHead` throws.
 */
export function replaceHead(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly head: HeadInput;
		readonly dryRun?: boolean | undefined;
	},
): Promise<EditedHead<"mci">> {
	return editHead(needs, actor, {
		kind: "mci",
		name: input.name,
		expected: input.expected,
		act: "replace",
		dryRun: input.dryRun,
		change: (head) =>
			mciContent({
				name: head.name,
				description: input.head.description,
				tags: input.head.tags,
				settings: input.head.settings.map((setting) => settingFrom(parseCloudSlug(setting.cloud), undefined, setting)),
			}),
	});
}
