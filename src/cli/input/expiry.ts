import { UsageError } from "../usage-error.ts";

const hour = 3_600_000;

/**
 * The time from which something holds, as ISO 8601: `30d` or `12h` from now, the beginning of a day in UTC, or a time
 * with its time zone. Throws `UsageError` for anything else.
 */
export function readTimeOption(text: string, now: Date): string {
	const span = spanFrom(text, now);
	if (span !== undefined) return span;
	const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
	const at = isTime ? new Date(text) : dayFrom(text, "T00:00:00.000Z");
	if (!at || Number.isNaN(at.getTime()))
		throw new UsageError(`“${text}” is not a time.`, "Write 30d, 12h, 2027-01-31 or 2027-01-31T08:00:00Z.");
	return at.toISOString();
}

/**
 * The time when a token expires, as ISO 8601: `30d` or `12h` from now, or the end of a day in UTC. Throws `UsageError`
 * for anything else.
 */
export function readExpiry(text: string, now: Date): string {
	const span = spanFrom(text, now);
	if (span !== undefined) return span;
	const end = dayFrom(text, "T23:59:59.999Z");
	if (!end) throw new UsageError(`“${text}” is not an expiry time.`, "Write 30d, 12h, or a date like 2027-01-31.");
	return end.toISOString();
}

function spanFrom(text: string, now: Date): string | undefined {
	const span = /^([1-9]\d{0,4})([dh])$/.exec(text);
	return span
		? new Date(now.getTime() + Number(span[1]) * (span[2] === "d" ? 24 * hour : hour)).toISOString()
		: undefined;
}

/** A time of a day; undefined for a day that does not exist (2026-02-31), which would become another one. */
function dayFrom(text: string, time: string): Date | undefined {
	const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}${time}`) : undefined;
	return at && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text ? at : undefined;
}
