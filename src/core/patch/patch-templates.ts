import { assertNever } from "../../base/assert-never.ts";
import { nullOrSame } from "../../base/null-or-same.ts";
import { type Pin, samePin, samePins } from "../component/pin.ts";
import { inputPath, mciPath, scriptsPath } from "../component/place-path.ts";
import type { TemplateChange } from "../diff/change.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import { replayTag, replayText } from "./patch-fields.ts";
import { arrangeMcis, fitDefault } from "./patch-template-mcis.ts";
import { freely, type Patched, type Rejected, type Replay, sameText, strictly } from "./replay.ts";

/**
 * Applies a diff: `applyTemplateChanges(a, diffTemplates(a, b))` equals b. Whatever else stands at a changed place is
 * written over; what would leave a template without its one default is not done.
 */
export function applyTemplateChanges(content: TemplateContent, changes: readonly TemplateChange[]): TemplateContent {
	return replay(content, changes, freely);
}

/**
 * Applies the changes whose `before` matches the current value, one after the other; a change that is already there
 * does nothing. The others, and those that would leave the template without its one default, are rejected, and the
 * rest is still applied. The order of MCIs follows the ones that both the change and the template have. Throws what
 * `templateContent` throws for a value that is not valid.
 */
export function patchTemplate(content: TemplateContent, changes: readonly TemplateChange[]): Patched<TemplateContent> {
	const rejected: Rejected[] = [];
	return { content: replay(content, changes, strictly(rejected)), rejected };
}

const sameMci = nullOrSame(samePin);

function replay(content: TemplateContent, changes: readonly TemplateChange[], by: Replay): TemplateContent {
	const texts = { name: content.name, description: content.description };
	const tags = new Set(content.tags);
	const mcis = new Map(content.mcis.map((pin) => [pin.lineage, pin]));
	const scripts = { ...content.scripts };
	const inputs = new Map(Object.entries(content.inputs));
	const put = (lineage: string, before: Pin | null, after: Pin | null) => {
		const pin = by.take({ path: mciPath(lineage), found: mcis.get(lineage) ?? null, before, after, same: sameMci });
		if (pin) mcis.set(lineage, pin);
		else mcis.delete(lineage);
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
			case "mci-added":
				put(change.lineage, null, change.after);
				break;
			case "mci-removed":
				put(change.lineage, change.before, null);
				break;
			case "mci-changed":
				put(change.lineage, change.before, change.after);
				break;
			// The default and the order are about the members that all the changes leave.
			case "default-changed":
			case "mcis-reordered":
				break;
			case "scripts-changed": {
				const { sequence, before, after } = change;
				scripts[sequence] = by.take({
					path: scriptsPath(sequence),
					found: scripts[sequence],
					before,
					after,
					same: samePins,
				});
				break;
			}
			case "input-changed": {
				const { name, before, after } = change;
				const value = by.take({
					path: inputPath(name),
					found: inputs.get(name) ?? null,
					before,
					after,
					same: sameText,
				});
				if (value === null) inputs.delete(name);
				else inputs.set(name, value);
				break;
			}
			default:
				assertNever(change);
		}
	}
	const fitting = fitDefault(content, { mcis, changes }, by);
	return templateContent({
		...texts,
		tags,
		mcis: arrangeMcis({ mcis: fitting.mcis, changes }, by),
		defaultMci: fitting.defaultMci,
		scripts,
		inputs: Object.fromEntries(inputs),
	});
}
