import type { TagChange, TextChange } from "../diff/change.ts";
import { type Replay, sameText } from "./replay.ts";

/** Makes a change of a text in `texts`. */
export function replayText<F extends string>(texts: Record<F, string>, change: TextChange<F>, by: Replay): void {
	const { field, before, after } = change;
	texts[field] = by.take<string>({ path: field, found: texts[field], before, after, same: sameText });
}

/** Makes a change of a tag in `tags`: one that is there need not come, one that is not there need not go. */
export function replayTag(tags: Set<string>, change: TagChange): void {
	if (change.kind === "tag-added") tags.add(change.tag);
	else tags.delete(change.tag);
}
