import type { Command } from "commander";
import { canAsk, confirm } from "../../input/confirm.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

interface Options {
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

export const examples = [
	"mci group accept 7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK",
	"mci group accept 7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<code...>", "the invitation's code; case, hyphens and spaces don't matter")
		.option("--dry-run", "show which group it is for, without joining it")
		.option("-y, --yes", "skip the question")
		.action(
			run<[readonly string[]], Options>(async (session, [words], { dryRun, yes }) => {
				await session.connect();
				const { output } = session;
				const code = words.join("");
				if (dryRun || (canAsk(session) && !yes)) {
					const tried = await session.client.acceptInvitation({ code }, { dryRun: "true" });
					output.show(tried, () => output.line(plainText(`The code is for “${tried.name}” of ${tried.owner}.`)));
					if (dryRun) output.note("Dry run: the code is still valid.");
					if (dryRun || !(await confirm(session, plainText(`Join “${tried.name}” of ${tried.owner}?`))))
						return undefined;
				}
				const joined = await session.client.acceptInvitation({ code });
				output.show(joined, () =>
					output.line(
						plainText(
							`Joined “${joined.name}” of ${joined.owner}. \`mci marketplace search\` shows what is shared with it.`,
						),
					),
				);
				return undefined;
			}),
		);
}
