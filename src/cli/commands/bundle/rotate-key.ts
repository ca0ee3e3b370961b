import type { Command } from "commander";
import { canAsk, confirm } from "../../input/confirm.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci bundle rotate-key", "mci bundle rotate-key --yes --json"];

export function define(command: Command, run: Run): void {
	command.option("-y, --yes", "don't ask").action(
		run<[], { readonly yes?: boolean }>(async (session, _args, { yes }) => {
			if (!yes && !canAsk(session))
				throw new UsageError("A new key is asked about, and here is nobody to ask.", "Give --yes.");
			await session.connect();
			const { output } = session;
			if (
				!yes &&
				!(await confirm(session, "Make a new key? Whoever imports from you refuses it until you have told them."))
			)
				return undefined;
			const key = await session.client.rotateSigningKey();
			output.show(key, () => {
				output.line(key.fingerprint);
				output.note("Tell it to those who import from you, by another way than your bundles. They say:");
				output.note(`  mci bundle replace-key ${key.replaces} ${key.fingerprint}`);
				output.note("Then publish your feeds again: `mci feed publish DIRECTORY --remove-old`.");
			});
			return undefined;
		}),
	);
}
