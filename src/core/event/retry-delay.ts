/** Seconds from a failed try to the next one: 10 s, 1 min, 5 min, 30 min, 2 h, 6 h, 15 h; nearly a day in all. */
const delays = [10, 60, 300, 1800, 7200, 21_600, 54_000] as const;

/** How many times something is tried before it is given up. */
export const mostTries = delays.length + 1;

/** The longest that a receiver's own requested may put a try off, in milliseconds. */
const longestRequested = 86_400_000;

/**
 * Milliseconds until the next try after so many have failed; undefined when they were the last. `share`, from 0 to 1,
 * spreads what failed together over a tenth to either side. What the other side asked for (`Retry-After`) is waited
 * for, up to a day, when it is longer.
 */
export function retryDelayMs(failed: number, share: number, requestedMs: number | null = null): number | undefined {
	const seconds = delays[failed - 1];
	if (seconds === undefined) return undefined;
	const own = Math.round(seconds * 1000 * (0.9 + 0.2 * share));
	return Math.max(own, Math.min(requestedMs ?? 0, longestRequested));
}
