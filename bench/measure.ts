/** One line of the report: ours and the baseline, measured in the same run. */
export interface Measure {
	readonly what: string;
	readonly unit: string;
	readonly ours: number;
	readonly baseline: number;
	/** Ours divided by the baseline: the median of the rounds, each of which had its own disturbances on both sides. */
	readonly ratio: number;
	/** The ratios of the single rounds, sorted. Their spread shows how far to trust the median. */
	readonly rounds: readonly number[];
	readonly aim: Aim | null;
}

/** The target for the ratio or for ours. */
export interface Aim {
	readonly of: "ratio" | "ours";
	readonly atLeast?: number;
	readonly atMost?: number;
}

/** The options of a benchmark. */
export interface BenchOptions {
	/** Fewer rows and rounds, to try a change. */
	readonly quick: boolean;
	/** Prints progress; not part of the report. */
	tell(text: string): void;
}

/** Does a share of the work and returns the number of operations done. */
export type Side = () => Promise<number> | number;

/** The result of interleaved rounds, in nanoseconds per operation. */
export interface Compared {
	/** The best round of each side: the cost without disturbances. */
	readonly ours: number;
	readonly baseline: number;
	readonly rounds: readonly number[];
}

/**
 * Times two sides in turns, so that other work on the machine disturbs both alike. The side that starts alternates
 * between rounds. `cpu` counts the CPU time of this process, for work without waiting; `wall` is for work that waits
 * for other processes.
 */
export async function compare(
	sides: { readonly ours: Side; readonly baseline: Side },
	how: { readonly rounds: number; readonly clock: "cpu" | "wall" },
) {
	const costs = { ours: [] as number[], baseline: [] as number[] };
	await sides.ours();
	await sides.baseline();
	for (let round = 0; round < how.rounds; round++) {
		const order = round % 2 === 0 ? (["ours", "baseline"] as const) : (["baseline", "ours"] as const);
		for (const side of order) costs[side].push(await costOf(sides[side], how.clock));
	}
	return compared(costs);
}

/** Combines the costs of paired rounds. */
export function compared(costs: { readonly ours: readonly number[]; readonly baseline: readonly number[] }): Compared {
	const rounds = costs.ours.map((cost, i) => cost / (costs.baseline[i] ?? Number.NaN)).sort((a, b) => a - b);
	return { ours: Math.min(...costs.ours), baseline: Math.min(...costs.baseline), rounds };
}

async function costOf(side: Side, clock: "cpu" | "wall"): Promise<number> {
	// Collects the other side's garbage before the clock starts.
	globalThis.gc?.();
	const cpu = process.cpuUsage();
	const wall = process.hrtime.bigint();
	const operations = await side();
	const used = process.cpuUsage(cpu);
	const nanoseconds = clock === "cpu" ? (used.user + used.system) * 1000 : Number(process.hrtime.bigint() - wall);
	return nanoseconds / operations;
}

/** The duration of an operation as a line of the report: lower is better. */
export function costMeasure(
	what: string,
	result: Compared,
	unit: { readonly name: string; readonly nanoseconds: number },
	aim: Aim | null,
): Measure {
	const { ours, baseline, rounds } = result;
	return {
		what,
		unit: unit.name,
		ours: ours / unit.nanoseconds,
		baseline: baseline / unit.nanoseconds,
		ratio: middle(rounds),
		rounds,
		aim,
	};
}

/** The operations per second as a line of the report: higher is better. */
export function speedMeasure(what: string, result: Compared, name: string, aim: Aim | null): Measure {
	const rounds = result.rounds.map((ratio) => 1 / ratio).sort((a, b) => a - b);
	return {
		what,
		unit: name,
		ours: 1e9 / result.ours,
		baseline: 1e9 / result.baseline,
		ratio: middle(rounds),
		rounds,
		aim,
	};
}

/** The median of sorted numbers. */
export function middle(sorted: readonly number[]): number {
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const microseconds = { name: "µs", nanoseconds: 1e3 } as const;
export const milliseconds = { name: "ms", nanoseconds: 1e6 } as const;

/** Whether the aim is reached; null without one. */
export function meets(measure: Measure): boolean | null {
	if (!measure.aim) return null;
	const value = measure.aim.of === "ratio" ? measure.ratio : measure.ours;
	return (
		value >= (measure.aim.atLeast ?? Number.NEGATIVE_INFINITY) &&
		value <= (measure.aim.atMost ?? Number.POSITIVE_INFINITY)
	);
}
