import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as importing from "./import.ts";
import * as search from "./search.ts";
import * as show from "./show.ts";
import * as subscribing from "./subscribe.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "search", about: "browse and search publications", module: search }, run);
	defineMember(command, { name: "show", about: "show a publication with all its revisions", module: show }, run);
	defineMember(
		command,
		{ name: "import", about: "import a publication with its dependencies", module: importing },
		run,
	);
	defineMember(command, { name: "subscribe", about: "subscribe to a publisher's component", module: subscribing }, run);
}
