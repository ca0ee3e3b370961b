import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as list from "./list.ts";
import * as show from "./show.ts";
import * as verify from "./verify.ts";

export const examples = ["mci audit --since 7d", "mci audit show 42", "mci audit verify"];

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list what was done, newest first", module: list, isDefault: true },
		run,
	);
	defineMember(
		command,
		{ name: "show", about: "show an entry whole, with what was before and after", module: show },
		run,
	);
	defineMember(
		command,
		{ name: "verify", about: "find out whether an entry was changed or is missing", module: verify },
		run,
	);
}
