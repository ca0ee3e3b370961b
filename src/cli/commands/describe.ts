import type { Command } from "commander";
import { describeMci, getMci } from "../../client/generated/registry.ts";
import { summarize } from "../changes.ts";
import { collect, type Run } from "../define-command.ts";
import { ifMatch } from "../head-edit.ts";
import { readReference } from "../own-reference.ts";
import { UsageError } from "../usage-error.ts";
import { withoutAbsent } from "../without-absent.ts";

interface Options {
	readonly description?: string;
	readonly tag?: string[];
}

export const examples = ['mci describe web-base --description "What all web servers start from"', "mci describe web-base --tag web --tag team-b"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the MultiCloud Image")
		.option("--description <text>", "the new description")
		.option("--tag <tag>", 'all its tags from now on, one each; "" for none', collect)
		.action(
			run<[string], Options>(async (session, [ref], { description, tag }) => {
				if (description === undefined && tag === undefined) throw new UsageError("Nothing to change.", "Give --description or --tag.");
				await session.connect();
				const { name } = await readReference(ref);
				const { mci } = await getMci(name);
				const tags = tag?.filter((one) => one !== "");
				const edited = await describeMci(name, withoutAbsent({ description, tags }), ifMatch(mci));
				if (session.output.json) session.output.value(edited);
				else session.output.line(`${name}: ${summarize(edited.changes)}`);
				return undefined;
			}),
		);
}
