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
				.argument("[revision]", "what HEAD shall say: N, latest, a channel, or a revision of another one")
				.option("--dry-run", "show what would change, and change nothing")
				.addHelpText(
					"after",
					`\nAn edit of HEAD like any other: no commit goes, and \`${noun} undo\` takes it back. HEAD keeps its name.\n`,
				)
				.action(
					run<[string, string | undefined], { readonly dryRun?: boolean }>(
						async (session, [ref, given], { dryRun }) => {
							if (given === undefined && !ref.includes("@")) {
								throw new UsageError(
									`Which revision shall HEAD of ${ref} be set to?`,
									`\`${noun} restore ${ref} latest\` takes back what is not committed; \`${noun} log ${ref}\` lists the others.`,
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
										`${before.name}: HEAD ${dryRun ? "would say" : "says"} what ${namedText(restored.from)} says: ${summarize(restored.changes)}`,
									),
								);
								if (dryRun) printChangeTable(output, restored.changes, restored.names);
								if (dryRun) output.note("Only tried: nothing was changed.");
							});
							return undefined;
						},
					),
				);
		},
	};
}
