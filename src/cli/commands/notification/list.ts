import type { Command } from "commander";
import type { Notification } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, pagesOf, readPages } from "../../output/pages.ts";
import { UsageError } from "../../usage-error.ts";

interface Options extends PageOptions {
	readonly unread?: boolean;
	readonly event?: string;
	readonly kind?: string;
	readonly jsonl?: boolean;
}

export const examples = [
	"mci notification --unread",
	"mci notification list --event 'revision.*' --limit 10",
	"mci notification list --event channel.moved --jsonl",
];

export function define(command: Command, run: Run): void {
	command
		.option("--unread", "only unread ones")
		.option("--event <event>", "one event, such as channel.moved, or a prefix: 'channel.*'")
		.option("--kind <kind>", "kind of the subject: mci, template, image, upstream …")
		.option("--limit <n>", "notifications to show (default: 50)")
		.option("--all", "all notifications")
		.option("--jsonl", "one line of JSON for each notification; all notifications without --limit")
		.action(
			run<[], Options>(async (session, _arguments, options) => {
				const { unread, event, kind, jsonl } = options;
				const { output } = session;
				if (jsonl && output.json) throw new UsageError("--json and --jsonl can't be combined.", "Use one of them.");
				const filter = dropUndefined({ event, kind, unread: unread ? ("true" as const) : undefined });
				await session.connect();
				let count = 0;
				const ask = async (part: { limit: number; cursor?: string }) => {
					const page = await session.client.listNotifications({ ...filter, ...part });
					count = page.unread;
					return page;
				};
				if (jsonl) {
					const pages = pagesOf(ask, options.limit === undefined ? { all: true } : options);
					for await (const { items } of pages) for (const one of items) output.line(JSON.stringify(one));
					return undefined;
				}
				const page = await readPages(ask, options);
				output.show({ ...page, unread: count }, () => {
					if (page.items.length === 0) output.note(unread ? "Nothing unread." : "Nothing found.");
					else {
						const styles = page.items.map((one) => (one.readAt === null ? ("bold" as const) : undefined));
						output.table(["id", "time", "event", "what", "state"], page.items.map(rowOf), styles);
						if (page.next !== null) output.note(`${page.items.length} shown; more: --all, or --limit N`);
						if (count > 0)
							output.note(
								`${count >= 1000 ? "1,000 or more" : count} unread; \`mci notification read --all\` marks them as read.`,
							);
					}
				});
				return undefined;
			}),
		);
}

function rowOf({ id, at, event, title, readAt }: Notification): string[] {
	return [String(id), formatTime(at), event, title, readAt === null ? "unread" : ""];
}
