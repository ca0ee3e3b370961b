import type { Command } from "commander";
import type { Run } from "../../define-command.ts";
import { moment } from "../../output/format-time.ts";

export const examples = ["mci bundle keys", "mci bundle keys --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const keys = await session.client.listPublisherKeys();
			if (output.json) output.value(keys);
			else if (keys.items.length === 0) output.note("No key is trusted. `mci bundle import FILE --key …` trusts one.");
			else {
				output.table(
					["publisher", "trusted", "by", "key"],
					keys.items.map((key) => [key.publisher, moment(key.trustedAt), key.trustedBy, key.fingerprint]),
				);
			}
			return undefined;
		}),
	);
}
