import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as diff from "./diff.ts";
import * as list from "./list.ts";
import * as show from "./show.ts";
import * as subscriptions from "./subscriptions.ts";
import * as take from "./take.ts";
import * as unsubscribe from "./unsubscribe.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list imports and available updates", module: list, isDefault: true },
		run,
	);
	defineMember(
		command,
		{ name: "show", about: "show an import with its revisions and its publisher's status of each", module: show },
		run,
	);
	defineMember(
		command,
		{ name: "diff", about: "show the changes of a newer revision, without importing it", module: diff },
		run,
	);
	defineMember(
		command,
		{ name: "take", about: "import a newer revision, and optionally swap it into templates", module: take },
		run,
	);
	defineMember(command, { name: "subscriptions", about: "list subscriptions", module: subscriptions }, run);
	defineMember(command, { name: "unsubscribe", about: "end a subscription", module: unsubscribe }, run);
}
