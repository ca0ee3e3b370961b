import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { imageLifecycleCommand } from "../../lifecycles/image-lifecycle-command.ts";
import * as search from "./search.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "search", about: "search images by text, cloud, OS …", module: search }, run);
	defineMember(command, { name: "show", about: "show an image by its number in the catalogue", module: show }, run);
	defineMember(
		command,
		{
			name: "deprecate",
			about: "let an image warn wherever it is mapped",
			module: imageLifecycleCommand("deprecated"),
		},
		run,
	);
	defineMember(
		command,
		{ name: "revoke", about: "refuse an image wherever it is mapped", module: imageLifecycleCommand("revoked") },
		run,
	);
	defineMember(
		command,
		{ name: "reactivate", about: "take a deprecation or a revocation back", module: imageLifecycleCommand("active") },
		run,
	);
}
