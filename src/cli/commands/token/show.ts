import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainText } from "../../output/plain-text.ts";
import { onlyText, readTokenId } from "../../output/token-text.ts";

export const examples = ["mci token show 3", "mci token show 3 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the token's number in `mci token list`").action(
		run<[string]>(async (session, [text]) => {
			const id = readTokenId(text);
			await session.connect();
			const token = await session.client.getToken(id);
			const { output } = session;
			if (output.json) {
				output.value(token);
				return undefined;
			}
			output.line(`${output.style("bold", plainText(token.name))}  ${token.state}`);
			output.table(
				["", ""],
				[
					["roles", rolesText(token.roles)],
					["only", onlyText(token)],
					["owner", token.owner ?? "a service"],
					["created by", token.source === "made" ? "hand" : token.source],
					["created", formatTime(token.createdAt)],
					["expires", token.expiresAt === null ? "never" : formatTime(token.expiresAt)],
					["last used", formatTime(token.lastUsedAt) || "never"],
					["revoked", formatTime(token.revokedAt)],
				].filter(([, value]) => value !== ""),
			);
			return undefined;
		}),
	);
}
