/** Counts by key in consecutive time windows, in this process. The number of keys is bounded. */
export interface WindowCounter {
	/** Counts one more. Returns the seconds until the window ends if the limit is exceeded, else 0. */
	add(key: string, limit: number): number;
	/** The seconds until the window ends if the limit is reached, else 0. Does not count. */
	reached(key: string, limit: number): number;
	/** True if nothing was counted in this window. */
	isEmpty(): boolean;
}

const mostKeys = 100_000;

/** Creates a counter with windows of `seconds`; `now` returns milliseconds and never decreases. */
export function windowCounter(seconds: number, now: () => number): WindowCounter {
	const counts = new Map<string, number>();
	let until = Number.NEGATIVE_INFINITY;
	const roll = (): number => {
		const at = now();
		if (at < until) return at;
		counts.clear();
		until = at + seconds * 1000;
		return at;
	};
	return {
		add: (key, limit) => {
			const at = roll();
			const count = (counts.get(key) ?? 0) + 1;
			if (count === 1 && counts.size >= mostKeys) counts.delete(counts.keys().next().value ?? "");
			counts.set(key, count);
			return count > limit ? Math.ceil((until - at) / 1000) : 0;
		},
		reached: (key, limit) => {
			const at = roll();
			return (counts.get(key) ?? 0) >= limit ? Math.ceil((until - at) / 1000) : 0;
		},
		isEmpty: () => {
			roll();
			return counts.size === 0;
		},
	};
}
