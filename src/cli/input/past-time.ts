import { UsageError } from "../usage-error.ts";

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A past time, as ISO 8601: `7d`, `12h` or `30m` ago; the `begin` or `end` (the next day's begin) of a day in UTC; or a
 * time with its zone. Throws `UsageError` for anything else.
 */
export function readPastTime(text: string, now: Date, edge: "begin" | "end"): string {
	const span = /^([1-9]\d{0,4})([mhd])$/.exec(text);
	if (span) return new Date(now.getTime() - Number(span[1]) * unitMs[span[2] as keyof typeof unitMs]).toISOString();
	const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text);
	const day = new Date(`${match?.[1]}T00:00:00.000Z`);
	const time = match?.[2] === undefined ? day : new Date(text);
	// A day that does not exist (2026-02-31) becomes another one, or none.
	if (Number.isNaN(time.getTime()) || day.toISOString().slice(0, 10) !== match?.[1]) {
		throw new UsageError(
			`“${text}” is not a time.`,
			"Write 7d, 12h or 30m (ago), a day like 2026-01-31, or 2026-01-31T10:00:00Z.",
		);
	}
	return match[2] === undefined && edge === "end"
		? new Date(day.getTime() + unitMs.d).toISOString()
		: time.toISOString();
}
