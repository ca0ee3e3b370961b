import type { Command } from "commander";
import { confirmDelete } from "../../input/confirm-delete.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

interface Options {
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

export const examples = ["mci group delete partners --dry-run", "mci group delete partners --yes"];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.option("--dry-run", "show the affected publications, without deleting it")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string], Options>(async (session, [group], { dryRun, yes }) => {
				const ask = dryRun
					? undefined
					: confirmDelete(session, "mci group delete", { ...(yes === undefined ? {} : { yes }) });
				await session.connect();
				const { output } = session;
				const tried = await session.client.deleteAccountGroup(group, { dryRun: "true" });
				if (tried.publications.length > 0)
					output.note(`No one will see the publications that only this group sees: ${tried.publications.join(", ")}.`);
				if (ask === undefined) {
					if (output.json) output.value(tried);
					output.note("Dry run: nothing was deleted.");
					return undefined;
				}
				if (!(await ask(`Delete group ${group}?`))) return undefined;
				const deleted = await session.client.deleteAccountGroup(group);
				output.show(deleted, () => output.line(plainText(`${deleted.group}: deleted`)));
				return undefined;
			}),
		);
}
