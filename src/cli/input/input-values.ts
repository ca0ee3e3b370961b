import { UsageError } from "../usage-error.ts";

/** Reads any number of `NAME=VALUE`. Throws `UsageError` for one without `=` and for a repeated name. */
export function readInputs(texts: readonly string[] | undefined): Record<string, string> {
	const inputs: Record<string, string> = {};
	for (const text of texts ?? []) {
		const equals = text.indexOf("=");
		if (equals < 1) throw new UsageError(`Input ${text} has no value.`, "Write NAME=VALUE; NAME= sets the empty text.");
		const name = text.slice(0, equals);
		if (Object.hasOwn(inputs, name)) throw new UsageError(`Input ${name} is given twice.`);
		inputs[name] = text.slice(equals + 1);
	}
	return inputs;
}
