import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./add.ts";
import * as list from "./list.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the clouds", module: list }, run);
	defineMember(command, { name: "show", about: "show a cloud", module: show }, run);
	defineMember(command, { name: "add", about: "add a cloud", module: add }, run);
}
