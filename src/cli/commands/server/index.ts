import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./add.ts";
import * as remove from "./delete.ts";
import * as edit from "./edit.ts";
import * as exporting from "./export.ts";
import * as launch from "./launch.ts";
import * as list from "./list.ts";
import * as move from "./move.ts";
import * as reInherit from "./re-inherit.ts";
import * as show from "./show.ts";
import * as updates from "./updates.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "add", about: "add a server to a deployment, and show what it gets and why", module: add },
		run,
	);
	defineMember(command, { name: "list", about: "list servers", module: list }, run);
	defineMember(command, { name: "show", about: "show a server with its updates and problems", module: show }, run);
	defineMember(command, { name: "edit", about: "edit a server's overrides of its template", module: edit }, run);
	defineMember(command, { name: "updates", about: "list a server's available updates", module: updates }, run);
	defineMember(
		command,
		{ name: "re-inherit", about: "resolve servers again from their templates", module: reInherit },
		run,
	);
	defineMember(
		command,
		{ name: "move", about: "move a server to another revision of its template, or another template", module: move },
		run,
	);
	defineMember(command, { name: "launch", about: "launch a server", module: launch }, run);
	defineMember(
		command,
		{ name: "export", about: "export a server for the tool that launches it", module: exporting },
		run,
	);
	defineMember(command, { name: "delete", about: "delete a server", module: remove }, run);
}
