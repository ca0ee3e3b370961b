import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { stateMember } from "../../marketplace/state-member.ts";
import * as edit from "./edit.ts";
import * as list from "./list.ts";
import * as republish from "./republish.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the account's publications", module: list }, run);
	defineMember(command, { name: "show", about: "show a publication", module: show }, run);
	defineMember(command, { name: "edit", about: "edit a publication's texts or audience", module: edit }, run);
	defineMember(
		command,
		{
			name: "deprecate",
			about: "deprecate a publication: hide it, except for templates that need it",
			module: stateMember("deprecate"),
		},
		run,
	);
	defineMember(
		command,
		{ name: "reactivate", about: "reactivate a publication", module: stateMember("reactivate") },
		run,
	);
	defineMember(
		command,
		{
			name: "retract",
			about: "retract a publication from everyone who has not imported it",
			module: stateMember("retract"),
		},
		run,
	);
	defineMember(
		command,
		{ name: "republish", about: "update a shared HEAD to its current content", module: republish },
		run,
	);
}
