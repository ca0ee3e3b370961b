import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, collect } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { plainText } from "../output/plain-text.ts";
import { ifMatch } from "../versions/head-edit.ts";

interface Options {
	readonly mci?: readonly string[];
	readonly script?: readonly string[];
	readonly dryRun?: boolean;
}

/** `template update`: swaps pins to the newest commits. */
export function updateCommand(): CommandModule {
	return {
		examples: ["mci template update php-app --dry-run", "mci template update php-app --mci web-base"],
		define: (command, run) => {
			command
				.argument("<name>", "name of the ServerTemplate")
				.option("--mci <name>", "only this MCI; can be repeated", collect)
				.option("--script <name>", "only this script; can be repeated", collect)
				.option("--dry-run", "show what would change, without changing it")
				.action(
					run<[string], Options>(async (session, [ref], { mci, script, dryRun }) => {
						await session.connect();
						const { output } = session;
						const { name } = await readReference(session.client, ref);
						const wanted = dropUndefined({ mcis: mci && [...mci], scripts: script && [...script] });
						const tried = await session.client.updateTemplate(
							name,
							wanted,
							{ dryRun: "true" },
							{ headers: { "if-match": "*" } },
						);
						const taken =
							dryRun || tried.updates.length === 0
								? tried
								: await session.client.updateTemplate(name, wanted, undefined, ifMatch(tried));
						output.show(taken, () => {
							if (taken.updates.length === 0) output.note(`“${taken.name}” is up to date.`);
							else
								for (const { part, from, to } of taken.updates)
									output.line(plainText(`${taken.name}: ${part} ${to.name} ${from.number} → ${to.number}`));
						});
						if (dryRun) output.note("Dry run: nothing was changed.");
						return undefined;
					}),
				);
		},
	};
}
