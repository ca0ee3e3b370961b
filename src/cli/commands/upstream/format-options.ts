import { UsageError } from "../../usage-error.ts";

/** Reads any number of `--option name=value`. Throws `UsageError` for one without `=` and for a repeated name. */
export function readFormatOptions(texts: readonly string[] | undefined): Record<string, string> {
	const options: Record<string, string> = {};
	for (const text of texts ?? []) {
		const equals = text.indexOf("=");
		if (equals < 1)
			throw new UsageError(
				`--option ${text} has no value.`,
				"Write --option name=value; `mci upstream formats` lists them.",
			);
		const name = text.slice(0, equals);
		if (Object.hasOwn(options, name)) throw new UsageError(`Option ${name} is given twice.`);
		options[name] = text.slice(equals + 1);
	}
	return options;
}
