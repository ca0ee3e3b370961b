import type { Command } from "commander";
import { listTokens, type Token } from "../../../client/generated/registry.ts";
import type { Run } from "../../define-command.ts";
import { day, moment } from "../../moment.ts";

export const examples = ["mci token list", "mci token list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const tokens = await listTokens();
			if (session.output.json) session.output.value(tokens);
			else {
				const header = ["id", "name", "roles", "owner", "created", "expires", "last used", "state"];
				session.output.table(header, tokens.items.map(rowOf));
			}
			return undefined;
		}),
	);
}

function rowOf(token: Token): string[] {
	const state = token.revokedAt === null ? "" : `revoked ${day(token.revokedAt)}`;
	const { id, name, roles, owner, createdAt, expiresAt, lastUsedAt } = token;
	return [String(id), name, roles.join(", "), owner ?? "", day(createdAt), expiresAt === null ? "never" : day(expiresAt), moment(lastUsedAt), state];
}
