import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci session end 3", "mci session end 3 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the session's number in `mci session list`").action(
		run<[string]>(async (session, [text]) => {
			if (!/^\d{1,15}$/.test(text))
				throw new UsageError("Sessions are named by their numbers.", "`mci session list` shows it.");
			await session.connect();
			await session.client.endSession(Number(text));
			session.output.show({ id: Number(text), ended: true }, () => session.output.line(`Session ${text} has ended.`));
			return undefined;
		}),
	);
}
