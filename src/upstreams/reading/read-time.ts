const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const compactPattern = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const mailPattern = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})$/;

/**
 * A publisher's time as UTC ISO 8601: ISO dates and times (UTC if they have no zone), `20250805`, `20190620045615`,
 * seconds or milliseconds since 1970, dates of mail. Null for anything else, and for days that do not exist.
 */
export function readTime(text: string | null): string | null {
	if (text === null) return null;
	const at = text.trim();
	if (/^\d{9,10}$/.test(at)) return isoOf(Number(at) * 1000);
	if (/^\d{13}$/.test(at)) return isoOf(Number(at));
	if (mailPattern.test(at)) return isoOf(Date.parse(at));
	const iso = isoPattern.exec(at);
	const parts = iso ?? compactPattern.exec(at);
	if (!parts) return null;
	const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(parts[i] ?? "0")) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const local = Date.UTC(year, month - 1, day, hour, minute, second);
	const date = new Date(local);
	if (
		date.getUTCMonth() !== month - 1 ||
		date.getUTCDate() !== day ||
		date.getUTCHours() !== hour ||
		date.getUTCMinutes() !== minute
	)
		return null;
	return isoOf(local + fraction(at) - offset(iso?.[7]));
}

function fraction(text: string): number {
	const digits = /\.(\d+)/.exec(text)?.[1];
	return digits ? Math.floor(Number(`0.${digits}`) * 1000) : 0;
}

function offset(zone: string | undefined): number {
	if (zone === undefined || zone === "Z") return 0;
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
	return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

function isoOf(time: number): string | null {
	const year = Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).getUTCFullYear() : -1;
	return year >= 0 && year <= 9999 ? new Date(time).toISOString() : null;
}
