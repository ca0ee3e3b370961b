import { nearestText } from "../../base/nearest-text.ts";

/** The names a person may have meant, nearest first: for "did you mean". */
export function nearestNames(asked: string, names: Iterable<string>): string[] {
	return nearestText(asked, names, 3);
}
