import type { Command } from "commander";
import type { Run } from "../../define-command.ts";
import { moment } from "../../output/format-time.ts";
import { webhookState } from "./webhook-state.ts";

export const examples = ["mci webhook list", "mci webhook list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const webhooks = await session.client.listWebhooks();
			if (output.json) output.value(webhooks);
			else if (webhooks.items.length === 0) output.note("No webhooks. `mci webhook create NAME URL` makes one.");
			else {
				output.table(
					["name", "events", "state", "last try", "url"],
					webhooks.items.map((one) => [
						one.name,
						one.events.join(", "),
						webhookState(one),
						moment(one.lastTryAt),
						one.url,
					]),
				);
			}
			return undefined;
		}),
	);
}
