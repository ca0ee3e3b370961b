import { UsageError } from "../usage-error.ts";

/** An id in the registry. Throws `UsageError` for anything else, with what it should be and where to find it. */
export function readNumber(text: string, { what, where }: { readonly what: string; readonly where: string }): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`“${text}” is not ${what}.`, where);
	return Number(text);
}
