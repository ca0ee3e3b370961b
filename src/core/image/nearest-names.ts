import { nearestText } from "../../base/nearest-text.ts";

/** Suggestions for a mistyped name, nearest first. */
export function nearestNames(asked: string, names: Iterable<string>): string[] {
	return nearestText(asked, names, 3);
}
