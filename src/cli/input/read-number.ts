import { UsageError } from "../usage-error.ts";

/** The number that something of the registry has. Throws `UsageError` for anything else, saying what it should be and where to find it. */
export function readNumber(text: string, { what, where }: { readonly what: string; readonly where: string }): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`“${text}” is not ${what}.`, where);
	return Number(text);
}
