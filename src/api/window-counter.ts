/** Counts by key in windows of time that follow each other. Of this process; holds a bounded number of keys. */
export interface WindowCounter {
	/** Counts one more. Seconds until the window ends when they are more than the limit then, else 0. */
	add(key: string, limit: number): number;
	/** Seconds until the window ends when the limit is reached, else 0. Counts nothing. */
	reached(key: string, limit: number): number;
	/** Whether nothing was counted in this window. */
	isEmpty(): boolean;
}

const mostKeys = 100_000;

/** A counter whose windows last so many seconds; `now` is a time in milliseconds that only grows. */
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
