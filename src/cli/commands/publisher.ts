import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import * as set from "./publisher/set.ts";
import * as show from "./publisher/show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "show", about: "show the account's publisher profile", module: show }, run);
	defineMember(command, { name: "set", about: "make or change it", module: set }, run);
}
