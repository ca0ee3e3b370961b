import type { Command } from "commander";
import { createMci } from "../../client/generated/registry.ts";
import { collect, type Run } from "../define-command.ts";
import { withoutAbsent } from "../without-absent.ts";

interface Options {
	readonly description?: string;
	readonly tag?: string[];
}

export const examples = ["mci create web-base", 'mci create web-base --description "What all web servers start from" --tag web --tag team-a'];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its name: 1 to 200 characters without / and @")
		.option("--description <text>", "what it is")
		.option("--tag <tag>", "a tag; can be given several times", collect)
		.action(
			run<[string], Options>(async (session, [name], { description, tag: tags }) => {
				await session.connect();
				const mci = await createMci({ name, ...withoutAbsent({ description, tags }) });
				if (session.output.json) session.output.value(mci);
				else session.output.line(`${mci.name}: created`);
				return undefined;
			}),
		);
}
