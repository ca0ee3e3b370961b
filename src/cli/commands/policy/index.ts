import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as set from "./set.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "show", about: "show the account's lint policy", module: show }, run);
	defineMember(command, { name: "set", about: "set the account's lint policy", module: set }, run);
}
