import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { confirm } from "../input/confirm.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { isInteractive } from "../input/prompt.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { ifMatch } from "./head-edit.ts";
import { kindApi, type Summary, summaryIn } from "./kind-api.ts";

interface Options {
	readonly yes?: boolean;
	readonly dryRun?: boolean;
}

/** Deletes a component with all its revisions. */
export function deleteCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} delete web-try`, `${noun} delete web-try --yes`, `${noun} delete web-try --dry-run`],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.option("-y, --yes", "skip the question")
				.option("--dry-run", "check whether it could be deleted, and delete nothing")
				.addHelpText(
					"after",
					"\nDeletes HEAD and all revisions permanently. Refused while one of them is used; the error lists the uses.\n",
				)
				.action(
					run<[string], Options>(async (session, [ref], { yes, dryRun }) => {
						const { output, world } = session;
						if (!yes && !dryRun && !isInteractive(world)) {
							throw new UsageError(
								`${noun} delete asks for confirmation, and standard input is not a terminal.`,
								"Give --yes to delete without being asked, or --dry-run.",
							);
						}
						await session.connect();
						const api = kindApi(session.client, kind);
						const { name } = await readReference(session.client, ref);
						const before = summaryIn(kind, await api.get(name));
						// Checked before asking: a component in use can't be deleted.
						await api.remove(before.name, { dryRun: "true" }, ifMatch(before));
						const what = `${before.name} with ${revisionCount(before)}`;
						if (dryRun) {
							output.show({ deleted: false, [kind]: before }, () =>
								output.line(plainText(`${what} would be deleted.`)),
							);
							return undefined;
						}
						if (!yes && !(await confirm(session, `Delete ${plainText(what)} permanently?`))) return undefined;
						await api.remove(before.name, undefined, ifMatch(before));
						output.show({ deleted: true, [kind]: before }, () => output.line(plainText(`${before.name}: deleted`)));
						return undefined;
					}),
				);
		},
	};
}

function revisionCount({ latest }: Summary): string {
	if (latest === 0) return "its HEAD";
	return latest === 1 ? "1 revision" : `${latest} revisions`;
}
