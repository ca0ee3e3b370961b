import type { TemplateContent } from "../template/template-content.ts";
import type { Merged, TemplateConflict } from "./conflict.ts";

/**
 * Lineages of a merged template's members and of the MCIs in question, in the merge's order, or in the order that was
 * answered with whatever it does not name behind.
 */
export function orderAfter(
	merged: Merged<TemplateContent, TemplateConflict>,
	settled: readonly TemplateConflict[],
): string[] {
	const order = merged.content.mcis.map((pin) => pin.lineage);
	const has = new Set(order);
	const absent = merged.conflicts.flatMap((conflict) =>
		conflict.place === "mci" && !has.has(conflict.lineage) ? [conflict] : [],
	);
	for (const { position, lineage } of absent.sort((a, b) => a.position - b.position))
		order.splice(position, 0, lineage);
	const answered = settled.find((conflict) => conflict.place === "mci-order");
	if (answered === undefined) return order;
	const candidates = new Set(order);
	return [...new Set([...answered.ours.filter((lineage) => candidates.has(lineage)), ...order])];
}

/** Open conflicts whose positions count what is left: `order` without the MCIs that an answer has put away. */
export function renumber(
	open: readonly TemplateConflict[],
	order: readonly string[],
	members: ReadonlyMap<string, unknown>,
): TemplateConflict[] {
	const inQuestion = new Set(open.flatMap((conflict) => (conflict.place === "mci" ? [conflict.lineage] : [])));
	const left = order.filter((lineage) => members.has(lineage) || inQuestion.has(lineage));
	return open.map((conflict) =>
		conflict.place === "mci" ? { ...conflict, position: left.indexOf(conflict.lineage) } : conflict,
	);
}
