import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

const keys = `sha256:${"4f".repeat(32)} sha256:${"7a".repeat(32)}`;

export const examples = [`mci bundle replace-key ${keys}`, `mci bundle replace-key ${keys} --json`];

export function define(command: Command, run: Run): void {
	command
		.argument("<old>", "fingerprint of the old key")
		.argument("<new>", "fingerprint of the publisher's new key, from another channel than their files")
		.action(
			run<[string, string]>(async (session, [old, key]) => {
				await session.connect();
				const { output } = session;
				const done = await session.client.replacePublisherKey(old, { key });
				output.show(done, () => {
					output.line(plainText(`${done.publisher}: ${done.fingerprint} replaces ${old}.`));
					output.note(
						`It continues ${done.revisions} imported revision${done.revisions === 1 ? "" : "s"} and ${done.feeds} feed${done.feeds === 1 ? "" : "s"}.`,
					);
				});
				return undefined;
			}),
		);
}
