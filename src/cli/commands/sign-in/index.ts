import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as provider from "./provider.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "provider", about: "OpenID providers that people sign in with", module: provider },
		run,
	);
}
