import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as list from "./list.ts";
import * as remove from "./remove.ts";
import { addCommand, setCommand } from "./roles.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list members and their roles", module: list }, run);
	defineMember(command, { name: "add", about: "add a user to the account", module: addCommand }, run);
	defineMember(command, { name: "set", about: "set a member's roles", module: setCommand }, run);
	defineMember(command, { name: "remove", about: "remove a member from the account", module: remove }, run);
}
