import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as create from "./create.ts";
import * as describe from "./describe.ts";
import * as list from "./list.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list your accounts", module: list }, run);
	defineMember(command, { name: "show", about: "show an account with its members", module: show }, run);
	defineMember(command, { name: "create", about: "create an account (operators only)", module: create }, run);
	defineMember(command, { name: "describe", about: "set an account's description", module: describe }, run);
}
