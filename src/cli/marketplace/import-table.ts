import type { LifecycleNews, TakenRevisions } from "../../client/generated/registry.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";

/** Prints the result of one or several imports: new revisions, their names, and warnings. */
export function printTaken(output: Output, ...reports: readonly TakenRevisions[]): void {
	const imported = reports.flatMap((report) => report.imported);
	const dormant = [...new Set(reports.flatMap(({ dormantClouds }) => dormantClouds))].sort();
	if (imported.length > 0) {
		const rows = imported.map(({ kind, name, publishedName, number }) => {
			return [kind, revisionRef(name, number), name === publishedName ? "" : `published as ${publishedName}`];
		});
		output.table(["kind", "imported", ""], rows);
	}
	const there = reports.reduce((sum, { alreadyThere }) => sum + alreadyThere.length, 0);
	if (there > 0) output.note(`${there} revision${there === 1 ? " is" : "s are"} already here.`);
	if (dormant.length > 0) {
		output.note(
			`This account does not have ${dormant.join(", ")}: add the cloud with \`mci cloud add\` to use what was imported for it.`,
		);
	}
	for (const text of new Set(reports.flatMap(({ warnings }) => warnings.map((one) => one.text))))
		output.note(`Warning: ${text}.`);
}

/** Prints publishers' lifecycles of revisions that are here. */
export function printNews(output: Output, news: readonly LifecycleNews[]): void {
	for (const { kind, name, number, state, reason, replacement, applied } of news) {
		const instead = replacement === null ? "" : `; use ${replacement} instead`;
		const cure = applied
			? "This applies here too."
			: `It does not apply here; to apply it, run \`${commandOf(kind)} ${state === "revoked" ? "revoke" : "deprecate"} ${revisionRef(name, number)}\`.`;
		output.line(
			output.style(
				"yellow",
				plainText(
					`${revisionRef(name, number)} is ${state} by its publisher: ${reason ?? "no reason given"}${instead}. ${cure}`,
				),
			),
		);
	}
}

function commandOf(kind: LifecycleNews["kind"]): string {
	return kind === "mci" ? "mci" : `mci ${kind}`;
}
