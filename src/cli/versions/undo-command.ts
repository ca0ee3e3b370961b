import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { summarize } from "../output/changes.ts";
import { plainText } from "../output/plain-text.ts";
import { printChangeTable } from "./change-table.ts";
import { ifMatch } from "./head-edit.ts";
import { kindApi, summaryIn } from "./kind-api.ts";

/** Undoes the last edit of HEAD. */
export function undoCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} undo web`, `${noun} undo web --dry-run`],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.option("--dry-run", "show what would be undone, and change nothing")
				.addHelpText(
					"after",
					`\nA second undo restores the edit. A commit is permanent; \`${noun} restore\` sets HEAD to an older one.\n`,
				)
				.action(
					run<[string], { readonly dryRun?: boolean }>(async (session, [ref], { dryRun }) => {
						await session.connect();
						const api = kindApi(session.client, kind);
						const { output } = session;
						const { name } = await readReference(session.client, ref);
						const before = summaryIn(kind, await api.get(name));
						const edited = await api.undo(before.name, dryRun ? { dryRun: "true" } : undefined, ifMatch(before));
						output.show(edited, () => {
							output.line(
								plainText(
									`${before.name}: ${edited.undone} ${dryRun ? "would be" : "is"} undone: ${summarize(edited.changes)}`,
								),
							);
							if (dryRun) printChangeTable(output, edited.changes, edited.names);
							if (dryRun) output.note("Dry run: nothing was changed.");
						});
						return undefined;
					}),
				);
		},
	};
}
