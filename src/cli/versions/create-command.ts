import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, collect } from "../input/define-command.ts";
import { kindApi } from "./kind-api.ts";

interface Options {
	readonly description?: string;
	readonly tag?: string[];
}

/** Creates a component with an empty HEAD. */
export function createCommand(kind: ComponentKind): CommandModule {
	const { command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} create web-base`,
			`${noun} create web-base --description "What all web servers start from" --tag web --tag team-a`,
		],
		define(command: Command, run) {
			command
				.argument("<name>", "its name: 1 to 200 characters without / and @")
				.option("--description <text>", "what it is")
				.option("--tag <tag>", "a tag; can be repeated", collect)
				.action(
					run<[string], Options>(async (session, [name], { description, tag: tags }) => {
						await session.connect();
						const made = await kindApi(session.client, kind).create({ name, ...dropUndefined({ description, tags }) });
						session.output.show(made, () => session.output.line(`${made.name}: created`));
						return undefined;
					}),
				);
		},
	};
}
