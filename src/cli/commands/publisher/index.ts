import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as set from "./set.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "show", about: "show the account's publisher profile", module: show }, run);
	defineMember(command, { name: "set", about: "create or edit it", module: set }, run);
}
