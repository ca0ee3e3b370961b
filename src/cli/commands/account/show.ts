import type { Command } from "commander";
import type { Member } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = ["mci account show", "mci account show acme --json"];

export function define(command: Command, run: Run): void {
	command.argument("[name]", "the account (default: the one that you act in)").action(
		run<[string | undefined]>(async (session, [name]) => {
			await session.connect();
			const here = (await session.client.whoAmI()).account;
			const account = await session.client.getAccount(name ?? here);
			// Only the members of the current account can be listed.
			const members: readonly Member[] = account.name === here ? (await session.client.listMembers()).items : [];
			const { output } = session;
			if (output.json) {
				output.value(account.name === here ? { ...account, people: members } : account);
				return undefined;
			}
			output.line(output.style("bold", plainText(account.name)));
			if (account.description !== "") output.line(plainText(account.description));
			output.line(
				`created ${formatTime(account.createdAt)} UTC, ${account.members} ${account.members === 1 ? "member" : "members"}`,
			);
			if (members.length === 0) return undefined;
			output.line();
			output.table(
				["member", "roles"],
				members.map(({ user, roles }) => [user, rolesText(roles)]),
			);
			return undefined;
		}),
	);
}
