import { type Measure, meets } from "./measure.ts";

const columns = ["what", "ours", "baseline", "ratio", "rounds", "aim", "meets"] as const;

/** Renders the measures as a table. */
export function renderTable(measures: readonly Measure[]): string {
	const rows = [[...columns], ...measures.map(cellsOf)];
	const widths = columns.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
	return rows
		.map((row) =>
			row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
		)
		.join("\n");
}

function cellsOf(measure: Measure): string[] {
	const { what, unit, ours, baseline, ratio, rounds } = measure;
	const met = meets(measure);
	const at = (share: number) => figure(rounds[Math.floor((rounds.length - 1) * share)] ?? ratio);
	const spread = rounds.length > 3 ? `${at(0.25)}–${at(0.75)}` : "";
	return [
		what,
		`${figure(ours)} ${unit}`,
		`${figure(baseline)} ${unit}`,
		figure(ratio),
		spread,
		aimOf(measure),
		met === null ? "" : met ? "yes" : "NO",
	];
}

function aimOf({ aim, unit }: Measure): string {
	if (!aim) return "";
	const text = aim.atLeast !== undefined ? `≥ ${figure(aim.atLeast)}` : `≤ ${figure(aim.atMost ?? 0)}`;
	return aim.of === "ratio" ? text : `${text} ${unit}`;
}

function figure(value: number): string {
	if (!Number.isFinite(value)) return "–";
	if (value >= 1000) return Math.round(value).toLocaleString("en-US");
	return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
