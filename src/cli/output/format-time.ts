/** A time of the API for users: `2025-09-04 03:53`, in UTC; empty for none. */
export function formatTime(iso: string | null): string {
	return iso === null ? "" : iso.slice(0, 16).replace("T", " ");
}

/** Only the day. */
export function day(iso: string | null): string {
	return iso === null ? "" : iso.slice(0, 10);
}
