import type { Command } from "commander";
import { revokeToken } from "../../../client/generated/registry.ts";
import type { Run } from "../../define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci token revoke 3", "mci token revoke 3 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the token's number in `mci token list`").action(
		run<[string]>(async (session, [text]) => {
			if (!/^\d{1,15}$/.test(text)) throw new UsageError("A token is revoked by its number.", "`mci token list` shows it.");
			await session.connect();
			const token = await revokeToken(Number(text));
			if (session.output.json) session.output.value(token);
			else session.output.line(`Token ${token.id} “${token.name}” is revoked.`);
			return undefined;
		}),
	);
}
