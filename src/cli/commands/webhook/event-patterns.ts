import { eventWords, isEventPattern } from "../../../core/event/index.ts";
import { UsageError } from "../../usage-error.ts";

/** Events as a list with commas: words, beginnings (`channel.*`), or `*`. Throws `UsageError` for one that is none. */
export function readEventPatterns(text: string): string[] {
	const patterns = text.split(",").map((one) => one.trim());
	const wrong = patterns.find((one) => !isEventPattern(one));
	if (wrong !== undefined)
		throw new UsageError(
			`There is no event “${wrong}”.`,
			`The events are ${eventWords.join(", ")}; channel.* and * mean several.`,
		);
	return patterns;
}
