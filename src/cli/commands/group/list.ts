import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { readPages } from "../../output/pages.ts";

export const examples = ["mci group list", "mci group list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run<[]>(async (session) => {
			await session.connect();
			const { output } = session;
			const own = await readPages(session.client.listAccountGroups, { all: true });
			const joined = await readPages(session.client.listJoinedGroups, { all: true });
			if (output.json) {
				output.value({ own: own.items, joined: joined.items });
				return undefined;
			}
			if (own.items.length === 0 && joined.items.length === 0) {
				output.note("No groups. `mci group create` creates one, `mci group accept` joins another account's.");
				return undefined;
			}
			const rows = [
				...own.items.map((group) => [
					group.name,
					"own",
					String(group.members ?? ""),
					formatTime(group.createdAt),
					group.description,
				]),
				...joined.items.map((group) => [
					group.name,
					`${group.owner}'s (${group.id})`,
					"",
					formatTime(group.joinedAt),
					group.description,
				]),
			];
			output.table(["group", "whose", "members", "since", "description"], rows);
			return undefined;
		}),
	);
}
