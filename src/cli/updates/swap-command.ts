import { componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { readRevisionNumber } from "../input/read-revision-number.ts";
import { printSwap } from "./swap-text.ts";

interface Options {
	readonly to?: string;
	readonly from?: string;
	readonly templates?: string;
	readonly commit?: string;
	readonly dryRun?: boolean;
}

const operations = { mci: "swapMci", script: "swapScript" } as const;

/** `swap`: replaces a revision in all templates that use another one. */
export function swapCommand(kind: "mci" | "script"): CommandModule {
	const { command: mci, one } = componentNouns[kind];
	return {
		examples: [
			`${mci} swap web --dry-run`,
			`${mci} swap web --to 4 --from 3`,
			`${mci} swap web --templates shop,blog --commit "web 4"`,
		],
		define: (command, run) => {
			command
				.argument("<name>", `name of the ${one}`)
				.option("--to <n>", "number of the commit that shall be used, or head; the newest when it is left out")
				.option("--from <n>", "only where this one is used now")
				.option("--templates <names>", "only in these, separated by commas")
				.option("--commit <message>", "commit each template")
				.option("--dry-run", "show what would change, without changing it")
				.action(
					run<[string], Options>(async (session, [ref], { to, from, templates, commit, dryRun }) => {
						const wanted = dropUndefined({
							to: to === undefined ? undefined : readRevisionNumber("--to", to),
							from: from === undefined ? undefined : readRevisionNumber("--from", from),
							templates: templates?.split(",").map((name) => name.trim()),
							commit,
						});
						await session.connect();
						const { output } = session;
						const { name } = await readReference(session.client, ref);
						const report = await session.client[operations[kind]](name, wanted, { dryRun: dryRun ? "true" : "false" });
						output.show(report, () => printSwap(output, report));
						if (dryRun) output.note("Dry run: nothing was changed.");
						return undefined;
					}),
				);
		},
	};
}
