import type { LifecycleNews, TakenRevisions } from "../client/generated/registry.ts";
import { revisionRef } from "../core/index.ts";
import type { Output } from "./output.ts";
import { plainText } from "./plain-text.ts";

/** Tells what was taken over: what is new, under which names, and what a person should know of it. */
export function printTaken(output: Output, report: TakenRevisions): void {
	if (report.imported.length > 0) {
		const rows = report.imported.map(({ kind, name, publishedName, number }) => {
			return [kind, revisionRef(name, number), name === publishedName ? "" : `published as ${publishedName}`];
		});
		output.table(["kind", "imported", ""], rows);
	}
	const there = report.alreadyThere.length;
	if (there > 0) output.note(`${there} revision${there === 1 ? " is" : "s are"} there already.`);
	if (report.dormantClouds.length > 0) {
		output.note(
			`This account does not have ${report.dormantClouds.join(", ")}: \`mci cloud add\` adds a cloud, and what was imported for it answers.`,
		);
	}
	for (const { text } of report.warnings) output.note(`Warning: ${text}.`);
}

/** Tells what publishers say of revisions that are here. */
export function printNews(output: Output, news: readonly LifecycleNews[]): void {
	for (const { kind, name, number, state, reason, replacement, applied } of news) {
		const instead = replacement === null ? "" : `; use ${replacement} instead`;
		const cure = applied
			? "It holds here too."
			: `It does not hold here: \`${commandOf(kind)} ${state === "revoked" ? "revoke" : "deprecate"} ${revisionRef(name, number)}\` makes it so.`;
		output.line(
			output.style(
				"yellow",
				plainText(`${revisionRef(name, number)} is ${state} by its publisher: ${reason ?? "no reason is given"}${instead}. ${cure}`),
			),
		);
	}
}

function commandOf(kind: LifecycleNews["kind"]): string {
	return kind === "mci" ? "mci" : `mci ${kind}`;
}
