import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readTokenId } from "../../output/token-text.ts";

export const examples = ["mci token revoke 3", "mci token revoke 3 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the token's number in `mci token list`").action(
		run<[string]>(async (session, [text]) => {
			const id = readTokenId(text);
			await session.connect();
			const token = await session.client.revokeToken(id);
			session.output.show(token, () => session.output.line(`Token ${token.id} “${token.name}” is revoked.`));
			return undefined;
		}),
	);
}
