import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as provider from "./provider.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "provider", about: "manage OpenID sign-in providers", module: provider }, run);
}
