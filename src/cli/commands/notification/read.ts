import type { Command } from "commander";
import type { Client, MarkedRead } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import { readNumber } from "../../input/read-number.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci notification read 42 43", "mci notification read --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[ids...]", "their numbers in `mci notification`")
		.option("--all", "all current ones")
		.action(
			run<[string[]], { readonly all?: boolean }>(async (session, [texts], { all }) => {
				if (all ? texts.length > 0 : texts.length === 0)
					throw new UsageError("Nothing to mark as read.", "Give numbers, or --all.");
				const ids = texts.map((text) =>
					readNumber(text, { what: "a notification's number", where: "`mci notification` shows them." }),
				);
				await session.connect();
				const marked = all ? await markAll(session.client) : await session.client.markNotificationsRead({ ids });
				session.output.show(marked, () =>
					session.output.line(`${marked.marked} marked as read, ${marked.unread} unread.`),
				);
				return undefined;
			}),
		);
}

/** Marks all up to the newest one now: those that come meanwhile stay unread. */
async function markAll(client: Client): Promise<MarkedRead> {
	const { items, unread } = await client.listNotifications({ limit: 1 });
	const [newest] = items;
	return newest ? client.markNotificationsRead({ upTo: newest.id }) : { marked: 0, unread };
}
