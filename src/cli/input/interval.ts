import { UsageError } from "../usage-error.ts";

const minutesOf = { m: 1, h: 60, d: 24 * 60 } as const;

/** An interval in minutes: `30m`, `6h`, `1d`; `never` = null. Throws `UsageError` for anything else. */
export function readInterval(text: string): number | null {
	if (text === "never") return null;
	const span = /^([1-9]\d{0,4})([mhd])$/.exec(text);
	if (!span) throw new UsageError(`“${text}” is not an interval.`, "Write 30m, 6h, 1d or never.");
	return Number(span[1]) * minutesOf[span[2] as keyof typeof minutesOf];
}

/** An interval as it is typed. */
export function intervalText(minutes: number | null): string {
	if (minutes === null) return "never";
	for (const unit of ["d", "h"] as const)
		if (minutes % minutesOf[unit] === 0) return `${minutes / minutesOf[unit]}${unit}`;
	return `${minutes}m`;
}

/** An interval for users. */
export function everyText(minutes: number | null): string {
	return minutes === null ? "never" : `every ${intervalText(minutes)}`;
}
