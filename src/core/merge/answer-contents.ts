import { assertNever } from "../../base/assert-never.ts";
import { isArtifactPlace } from "../image/cloud.ts";
import { checkImageIdentity, imageKindOf } from "../image/image.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { checkSettingText, type Setting, withField } from "../image/setting.ts";
import { type Answered, type AnswerValue, type ConflictAnswers, problemOf, readAnswers, sidesOnly } from "./answer.ts";
import { checkDescription, checkName, withText } from "./answer-text.ts";
import type { MciConflict, Merged } from "./conflict.ts";

/**
 * Applies answers to a merge's conflicts. An answer to something that is not a conflict, or with a value that is
 * not valid there, is a problem; its conflict stays open.
 */
export function answerContents(
	merged: Merged<MciContent, MciConflict>,
	answers: ConflictAnswers,
): Answered<MciContent, MciConflict> {
	const { settled, open, problems } = readAnswers(merged.conflicts, answers, withValue);
	const texts = { name: merged.content.name, description: merged.content.description };
	const settings = new Map<string, Setting>(merged.content.settings.map((setting) => [setting.cloud, setting]));
	for (const conflict of settled) {
		switch (conflict.place) {
			case "name":
			case "description":
				texts[conflict.place] = conflict.ours;
				break;
			case "setting":
				if (conflict.ours) settings.set(conflict.cloud, conflict.ours);
				else settings.delete(conflict.cloud);
				break;
			case "field": {
				const setting = settings.get(conflict.cloud);
				if (setting) settings.set(conflict.cloud, withField(setting, conflict.field, conflict.ours));
				break;
			}
			default:
				assertNever(conflict);
		}
	}
	return { content: mciContent({ ...texts, tags: merged.content.tags, settings: settings.values() }), open, problems };
}

function withValue(conflict: MciConflict, value: AnswerValue): MciConflict | string {
	switch (conflict.place) {
		case "name":
			return withText(conflict, value, checkName);
		case "description":
			return withText(conflict, value, checkDescription);
		case "setting":
			return value === null ? { ...conflict, ours: null } : sidesOnly("the setting is removed");
		case "field": {
			const { cloud, field } = conflict;
			if (field !== "image") {
				if (value !== null && typeof value !== "string") return "it must be a text or null";
				return problemOf(() => checkSettingText(cloud, field, value)) ?? { ...conflict, ours: value };
			}
			if (value === null) return "it must be an image, because every setting has one";
			const image = typeof value === "string" ? imageOf(cloud, value) : value;
			return problemOf(() => checkImageIdentity(cloud, image)) ?? { ...conflict, ours: image };
		}
		default:
			return assertNever(conflict);
	}
}

function imageOf(cloud: string, uid: string) {
	return { kind: isArtifactPlace(cloud) ? ("artifact" as const) : imageKindOf(uid), uid, checksum: null };
}
