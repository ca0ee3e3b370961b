import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as list from "./list.ts";
import * as read from "./read.ts";
import * as show from "./show.ts";

export const examples = ["mci notification --unread", "mci notification show 42", "mci notification read --all"];

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list notifications, newest first", module: list, isDefault: true },
		run,
	);
	defineMember(command, { name: "show", about: "show one notification", module: show }, run);
	defineMember(
		command,
		{ name: "read", about: "mark notifications as read, for all members of the account", module: read },
		run,
	);
}
