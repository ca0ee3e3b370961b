const zone = String.raw`(Z|UTC|GMT|[+-]\d{2}:?\d{2})`;
const isoPattern = new RegExp(
	String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,](\d+))?\s?${zone}?)?$`,
	"i",
);
const compactPattern = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?$/;
const clock = String.raw`(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(AM|PM)?\s?${zone}?)?`;
/** `Tue, 05 Aug 2025 10:31:26 +0000`, `15 Jan 2024`, `15-Jan-2024`. */
const dayMonthPattern = new RegExp(
	String.raw`^(?:[a-z]{3,9},?\s)?(\d{1,2})(?:st|nd|rd|th)?[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})${clock}$`,
	"i",
);
/** `Jan 15, 2024`. */
const monthDayPattern = new RegExp(
	String.raw`^(?:[a-z]{3,9},?\s)?([a-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})${clock}$`,
	"i",
);
/** `15/01/2024`, `15-01-2024`: the order of day and month is the publisher's. */
const slashPattern = new RegExp(String.raw`^(\d{1,2})([/-])(\d{1,2})\2(\d{4})${clock}$`, "i");
/** `15.01.2024`: dots are written where the day comes first. */
const dotPattern = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${clock}$`, "i");

const months = [
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
];
const longest = 64;

/** Which number of `03/04/2024` is the day: `dmy` means 3 April. */
export type DayOrder = "dmy" | "mdy";

/**
 * A publisher's time as UTC ISO 8601: ISO dates and times (UTC if they have no zone), `20250805`, `20190620045615`,
 * `20240115T100000Z`, seconds or milliseconds since 1970, dates of mail, `15 Jan 2024`, `Jan 15, 2024`, `15.01.2024`.
 * `15/01/2024` has one reading; `03/04/2024` has none without `order`. Null for anything else, and for days that do not
 * exist.
 */
export function readTime(text: string | null, order?: DayOrder): string | null {
	const at = text?.trim() ?? "";
	if (at === "" || at.length > longest) return null;
	if (/^\d{9,10}$/.test(at)) return isoOf(Number(at) * 1000);
	if (/^\d{13}$/.test(at)) return isoOf(Number(at));
	const parts = numbered(at) ?? worded(at) ?? slashed(at, order);
	return parts === undefined ? null : isoOf(timeOf(parts));
}

/**
 * The order of day and month in a column of dates: null if no date needs one, `ambiguous` with the first date that has
 * two readings while none has only one, `contradictory` with two dates that can't be of one order.
 */
export type DayOrderOfColumn =
	| { readonly order: DayOrder | null }
	| { readonly problem: "ambiguous"; readonly at: number }
	| { readonly problem: "contradictory"; readonly at: number; readonly other: number };

/** Decides the order of day and month once for a whole column: one date with a number over 12 is enough. */
export function dayOrderOf(texts: readonly (string | null)[]): DayOrderOfColumn {
	const first: Partial<Record<DayOrder | "either", number>> = {};
	for (const [i, text] of texts.entries()) {
		const match = slashPattern.exec(text?.trim().slice(0, longest) ?? "");
		if (!match) continue;
		const [a, b] = [Number(match[1]), Number(match[3])];
		if (a === b) continue;
		first[a > 12 ? "dmy" : b > 12 ? "mdy" : "either"] ??= i;
	}
	const { dmy, mdy, either } = first;
	if (dmy !== undefined && mdy !== undefined)
		return { problem: "contradictory", at: Math.max(dmy, mdy), other: Math.min(dmy, mdy) };
	if (dmy !== undefined) return { order: "dmy" };
	if (mdy !== undefined) return { order: "mdy" };
	return either === undefined ? { order: null } : { problem: "ambiguous", at: either };
}

interface Parts {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly fraction?: string | undefined;
	readonly half?: string | undefined;
	readonly zone?: string | undefined;
}

function numbered(at: string): Parts | undefined {
	const iso = isoPattern.exec(at);
	if (iso) {
		const [, year, , month, day, hour, minute, second, fraction, offset] = iso;
		return partsOf([year, month, day], [hour, minute, second, undefined, offset], fraction);
	}
	const compact = compactPattern.exec(at);
	if (compact) {
		const [, year, month, day, ...time] = compact;
		return partsOf([year, month, day], time);
	}
	const dots = dotPattern.exec(at);
	if (!dots) return undefined;
	const [, day, month, year, ...time] = dots;
	return partsOf([year, month, day], time);
}

function worded(at: string): Parts | undefined {
	const dayFirst = dayMonthPattern.exec(at);
	const match = dayFirst ?? monthDayPattern.exec(at);
	if (!match) return undefined;
	const [, a, b, year, ...time] = match;
	const [day, word = ""] = dayFirst ? [a, b] : [b, a];
	const month = months.findIndex((name) => name.startsWith(word.toLowerCase().replace(/^sept$/, "sep")));
	return month < 0 ? undefined : partsOf([year, String(month + 1), day], time);
}

function slashed(at: string, order: DayOrder | undefined): Parts | undefined {
	const match = slashPattern.exec(at);
	if (!match) return undefined;
	const [, a, , b, year, ...time] = match;
	const own: DayOrder | undefined = Number(a) > 12 || a === b ? "dmy" : Number(b) > 12 ? "mdy" : order;
	if (own === undefined) return undefined;
	return partsOf(own === "dmy" ? [year, b, a] : [year, a, b], time);
}

/** Time: hour, minute, second, AM or PM, zone. */
function partsOf(
	date: readonly (string | undefined)[],
	[hour, minute, second, half, place]: readonly (string | undefined)[],
	fraction?: string,
): Parts {
	const [year, month, day] = date.map((part) => Number(part ?? "0")) as [number, number, number];
	const [h, m, s] = [hour, minute, second].map((part) => Number(part ?? "0")) as [number, number, number];
	return { year, month, day, hour: h, minute: m, second: s, fraction, half, zone: place };
}

/** Milliseconds since 1970; NaN for a day or an hour that does not exist. */
function timeOf({ year, month, day, hour: written, minute, second, fraction, half, zone: place }: Parts): number {
	if (half !== undefined && (written < 1 || written > 12)) return Number.NaN;
	const hour = half === undefined ? written : (written % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
	const local = Date.UTC(year, month - 1, day, hour, minute, second);
	const date = new Date(local);
	const exists =
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day &&
		date.getUTCHours() === hour &&
		date.getUTCMinutes() === minute;
	if (!exists) return Number.NaN;
	return local + (fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)) - offset(place);
}

function offset(place: string | undefined): number {
	if (place === undefined || !/^[+-]/.test(place)) return 0;
	const minutes = Number(place.slice(1, 3)) * 60 + Number(place.slice(-2));
	return (place.startsWith("-") ? -minutes : minutes) * 60_000;
}

function isoOf(time: number): string | null {
	const year = Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).getUTCFullYear() : -1;
	return year >= 0 && year <= 9999 ? new Date(time).toISOString() : null;
}
