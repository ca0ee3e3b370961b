import { fault } from "../../core/errors.ts";
import { findSetting, mciContent, nearestNames } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, type ExpectedHead, editHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";

/** Removes the setting of one cloud from HEAD. Throws `setting-not-found` if it has none. */
export function removeSetting(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly expected: ExpectedHead; readonly cloud: string },
): Promise<EditedHead<"mci">> {
	return editHead(needs, actor, {
		kind: "mci",
		name: input.name,
		expected: input.expected,
		act: "remove-setting",
		change: (head) => {
			if (!findSetting(head, input.cloud)) {
				const near = nearestNames(
					input.cloud,
					head.settings.map((setting) => setting.cloud),
				);
				throw fault("setting-not-found", { name: input.name, cloud: input.cloud, near });
			}
			return mciContent({ ...head, settings: head.settings.filter((setting) => setting.cloud !== input.cloud) });
		},
	});
}
