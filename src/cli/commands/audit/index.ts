import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as list from "./list.ts";
import * as show from "./show.ts";
import * as verify from "./verify.ts";

export const examples = ["mci audit --since 7d", "mci audit show 42", "mci audit verify"];

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list audit entries, newest first", module: list, isDefault: true },
		run,
	);
	defineMember(command, { name: "show", about: "show one entry with the values before and after", module: show }, run);
	defineMember(command, { name: "verify", about: "check that no entry was changed or removed", module: verify }, run);
}
