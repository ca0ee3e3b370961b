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
	defineMember(command, { name: "show", about: "show a user with their roles in each account", module: show }, run);
	defineMember(command, { name: "create", about: "create a user", module: create }, run);
	defineMember(
		command,
		{ name: "describe", about: "edit a user's display name or email address", module: describe },
		run,
	);
	defineMember(
		command,
		{ name: "password", about: "set your password, or another user's (operators only)", module: password },
		run,
	);
	defineMember(command, { name: "operator", about: "make a user an operator, or remove that", module: operator }, run);
	defineMember(
		command,
		{ name: "disable", about: "disable a user and end their sessions", module: disableCommand },
		run,
	);
	defineMember(command, { name: "enable", about: "enable a disabled user", module: enableCommand }, run);
}
