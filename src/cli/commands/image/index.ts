import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { imageLifecycleCommand } from "../../lifecycles/image-lifecycle-command.ts";
import * as search from "./search.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "search", about: "search images by text, cloud, OS …", module: search }, run);
	defineMember(command, { name: "show", about: "show an image of the catalog", module: show }, run);
	defineMember(
		command,
		{
			name: "deprecate",
			about: "mark an image as deprecated wherever it is mapped",
			module: imageLifecycleCommand("deprecated"),
		},
		run,
	);
	defineMember(
		command,
		{ name: "revoke", about: "revoke an image wherever it is mapped", module: imageLifecycleCommand("revoked") },
		run,
	);
	defineMember(
		command,
		{ name: "reactivate", about: "reactivate a deprecated or revoked image", module: imageLifecycleCommand("active") },
		run,
	);
}
