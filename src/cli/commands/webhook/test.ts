import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = ["mci webhook test deploy", "mci webhook test deploy --json"];

/** Exit code if the receiver did not accept the ping. */
const unreached = 6;

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the webhook").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const ping = await session.client.testWebhook(name);
			const isTaken = ping.state === "delivered";
			if (output.json) output.value(ping);
			else if (isTaken)
				output.line(`${name}: its receiver took the ping (${ping.last?.status}, ${ping.last?.tookMs} ms)`);
			else
				output.line(
					plainText(
						`${name}: its receiver did not accept the ping: ${ping.last?.problem ?? "it is still in progress"}`,
					),
				);
			return isTaken ? undefined : unreached;
		}),
	);
}
