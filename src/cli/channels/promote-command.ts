import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { kindClient } from "../versions/kind-client.ts";
import { printMoved } from "./moved-text.ts";

interface Options {
	readonly reason?: string;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

/** `promote`: moves one channel to another one's revision, after showing the changes. */
export function promoteCommand(kind: ComponentKind): CommandModule {
	const { command: mci, one } = componentNouns[kind];
	return {
		examples: [`${mci} promote web candidate production`, `${mci} promote web candidate production --dry-run`],
		define: (command, run) => {
			command
				.argument("<name>", `name of the ${one}`)
				.argument("<from>", "channel that points to the revision")
				.argument("<to>", "channel to move to it")
				.option("--reason <reason>", "reason, stored in the history")
				.option("--dry-run", "show what would change, without moving it")
				.option("-y, --yes", "skip the question")
				.action(
					run<[string, string, string], Options>(async (session, [ref, from, to], { reason, dryRun, yes }) => {
						await session.connect();
						const { output } = session;
						const client = kindClient(session.client, kind);
						const { name } = await readReference(session.client, ref);
						const tried = await client.moveChannel(name, to, { to: from }, { dryRun: "true" });
						if (!output.json) printMoved(output, tried);
						if (dryRun || !tried.moved) {
							if (output.json) output.value(tried);
							if (dryRun) output.note("Dry run: nothing was moved.");
							return undefined;
						}
						if (!yes && canAsk(session) && !(await confirm(session, `Move ${name}@${to}?`))) return undefined;
						const condition = { headers: { "if-match": `"channel-${tried.channel.moves}"` } };
						const moved = await client.moveChannel(
							name,
							to,
							dropUndefined({ to: from, expectedTo: tried.to.number, reason }),
							undefined,
							condition,
						);
						output.show(moved, () => output.note("Moved."));
						return undefined;
					}),
				);
		},
	};
}
