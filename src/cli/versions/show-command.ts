import type { Command } from "commander";
import type { FormerName, ScriptRevision } from "../../client/generated/registry.ts";
import { componentNouns } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { printChanges, summarize } from "../output/changes.ts";
import { formatTime } from "../output/format-time.ts";
import type { Output } from "../output/output.ts";
import { printParts } from "../output/parts-table.ts";
import { plainLines, plainText } from "../output/plain-text.ts";
import { printField } from "../output/print-field.ts";
import { printStatus } from "../output/status-text.ts";
import type { HeadAnswer, Summary } from "./kind-api.ts";
import { summaryIn } from "./kind-api.ts";

/** Shows a ServerTemplate or a script with its content. */
export function showCommand(kind: "template" | "script"): CommandModule {
	const { command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} show web`,
			`${noun} show web@3`,
			`${noun} show web@head --json`,
			...(kind === "script" ? [`${noun} show web --source > web.sh`] : []),
		],
		define(command: Command, run) {
			command.argument("<ref>", "name, name@N, name@latest, name@head or name@channel");
			if (kind === "script") command.option("--source", "print only the source, unchanged");
			command.action(
				run<[string], { readonly source?: boolean }>(async (session, [ref], { source }) => {
					await session.connect();
					const { output } = session;
					const { name, revision, selector } = await readReference(session.client, ref);
					const head = await (kind === "template" ? session.client.getTemplate(name) : session.client.getScript(name));
					if (selector.kind === "head" && output.json) {
						output.value(head);
						return undefined;
					}
					const found = await (kind === "template"
						? session.client.getTemplateRevision(name, revision)
						: session.client.getScriptRevision(name, revision));
					if (output.json) {
						output.value(found);
						return undefined;
					}
					if (source && "source" in found) {
						session.world.stdout.write(found.source);
						return undefined;
					}
					const summary = summaryIn(kind, head);
					output.line(output.style("bold", plainText(revisionRef(summary.name, found.number))));
					if (found.commit) {
						const { message, author, createdAt, notes, heldBack } = found.commit;
						printField(output, "message", message.split("\n")[0] ?? "");
						printField(output, "committed", `${formatTime(createdAt)} UTC by ${author}`);
						for (const note of notes) printField(output, "⚠", note.text);
						if (heldBack !== null) printField(output, "⚠", `held back by its publisher: ${heldBack}`);
					} else printField(output, "latest", latestText(summary));
					printStatus(output, found.status);
					printOrigin(output, summary, head.formerNames);
					if (found.description !== "") printField(output, "about", found.description);
					if (found.tags.length > 0) printField(output, "tags", found.tags.join(", "));
					printField(output, "digest", found.digest);
					output.line();
					if ("source" in found) printScript(output, found);
					else printParts(output, await session.client.getTemplateParts(name, { revision: String(found.number) }));
					printUncommitted(output, { head, summary, number: found.number });
					return undefined;
				}),
			);
		},
	};
}

/** What `@latest` means: a number, or why it means nothing. */
export function latestText({ latest, newest }: Pick<Summary, "latest" | "newest">): string {
	if (newest === 0) return "not committed yet";
	return latest === 0 ? "none: every commit is held back by its publisher" : String(latest);
}

/** Prints a component's origin, and its former names. */
export function printOrigin(
	output: Output,
	{ clonedFrom, publisher }: Pick<Summary, "clonedFrom" | "publisher">,
	formerNames: readonly FormerName[],
): void {
	if (publisher !== null) printField(output, "imported from", `${publisher} (read-only; clone it to change it)`);
	if (clonedFrom)
		printField(
			output,
			"clone of",
			clonedFrom.revision === 0 ? `${clonedFrom.name}@head` : `${clonedFrom.name}@${clonedFrom.revision}`,
		);
	for (const { name, until } of formerNames) printField(output, "was", `${name} (works until ${until.slice(0, 10)})`);
}

function printScript(output: Output, { source, inputs }: ScriptRevision): void {
	if (inputs.length > 0) {
		output.table(
			["input", "default", "", "about"],
			inputs.map(({ name, default: value, required, description }) => [
				name,
				value ?? "",
				required ? "required" : "",
				description,
			]),
		);
		output.line();
	}
	output.line(source === "" ? "No source." : plainLines(source.replace(/\n$/, "")));
}

function printUncommitted(
	output: Output,
	shown: {
		readonly head: HeadAnswer & { names: Record<string, string> };
		readonly summary: Summary;
		readonly number: number;
	},
): void {
	const { head, summary, number } = shown;
	if (number === 0 && head.changes.length > 0) {
		output.line();
		output.line(summary.newest === 0 ? "Uncommitted:" : `Uncommitted, against revision ${summary.newest}:`);
		printChanges(output, head.changes, new Map(Object.entries(head.names)));
	}
	if (number > 0 && number === summary.newest && head.changes.length > 0) {
		output.note(`HEAD has uncommitted changes (${summarize(head.changes)}).`);
	}
	if (number > 0 && number < summary.latest) output.note(`Revision ${summary.latest} is newer.`);
}
