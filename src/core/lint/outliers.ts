import { agree } from "../image/os-agreement.ts";
import type { ReadSetting } from "./read-mci.ts";

/** Settings that contradict the majority. */
export interface Outliers {
	/** What most settings say. */
	readonly usual: string;
	/** How many say exactly that. */
	readonly agreeing: number;
	readonly settings: readonly { readonly setting: ReadSetting; readonly value: string }[];
}

/**
 * Finds the settings whose value contradicts the most frequent one (of equally frequent values, the first in the
 * order of clouds). Settings without a value don't count, and a less specific value is not a contradiction.
 * Undefined if all agree.
 */
export function findOutliers(
	settings: readonly ReadSetting[],
	read: (setting: ReadSetting) => string | null,
	saysLess: (vague: string, exact: string) => boolean = () => false,
): Outliers | undefined {
	const counts = new Map<string, number>();
	for (const setting of settings) {
		const value = read(setting);
		if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	const usual = mostFrequent(counts, saysLess);
	if (usual === undefined) return undefined;
	const outliers = settings.flatMap((setting) => {
		const value = read(setting);
		return value === null || agree(value, usual, saysLess) ? [] : [{ setting, value }];
	});
	return outliers.length === 0 ? undefined : { usual, agreeing: counts.get(usual) ?? 0, settings: outliers };
}

/**
 * The most frequent of the most specific values. Tries frequent values first, so that of many values only a few are
 * compared.
 */
function mostFrequent(
	counts: ReadonlyMap<string, number>,
	saysLess: (vague: string, exact: string) => boolean,
): string | undefined {
	const values = [...counts.keys()];
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([value]) => value)
		.find((value) => !values.some((other) => saysLess(value, other)));
}
