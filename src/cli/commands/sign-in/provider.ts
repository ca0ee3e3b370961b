import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./provider-add.ts";
import * as change from "./provider-change.ts";
import * as list from "./provider-list.ts";
import * as map from "./provider-map.ts";
import * as remove from "./provider-remove.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the providers with what their groups give", module: list }, run);
	defineMember(command, { name: "add", about: "let people sign in with an OpenID provider", module: add }, run);
	defineMember(
		command,
		{ name: "change", about: "change how people sign in with a provider, or its secret", module: change },
		run,
	);
	defineMember(command, { name: "map", about: "say what being in a group gives in an account", module: map }, run);
	defineMember(command, { name: "remove", about: "let nobody sign in with a provider any more", module: remove }, run);
}
