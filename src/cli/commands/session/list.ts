import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci session list", "mci session list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const sessions = await session.client.listSessions();
			const { output } = session;
			printList(output, sessions, {
				empty: "You have no sessions.",
				header: ["id", "by", "began", "last used", "ends", "browser"],
				row: (one) => [
					String(one.id),
					one.method,
					formatTime(one.createdAt),
					formatTime(one.lastUsedAt),
					formatTime(one.expiresAt),
					one.agent ?? "",
				],
			});
			return undefined;
		}),
	);
}
