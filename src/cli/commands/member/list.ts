import type { Command } from "commander";
import type { Member } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { day } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci member list", "mci member list --account acme --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const members = await session.client.listMembers();
			const { output } = session;
			printList(output, members, {
				empty: "No members. `mci member add` adds a user.",
				header: ["user", "display name", "roles", "by", "state"],
				row: rowOf,
			});
			return undefined;
		}),
	);
}

function rowOf({ user, displayName, roles, sources, disabledAt }: Member): string[] {
	const providers = sources.filter(({ source }) => source !== "given").map(({ source }) => source);
	return [
		user,
		displayName,
		rolesText(roles),
		providers.join(", "),
		disabledAt === null ? "" : `disabled ${day(disabledAt)}`,
	];
}
