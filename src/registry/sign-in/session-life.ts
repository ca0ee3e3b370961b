const hour = 3_600_000;

/** A session ends so long after it began, however much it is used … */
const longestHours = 12;
/** … and when it was not used for so long. */
const idleHours = 1;

/** When a session that begins now (UTC ISO) ends at the latest. */
export function sessionEndsAt(at: string): string {
	return later(at, longestHours);
}

/** When one that was last used at a moment (UTC ISO) ends unless it is used again. */
export function sessionIdleAt(lastUsedAt: string): string {
	return later(lastUsedAt, idleHours);
}

function later(at: string, hours: number): string {
	return new Date(Date.parse(at) + hours * hour).toISOString();
}
