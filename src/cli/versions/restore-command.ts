import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { summarize } from "../output/changes.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { printChangeTable } from "./change-table.ts";
import { namedText } from "./diff-command.ts";
import { ifMatch } from "./head-edit.ts";
import { kindApi, summaryIn } from "./kind-api.ts";

/** Sets HEAD to the content of a revision. */
export function restoreCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} restore web 3`, `${noun} restore web@3 --dry-run`, `${noun} restore web other@7`],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}, or name@N`)
				.argument("[revision]", "the new content of HEAD: N, latest, a channel, or a revision of another one")
				.option("--dry-run", "show what would change, without changing it")
				.addHelpText("after", `\nAn edit of HEAD: commits stay, and \`${noun} undo\` undoes it. HEAD keeps its name.\n`)
				.action(
					run<[string, string | undefined], { readonly dryRun?: boolean }>(
						async (session, [ref, given], { dryRun }) => {
							if (given === undefined && !ref.includes("@")) {
								throw new UsageError(
									`No revision is given for HEAD of ${ref}.`,
									`\`${noun} restore ${ref} latest\` discards changes that are not committed; \`${noun} log ${ref}\` lists the revisions.`,
								);
							}
							await session.connect();
							const api = kindApi(session.client, kind);
							const { output } = session;
							const { name, revision } = await readReference(session.client, ref);
							const before = summaryIn(kind, await api.get(name));
							const restored = await api.restore(
								before.name,
								{ to: given ?? revision },
								dryRun ? { dryRun: "true" } : undefined,
								ifMatch(before),
							);
							output.show(restored, () => {
								output.line(
									plainText(
										`${before.name}: HEAD ${dryRun ? "would be" : "was"} set to ${namedText(restored.from)}: ${summarize(restored.changes)}`,
									),
								);
								if (dryRun) printChangeTable(output, restored.changes, restored.names);
								if (dryRun) output.note("Dry run: nothing was changed.");
							});
							return undefined;
						},
					),
				);
		},
	};
}
