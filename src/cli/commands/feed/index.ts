import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./add.ts";
import * as edit from "./edit.ts";
import * as importing from "./import.ts";
import * as list from "./list.ts";
import * as publish from "./publish.ts";
import * as remove from "./remove.ts";
import * as show from "./show.ts";
import * as sync from "./sync.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "publish", about: "write your publications as a directory for any web server", module: publish },
		run,
	);
	defineMember(command, { name: "add", about: "follow a publisher's feed", module: add }, run);
	defineMember(command, { name: "list", about: "list followed feeds", module: list }, run);
	defineMember(command, { name: "show", about: "show a feed with its publications", module: show }, run);
	defineMember(command, { name: "edit", about: "edit how a feed is followed", module: edit }, run);
	defineMember(command, { name: "sync", about: "sync feeds: import or report what is new", module: sync }, run);
	defineMember(command, { name: "import", about: "import one publication of a feed", module: importing }, run);
	defineMember(command, { name: "remove", about: "stop following a feed; its imports stay", module: remove }, run);
}
