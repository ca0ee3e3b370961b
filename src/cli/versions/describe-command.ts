import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, collect } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { summarize } from "../output/changes.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { ifMatch } from "./head-edit.ts";
import { kindApi, summaryIn } from "./kind-api.ts";

interface Options {
	readonly description?: string;
	readonly tag?: string[];
}

/** Edits a component's description and tags. */
export function describeCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} describe web-base --description "What all web servers start from"`,
			`${noun} describe web-base --tag web --tag team-b`,
		],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.option("--description <text>", "the new description")
				.option("--tag <tag>", 'a tag of the new list, one each; "" for none', collect)
				.action(
					run<[string], Options>(async (session, [ref], { description, tag }) => {
						if (description === undefined && tag === undefined)
							throw new UsageError("Nothing to change.", "Give --description or --tag.");
						await session.connect();
						const api = kindApi(session.client, kind);
						const { name } = await readReference(session.client, ref);
						const before = summaryIn(kind, await api.get(name));
						const tags = tag?.filter((one) => one !== "");
						const edited = await api.describe(before.name, dropUndefined({ description, tags }), ifMatch(before));
						session.output.show(edited, () =>
							session.output.line(plainText(`${before.name}: ${summarize(edited.changes)}`)),
						);
						return undefined;
					}),
				);
		},
	};
}
