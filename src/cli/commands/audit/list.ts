import type { Command } from "commander";
import type { AuditEntry } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readPastTime } from "../../input/past-time.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, pagesOf, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";
import { UsageError } from "../../usage-error.ts";
import { summarizeEntry } from "./audit-changes.ts";

interface Options extends PageOptions {
	readonly by?: string;
	readonly act?: string;
	readonly kind?: string;
	readonly name?: string;
	readonly since?: string;
	readonly until?: string;
	readonly text?: string;
	readonly oldestFirst?: boolean;
	readonly jsonl?: boolean;
}

export const examples = [
	"mci audit --since 7d --by ci",
	"mci audit --name web-base --act 'mci.*'",
	"mci audit list --text ami-0abcdef1234567890 --all",
	"mci audit --since 2026-01-01 --until 2026-03-31 --oldest-first --jsonl > audit.jsonl",
];

export function define(command: Command, run: Run): void {
	command
		.option("--by <name>", "exact name of the user or token who acted")
		.option("--act <act>", "one act, such as mci.commit, or a prefix: 'mci.*'")
		.option("--kind <kind>", "kind of the subject: mci, template, token, upstream …")
		.option("--name <name>", "exact name of the subject")
		.option("--since <when>", "start: 7d, 12h or 30m ago, a day (2026-01-31), or a time with its zone")
		.option("--until <when>", "end, likewise; a day counts to its end")
		.option("--text <text>", "text in the name or the changes, such as an image id")
		.option("--oldest-first", "oldest first")
		.option("--limit <n>", "entries to show (default: 50)")
		.option("--all", "all entries")
		.option("--jsonl", "one line of JSON for each entry; all entries without --limit")
		.action(
			run<[], Options>(async (session, _arguments, options) => {
				const { by: actor, act, kind, name, text, oldestFirst, jsonl } = options;
				const { output } = session;
				if (jsonl && output.json) throw new UsageError("--json and --jsonl can't be combined.", "Use one of them.");
				const now = new Date();
				const since = options.since === undefined ? undefined : readPastTime(options.since, now, "begin");
				const until = options.until === undefined ? undefined : readPastTime(options.until, now, "end");
				const filter = dropUndefined({
					actor,
					act,
					kind,
					name,
					since,
					until,
					text,
					sort: oldestFirst ? ("oldest" as const) : undefined,
				});
				await session.connect();
				const ask = (part: { limit: number; cursor?: string }) => session.client.searchAudit({ ...filter, ...part });
				if (jsonl) {
					const pages = pagesOf(ask, options.limit === undefined ? { all: true } : options);
					for await (const { items } of pages) for (const entry of items) output.line(JSON.stringify(entry));
					return undefined;
				}
				printList(output, await readPages(ask, options), {
					header: ["seq", "time", "who", "act", "subject", "changed"],
					row: rowOf,
				});
				return undefined;
			}),
		);
}

function rowOf(entry: AuditEntry): string[] {
	const { seq, at, actor, act, subjectKind, subjectName } = entry;
	return [String(seq), formatTime(at), actor, act, `${subjectKind} ${subjectName}`, summarizeEntry(entry)];
}
