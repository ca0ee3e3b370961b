import { plainText } from "../reading/values.ts";
import type { SourceOptions } from "../source.ts";

/** An option's text; null if it is missing or empty. */
export function optionOf(options: SourceOptions, name: string): string | null {
	return Object.hasOwn(options, name) ? plainText(options[name]) : null;
}
