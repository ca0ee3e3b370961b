import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { plainText } from "../output/plain-text.ts";
import { ifMatch } from "./head-edit.ts";
import { kindApi, summaryIn } from "./kind-api.ts";

interface Options {
	readonly forgetFormerNames?: boolean;
	readonly dryRun?: boolean;
}

/** Renames a component. */
export function renameCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} rename web web-base`, `${noun} rename web-base web-base --forget-former-names`],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.argument("<new-name>", "the new name; only the current one with --forget-former-names")
				.option("--forget-former-names", "free all former names, so that others can use them")
				.option("--dry-run", "check whether it could be done, and change nothing")
				.addHelpText("after", "\nThe old name works for 90 days. Commits keep the name that they were made with.\n")
				.action(
					run<[string, string], Options>(async (session, [ref, to], { forgetFormerNames, dryRun }) => {
						await session.connect();
						const api = kindApi(session.client, kind);
						const { output } = session;
						const { name } = await readReference(session.client, ref);
						const before = summaryIn(kind, await api.get(name));
						const body = { name: to, forgetFormerNames: forgetFormerNames === true };
						const renamed = await api.rename(
							before.name,
							body,
							dryRun ? { dryRun: "true" } : undefined,
							ifMatch(before),
						);
						output.show(renamed, () => {
							if (before.name === renamed.name)
								output.line(
									plainText(`${renamed.name}: ${forgetFormerNames ? "former names are freed" : "no change"}`),
								);
							else
								output.line(
									plainText(
										`${before.name} → ${renamed.name}${forgetFormerNames ? "" : "; the old name works for 90 days"}`,
									),
								);
						});
						if (dryRun && !output.json) output.note("Dry run: nothing was changed.");
						return undefined;
					}),
				);
		},
	};
}
