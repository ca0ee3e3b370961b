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
		{ name: "publish", about: "write all that you publish as a directory for any web server", module: publish },
		run,
	);
	defineMember(command, { name: "add", about: "follow a publisher's feed", module: add }, run);
	defineMember(command, { name: "list", about: "list the feeds that are followed", module: list }, run);
	defineMember(command, { name: "show", about: "show a feed with what it offers", module: show }, run);
	defineMember(command, { name: "edit", about: "change how a feed is followed", module: edit }, run);
	defineMember(command, { name: "sync", about: "read feeds again, and import or tell what is new", module: sync }, run);
	defineMember(command, { name: "import", about: "import one publication that a feed offers", module: importing }, run);
	defineMember(
		command,
		{ name: "remove", about: "follow a feed no longer; what came from it stays", module: remove },
		run,
	);
}
