import type { Command } from "commander";
import { commitRevision, getMci } from "../../client/generated/registry.ts";
import { summarize } from "../changes.ts";
import type { Run } from "../define-command.ts";
import { ifMatch } from "../head-edit.ts";
import { readReference } from "../own-reference.ts";

export const examples = ['mci commit web-base -m "Security fixes of September"', "mci commit web-base -m 'Adds eu-west-1' --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the MultiCloud Image")
		.requiredOption("-m, --message <message>", "what changes for users of the image")
		.action(
			run<[string], { readonly message: string }>(async (session, [ref], { message }) => {
				await session.connect();
				const { name } = await readReference(ref);
				const { mci } = await getMci(name);
				const committed = await commitRevision(name, { message }, ifMatch(mci));
				const { revision, changes } = committed;
				if (session.output.json) session.output.value(committed);
				else session.output.line(`${name}@${revision.number}: ${summarize(changes)}  ${revision.digest}`);
				return undefined;
			}),
		);
}
