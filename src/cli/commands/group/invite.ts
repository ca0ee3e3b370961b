import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";

export const examples = ['mci group invite partners --note "for Globex"', "mci group invite partners --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.option("--note <text>", "note on whom it is for, visible only to this account")
		.action(
			run<[string], { readonly note?: string }>(async (session, [group], { note }) => {
				await session.connect();
				const { output } = session;
				const made = await session.client.inviteToGroup(group, dropUndefined({ note }));
				if (output.json) {
					output.value(made);
					return undefined;
				}
				output.line(made.code);
				output.note(
					`Invitation ${made.invitation.id}: one account can join “${made.group}” with it, once, until ${formatTime(made.invitation.expiresAt)} UTC.`,
				);
				output.note("The code is shown only once. An admin of the other account joins with `mci group accept CODE`.");
				return undefined;
			}),
		);
}
