import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./add.ts";
import * as list from "./list.ts";
import * as remove from "./remove.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the account's workload rules", module: list }, run);
	defineMember(command, { name: "show", about: "show a workload rule", module: show }, run);
	defineMember(
		command,
		{ name: "add", about: "give short-lived tokens to CI jobs that meet conditions", module: add },
		run,
	);
	defineMember(
		command,
		{ name: "remove", about: "remove a workload rule, and revoke its tokens", module: remove },
		run,
	);
}
