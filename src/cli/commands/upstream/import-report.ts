import { someOf } from "../../../base/some-of.ts";
import type {
	ImportReport,
	ImportReportLinesItem,
	ImportReportLinesItemReleasesItem,
} from "../../../client/generated/registry.ts";
import type { Output } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";

const skippedShown = 20;
const bad = ["conflict", "blocked"];
/** Outcomes of releases that need no action. */
const quiet = ["committed", "unchanged"];

/** True if an MCI was left unchanged because users changed it too. */
export function hasConflict(reports: readonly ImportReport[]): boolean {
	return reports.some((report) =>
		report.lines.some((line) => line.releases.some((release) => bad.includes(release.outcome))),
	);
}

/**
 * Prints the result of an import, list by list: new revisions, what was left out and why, rows that could not be used,
 * warnings.
 */
export function printReports(
	output: Output,
	reports: readonly ImportReport[],
	options: { readonly dryRun?: boolean; readonly upstream?: string } = {},
): void {
	for (const report of reports) printReport(output, report, options.upstream);
	if (options.dryRun) output.note("Dry run: nothing was saved.");
	else if (reports.length > 0 && reports.every((report) => report.unchanged)) output.line("Nothing changed.");
}

function printReport(output: Output, report: ImportReport, upstream: string | undefined): void {
	const { counts } = report;
	const parts = [
		count(report.lines.length, "MultiCloud Image"),
		count(counts.committed, "new revision"),
		`${count(counts.imagesAdded, "image")} added`,
		...(counts.imagesChanged === 0 ? [] : [`${count(counts.imagesChanged, "image")} changed`]),
		`${count(counts.skipped, "row")} skipped`,
	];
	const from = upstream === undefined ? report.from : `${upstream} (${report.from})`;
	output.line(`${output.style("bold", plainText(from))}: ${parts.join(", ")}`);
	printCommitted(output, report.lines);
	printRest(output, report.lines);
	for (const { row, why } of report.skipped.slice(0, skippedShown))
		output.line(`  skipped ${plainText(row)}: ${plainText(why)}`);
	if (report.skipped.length > skippedShown)
		output.line(`  … and ${report.skipped.length - skippedShown} more (--json shows all)`);
	for (const { row, why } of report.warnings.slice(0, skippedShown))
		output.line(output.style("yellow", `  warning: ${plainText(row)}: ${plainText(why)}`));
	if (report.warnings.length > skippedShown)
		output.line(`  … and ${report.warnings.length - skippedShown} more warnings (--json shows all)`);
}

/** One row for each MCI with new revisions: a list with a history brings dozens of each. */
function printCommitted(output: Output, lines: readonly ImportReportLinesItem[]): void {
	const rows = lines.flatMap((line) => {
		const made = line.releases.filter((release) => release.outcome === "committed");
		const [first, last] = [made[0], made.at(-1)];
		if (!first || !last) return [];
		const revisions = first === last ? `revision ${first.revision}` : `revisions ${first.revision}-${last.revision}`;
		const versions = [...new Set([first.version, last.version])].filter((version) => version !== null).map(plainText);
		const release = versions.length === 0 ? "" : `Release ${versions.join(" to ")}`;
		const text = first === last ? first.text : [`${made.length} releases`, ...remarksOf(made, last)].join("; ");
		return [[plainText(line.name), revisions, release, plainText(text)]];
	});
	const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
	for (const row of rows) {
		const text = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
		output.line(`  ${text.trimEnd()}`);
	}
}

/** What several releases hide: those that are held back, and clouds that the newest of them lost. */
function remarksOf(
	made: readonly ImportReportLinesItemReleasesItem[],
	last: ImportReportLinesItemReleasesItem,
): string[] {
	const held = made.filter(({ heldBack }) => heldBack !== null);
	return [
		...held.slice(-3).map(({ revision, heldBack }) => `${revision} held back: ${heldBack}`),
		...(held.length > 3 ? [`${held.length - 3} more held back`] : []),
		...(last.lost.length === 0 ? [] : [`${last.revision} lost ${someOf(last.lost)}`]),
	];
}

function printRest(output: Output, lines: readonly ImportReportLinesItem[]): void {
	let unchanged = 0;
	let known = 0;
	for (const line of lines) {
		if (line.note !== null) output.line(`  ${plainText(line.name)}: ${plainText(line.note)}`);
		for (const release of line.releases) {
			if (release.outcome === "known") known++;
			else if (!quiet.includes(release.outcome))
				output.line(output.style(bad.includes(release.outcome) ? "red" : "yellow", `  ${told(line, release)}`));
		}
		if (line.releases.every((release) => release.outcome === "unchanged" || release.outcome === "known")) unchanged++;
	}
	if (unchanged > 0) output.line(`  ${unchanged} unchanged`);
	if (known > unchanged) output.line(`  ${count(known, "release")} known already`);
}

function told(line: ImportReportLinesItem, release: ImportReportLinesItemReleasesItem): string {
	const version = release.version === null ? "" : ` release ${release.version}`;
	return plainText(`${line.name}${version}: ${release.outcome}: ${release.text}`);
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
