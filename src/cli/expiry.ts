import { UsageError } from "./usage-error.ts";

const hour = 3_600_000;

/** When a token expires, as ISO 8601: `30d` or `12h` from now, or the end of a day in UTC. Throws `UsageError` for anything else. */
export function readExpiry(text: string, now: Date): string {
	const span = /^([1-9]\d{0,4})([dh])$/.exec(text);
	if (span) return new Date(now.getTime() + Number(span[1]) * (span[2] === "d" ? 24 * hour : hour)).toISOString();
	const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59.999Z`) : undefined;
	// A day that no month has (2026-02-31) becomes another one, or none.
	if (!end || Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== text) {
		throw new UsageError(`“${text}” is no time to expire.`, "Write 30d, 12h, or a date like 2027-01-31.");
	}
	return end.toISOString();
}
