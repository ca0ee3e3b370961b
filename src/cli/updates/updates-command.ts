import type { Update } from "../../client/generated/registry.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { printChanges, summarize } from "../output/changes.ts";
import type { Output } from "../output/output.ts";
import { readPages } from "../output/pages.ts";
import { plainText } from "../output/plain-text.ts";
import { statusCell } from "../output/status-text.ts";
import { kindClient } from "../versions/kind-client.ts";

/** `updates`: the available updates, and the command that takes each. */
export function updatesCommand(kind: ComponentKind): CommandModule {
	const { command: mci, one } = componentNouns[kind];
	return {
		examples: [`${mci} updates`, `${mci} updates web`],
		define: (command, run) => {
			command.argument("[name]", `name of the ${one} (default: all)`).action(
				run<[string | undefined]>(async (session, [ref]) => {
					await session.connect();
					const { output } = session;
					if (ref === undefined) {
						const { items } = await readPages((part) => session.client.listUpdates({ kind, ...part }), { all: true });
						output.show({ items }, () => printTable(output, items));
						return undefined;
					}
					const { name } = await readReference(session.client, ref);
					const found = await kindClient(session.client, kind).listUpdates(name);
					output.show(found, () => {
						if (found.items.length === 0) output.note(`“${name}” is up to date.`);
						else for (const update of found.items) printUpdate(output, update);
					});
					return undefined;
				}),
			);
		},
	};
}

function printTable(output: Output, updates: readonly Update[]): void {
	if (updates.length === 0) {
		output.note("Everything is up to date.");
		return;
	}
	output.table(
		["name", "uses", "has", "state", "newest", "changes", "take it with"],
		updates.map(({ component, from, to, changes, command }) => [
			component.name,
			to.name,
			String(from.number),
			statusCell(from.status),
			String(to.number),
			summarize(changes),
			command,
		]),
	);
}

/** Prints one update with its changes and its command. */
function printUpdate(output: Output, { part, from, to, changes, command }: Update): void {
	output.line(plainText(`${to.name} ${from.number} → ${to.number} (${part ?? "its origin"}): ${summarize(changes)}`));
	if (statusCell(from.status) !== "") output.line(plainText(`  in use: ${statusCell(from.status)}`));
	printChanges(output, changes);
	output.line(plainText(`  ${command}`));
}
