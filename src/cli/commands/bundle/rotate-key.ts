import type { Command } from "commander";
import { canAsk, confirm } from "../../input/confirm.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci bundle rotate-key", "mci bundle rotate-key --yes --json"];

export function define(command: Command, run: Run): void {
	command.option("-y, --yes", "skip the question").action(
		run<[], { readonly yes?: boolean }>(async (session, _args, { yes }) => {
			if (!yes && !canAsk(session))
				throw new UsageError(
					"A new key needs confirmation, and this is not a terminal.",
					"Add --yes to skip the question.",
				);
			await session.connect();
			const { output } = session;
			if (
				!yes &&
				!(await confirm(
					session,
					"Create a new key? Everyone who imports from you refuses it until they have replaced the old one.",
				))
			)
				return undefined;
			const key = await session.client.rotateSigningKey();
			output.show(key, () => {
				output.line(key.fingerprint);
				output.note("Send it to everyone who imports from you, over another channel than your bundles. They run:");
				output.note(`  mci bundle replace-key ${key.replaces} ${key.fingerprint}`);
				output.note("Then publish your feeds again: `mci feed publish DIRECTORY --remove-old`.");
			});
			return undefined;
		}),
	);
}
