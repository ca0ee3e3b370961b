import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./add.ts";
import * as formats from "./formats.ts";
import * as importing from "./import.ts";
import * as list from "./list.ts";
import * as remove from "./remove.ts";
import * as show from "./show.ts";
import * as sync from "./sync.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "import", about: "import vendors' files", module: importing }, run);
	defineMember(command, { name: "formats", about: "list the import formats with their options", module: formats }, run);
	defineMember(command, { name: "list", about: "list upstreams", module: list }, run);
	defineMember(command, { name: "show", about: "show an upstream", module: show }, run);
	defineMember(command, { name: "add", about: "add an upstream list by its URL", module: add }, run);
	defineMember(command, { name: "remove", about: "remove an upstream; its imports stay", module: remove }, run);
	defineMember(
		command,
		{ name: "sync", about: "sync upstreams: fetch them and import what is new", module: sync },
		run,
	);
}
