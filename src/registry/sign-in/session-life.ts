const hour = 3_600_000;

/** A session ends this long after its start, however much it is used … */
const longestHours = 12;
/** … and when it was not used for this long. */
const idleHours = 1;

/** The latest end of a session that starts now (UTC ISO 8601). */
export function sessionEndsAt(at: string): string {
	return later(at, longestHours);
}

/** The end of a session last used at a time (UTC ISO 8601), unless it is used again. */
export function sessionIdleAt(lastUsedAt: string): string {
	return later(lastUsedAt, idleHours);
}

function later(at: string, hours: number): string {
	return new Date(Date.parse(at) + hours * hour).toISOString();
}
