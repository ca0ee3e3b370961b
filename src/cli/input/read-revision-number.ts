import { UsageError } from "../usage-error.ts";

/** The number of a revision in an option: `4`, or `head`, which is 0. */
export function readRevisionNumber(option: string, text: string): number {
	if (text === "head") return 0;
	if (!/^\d{1,7}$/.test(text))
		throw new UsageError(`“${text}” is not a revision's number or head, which ${option} takes.`);
	return Number(text);
}
