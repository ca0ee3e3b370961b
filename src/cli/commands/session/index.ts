import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as end from "./end.ts";
import * as list from "./list.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list your sessions", module: list }, run);
	defineMember(command, { name: "end", about: "end a session at once", module: end }, run);
}
