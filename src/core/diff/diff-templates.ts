import { compareText } from "../../base/compare-text.ts";
import { type Pin, samePin, samePins } from "../component/pin.ts";
import { scriptSequences, type TemplateContent } from "../template/template-content.ts";
import type { TemplateChange } from "./change.ts";
import { diffFields } from "./diff-fields.ts";

/**
 * The changes from `before` to `after`: fields, tags, MCIs (removed, changed, added, their order), the default,
 * scripts by sequence, inputs by name. Empty exactly if both are equal; a pin's digest does not count as a
 * difference.
 */
export function diffTemplates(before: TemplateContent, after: TemplateContent): TemplateChange[] {
	const changes: TemplateChange[] = [...diffFields(before, after), ...diffMcis(before.mcis, after.mcis)];
	if (before.defaultMci !== after.defaultMci)
		changes.push({ kind: "default-changed", before: before.defaultMci, after: after.defaultMci });
	for (const sequence of scriptSequences) {
		const [had, has] = [before.scripts[sequence], after.scripts[sequence]];
		if (!samePins(had, has)) changes.push({ kind: "scripts-changed", sequence, before: had, after: has });
	}
	const names = new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)]);
	for (const name of [...names].sort(compareText)) {
		const [had, has] = [inputOf(before, name), inputOf(after, name)];
		if (had !== has) changes.push({ kind: "input-changed", name, before: had, after: has });
	}
	return changes;
}

/** The template's value for an input; null = none. */
export function inputOf(content: TemplateContent, name: string): string | null {
	return Object.hasOwn(content.inputs, name) ? (content.inputs[name] ?? null) : null;
}

function diffMcis(before: readonly Pin[], after: readonly Pin[]): TemplateChange[] {
	const changes: TemplateChange[] = [];
	const has = new Map(after.map((pin) => [pin.lineage, pin]));
	const had = new Set(before.map((pin) => pin.lineage));
	const [kept, gone]: [string[], string[]] = [[], []];
	for (const pin of before) {
		const now = has.get(pin.lineage);
		if (now === undefined) changes.push({ kind: "mci-removed", lineage: pin.lineage, before: pin });
		(now === undefined ? gone : kept).push(pin.lineage);
		if (now && !samePin(pin, now)) changes.push({ kind: "mci-changed", lineage: pin.lineage, before: pin, after: now });
	}
	for (const pin of after) {
		if (had.has(pin.lineage)) continue;
		changes.push({ kind: "mci-added", lineage: pin.lineage, after: pin });
		kept.push(pin.lineage);
	}
	const [was, order] = [[...had], after.map((pin) => pin.lineage)];
	// Turned round, what is gone comes back at the end: its place must be told too, or a diff could not be taken back.
	const back = [...order.filter((lineage) => had.has(lineage)), ...gone];
	const tells = order.some((lineage, i) => lineage !== kept[i]) || was.some((lineage, i) => lineage !== back[i]);
	if (tells) changes.push({ kind: "mcis-reordered", before: was, after: order });
	return changes;
}
