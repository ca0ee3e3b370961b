import { eventTypes, isEventPattern } from "../../../core/event/index.ts";
import { UsageError } from "../../usage-error.ts";

/** Reads events separated by commas: names, prefixes (`channel.*`), or `*`. Throws `UsageError` for any other. */
export function readEventPatterns(text: string): string[] {
	const patterns = text.split(",").map((one) => one.trim());
	const wrong = patterns.find((one) => !isEventPattern(one));
	if (wrong !== undefined)
		throw new UsageError(
			`There is no event “${wrong}”.`,
			`The events are ${eventTypes.join(", ")}. channel.* and * stand for several.`,
		);
	return patterns;
}
