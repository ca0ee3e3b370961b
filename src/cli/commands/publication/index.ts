import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { stateMember } from "../../marketplace/state-member.ts";
import * as edit from "./edit.ts";
import * as list from "./list.ts";
import * as republish from "./republish.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list what the account offers to others", module: list }, run);
	defineMember(command, { name: "show", about: "show a publication", module: show }, run);
	defineMember(command, { name: "edit", about: "change what is said of it, or who sees it", module: edit }, run);
	defineMember(
		command,
		{ name: "deprecate", about: "hide it, and leave it to templates that need it", module: stateMember("deprecate") },
		run,
	);
	defineMember(command, { name: "reactivate", about: "offer it again", module: stateMember("reactivate") }, run);
	defineMember(
		command,
		{ name: "retract", about: "take it from everyone who has not imported it", module: stateMember("retract") },
		run,
	);
	defineMember(
		command,
		{ name: "republish", about: "give those to whom a HEAD is shared what it says now", module: republish },
		run,
	);
}
