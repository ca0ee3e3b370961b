import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";
import { webhookState } from "./webhook-state.ts";

export const examples = ["mci webhook list", "mci webhook list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const webhooks = await session.client.listWebhooks();
			printList(output, webhooks, {
				empty: "No webhooks. `mci webhook create NAME URL` creates one.",
				header: ["name", "events", "state", "last attempt", "url"],
				row: (one) => [one.name, one.events.join(", "), webhookState(one), formatTime(one.lastTryAt), one.url],
			});
			return undefined;
		}),
	);
}
