import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import * as add from "./cloud/add.ts";
import * as list from "./cloud/list.ts";
import * as show from "./cloud/show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the clouds", module: list }, run);
	defineMember(command, { name: "show", about: "show a cloud", module: show }, run);
	defineMember(command, { name: "add", about: "add a cloud", module: add }, run);
}
