import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci bundle keys", "mci bundle keys --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const keys = await session.client.listPublisherKeys();
			printList(output, keys, {
				empty: "No trusted keys. `mci bundle import FILE --key …` trusts one.",
				header: ["publisher", "trusted", "by", "key"],
				row: (key) => [key.publisher, formatTime(key.trustedAt), key.trustedBy, key.fingerprint],
			});
			return undefined;
		}),
	);
}
