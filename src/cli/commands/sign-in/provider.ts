import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as add from "./provider-add.ts";
import * as change from "./provider-change.ts";
import * as list from "./provider-list.ts";
import * as map from "./provider-map.ts";
import * as remove from "./provider-remove.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list sign-in providers with the roles of their groups", module: list },
		run,
	);
	defineMember(command, { name: "add", about: "add an OpenID sign-in provider", module: add }, run);
	defineMember(command, { name: "change", about: "edit a sign-in provider, or its secret", module: change }, run);
	defineMember(
		command,
		{ name: "map", about: "set the roles that a provider's group gives in an account", module: map },
		run,
	);
	defineMember(command, { name: "remove", about: "remove a sign-in provider", module: remove }, run);
}
