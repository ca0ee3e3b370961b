import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as list from "./list.ts";
import * as remove from "./remove.ts";
import { addCommand, setCommand } from "./roles.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the account's members and their roles", module: list }, run);
	defineMember(command, { name: "add", about: "make a user a member", module: addCommand }, run);
	defineMember(command, { name: "set", about: "give a member other roles", module: setCommand }, run);
	defineMember(command, { name: "remove", about: "take a member out of the account", module: remove }, run);
}
