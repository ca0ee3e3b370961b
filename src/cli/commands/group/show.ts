import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { readPages } from "../../output/pages.ts";
import { plainLines, plainText } from "../../output/plain-text.ts";

export const examples = ["mci group show partners", "mci group show partners --json"];

export function define(command: Command, run: Run): void {
	command.argument("<group>", "name of the group").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const group = await session.client.getAccountGroup(name);
			const members = await readPages((part) => session.client.listGroupMembers(name, part), { all: true });
			if (output.json) {
				output.value({ ...group, members: members.items });
				return undefined;
			}
			output.line(output.style("bold", plainText(group.name)));
			if (group.description !== "") output.line(plainLines(group.description.trimEnd()));
			output.line();
			if (members.items.length === 0)
				output.note("No members. `mci group invite` creates a code with which an account can join.");
			else {
				output.table(
					["account", "joined"],
					members.items.map(({ account, joinedAt }) => [account, formatTime(joinedAt)]),
				);
			}
			return undefined;
		}),
	);
}
