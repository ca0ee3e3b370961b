import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as create from "./create.ts";
import * as describe from "./describe.ts";
import * as list from "./list.ts";
import * as operator from "./operator.ts";
import * as password from "./password.ts";
import * as show from "./show.ts";
import { disableCommand, enableCommand } from "./switch.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the users", module: list }, run);
	defineMember(command, { name: "show", about: "show a user, and what they are in which account", module: show }, run);
	defineMember(command, { name: "create", about: "create a person who signs in", module: create }, run);
	defineMember(
		command,
		{ name: "describe", about: "change a user's display name or e-mail address", module: describe },
		run,
	);
	defineMember(
		command,
		{ name: "password", about: "set your own password, or, for operators, another user's", module: password },
		run,
	);
	defineMember(
		command,
		{ name: "operator", about: "let a user keep the installation, or no more", module: operator },
		run,
	);
	defineMember(
		command,
		{ name: "disable", about: "end a user's sessions and let them in no more", module: disableCommand },
		run,
	);
	defineMember(command, { name: "enable", about: "let a user sign in again", module: enableCommand }, run);
}
