import { compareText } from "../../base/compare-text.ts";
import type { Pin } from "../component/pin.ts";
import { defaultMciPath, mciOrderPath, mciPath } from "../component/place-path.ts";
import type { TemplateContent } from "../template/template-content.ts";
import type { TemplateConflict } from "./conflict.ts";
import { mergeOrder } from "./merge-order.ts";
import { byLineage, samePinOrNone } from "./merge-pin-list.ts";
import { keysOf, type Sides, threeWay, valuesAt } from "./three-way.ts";

/** A template's MCIs and their default. */
export interface MergedMcis {
	readonly mcis: readonly Pin[];
	readonly defaultMci: string | null;
	readonly conflicts: readonly TemplateConflict[];
}

/**
 * Merges members by lineage, their order pair by pair, and the default. The default is also a conflict if it may be
 * missing in the merged template; then the MCIs that either side's default needs are in conflict too, so that every
 * answer can give a valid template.
 */
export function mergeTemplateMcis({ base, ours, theirs }: Sides<TemplateContent, TemplateContent | null>): MergedMcis {
	const maps = { base: byLineage(base?.mcis ?? []), ours: byLineage(ours.mcis), theirs: byLineage(theirs.mcis) };
	const merged = new Map<string, Pin>();
	const contested = new Set<string>();
	for (const lineage of keysOf(maps)) {
		const { value, isConflict } = threeWay(valuesAt(maps, lineage), samePinOrNone);
		if (value) merged.set(lineage, value);
		if (isConflict) contested.add(lineage);
	}
	const defaults = { base: base?.defaultMci ?? null, ours: ours.defaultMci, theirs: theirs.defaultMci };
	const chosen = threeWay(defaults, Object.is);
	const isOnBoth = (lineage: string) => maps.ours.has(lineage) && maps.theirs.has(lineage);
	const isDefaultContested = chosen.isConflict || !isSure(chosen.value);
	if (isDefaultContested)
		for (const lineage of [...neededBy(defaults.ours), ...neededBy(defaults.theirs)]) contest(lineage);

	const candidates = new Set([...merged.keys(), ...contested]);
	const lineages = { base: [...maps.base.keys()], ours: [...maps.ours.keys()], theirs: [...maps.theirs.keys()] };
	const { order, verdict } = mergeOrder(candidates, lineages);
	const conflicts: TemplateConflict[] = [];
	if (isDefaultContested) conflicts.push({ place: "default", path: defaultMciPath, ...defaults });
	for (const lineage of [...contested].sort(compareText)) {
		const path = mciPath(lineage);
		conflicts.push({ place: "mci", path, lineage, position: order.indexOf(lineage), ...valuesAt(maps, lineage) });
	}
	if (verdict === "contradictory")
		conflicts.push({ place: "mci-order", path: mciOrderPath, ...lineages, base: base && lineages.base });
	return {
		mcis: order.flatMap((lineage) => merged.get(lineage) ?? []),
		defaultMci: isDefaultContested ? defaults.ours : chosen.value,
		conflicts,
	};

	/** This default is possible with every answer to the conflicts. */
	function isSure(lineage: string | null): boolean {
		if (lineage === null) return merged.size === 0 && contested.size === 0;
		return merged.has(lineage) && (!contested.has(lineage) || isOnBoth(lineage));
	}

	/** The MCIs that a side's default needs; without a default, none of them can stay. */
	function neededBy(lineage: string | null): string[] {
		if (lineage === null) return [...merged.keys()];
		return merged.has(lineage) ? [] : [lineage];
	}

	function contest(lineage: string): void {
		contested.add(lineage);
		const pin = maps.ours.get(lineage);
		if (pin) merged.set(lineage, pin);
		else merged.delete(lineage);
	}
}
