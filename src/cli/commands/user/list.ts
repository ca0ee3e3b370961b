import type { Command } from "commander";
import type { User } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { day } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci user list", "mci user list example.com --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[text]", "text in the name, display name or email address")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], PageOptions>(async (session, [text], options) => {
				await session.connect();
				const page = await readPages(
					(part) => session.client.listUsers({ ...dropUndefined({ text }), ...part }),
					options,
				);
				printList(session.output, page, {
					header: ["name", "display name", "email", "operator", "created", "state"],
					row: rowOf,
				});
				return undefined;
			}),
		);
}

function rowOf({ name, displayName, email, isOperator, createdAt, disabledAt }: User): string[] {
	return [
		name,
		displayName,
		email ?? "",
		isOperator ? "yes" : "",
		day(createdAt),
		disabledAt === null ? "" : `disabled ${day(disabledAt)}`,
	];
}
