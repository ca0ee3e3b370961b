import type { ComponentFields } from "../component/component-fields.ts";
import type { TagChange, TextChange, WordsChange } from "./change.ts";

/** The change from one text to another: a list of one change, or none. */
export function diffText<F extends string>(field: F, before: string, after: string): TextChange<F>[] {
	return before === after ? [] : [{ kind: "text-changed", field, before, after }];
}

/** Removed tags, then added tags, each in order. */
export function diffTags(before: readonly string[], after: readonly string[]): TagChange[] {
	const [had, has] = [new Set(before), new Set(after)];
	return [
		...before.filter((tag) => !has.has(tag)).map((tag): TagChange => ({ kind: "tag-removed", tag })),
		...after.filter((tag) => !had.has(tag)).map((tag): TagChange => ({ kind: "tag-added", tag })),
	];
}

/** Name, description, then tags. */
export function diffFields(before: ComponentFields, after: ComponentFields): WordsChange[] {
	return [
		...diffText("name", before.name, after.name),
		...diffText("description", before.description, after.description),
		...diffTags(before.tags, after.tags),
	];
}
