import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci group revoke partners 7", "mci group revoke partners 7 --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.argument("<invitation>", "number of the invitation in `mci group invitations`")
		.action(
			run<[string, string]>(async (session, [group, text]) => {
				if (!/^\d{1,15}$/.test(text))
					throw new UsageError(`“${text}” is not an invitation's number.`, "`mci group invitations` lists them.");
				await session.connect();
				const revoked = await session.client.revokeGroupInvitation(group, Number(text));
				session.output.show(revoked, () =>
					session.output.line(plainText(`Invitation ${revoked.id} to ${group}: revoked`)),
				);
				return undefined;
			}),
		);
}
