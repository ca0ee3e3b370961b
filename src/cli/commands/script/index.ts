import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { lifecycleMembers } from "../../lifecycles/kind-commands.ts";
import { versionMembers } from "../../versions/version-members.ts";
import * as exporting from "./export.ts";
import * as set from "./set.ts";

export function define(command: Command, run: Run): void {
	for (const member of versionMembers("script")) defineMember(command, member, run);
	defineMember(command, { name: "set", about: "set the source and inputs from a file", module: set }, run);
	defineMember(command, { name: "export", about: "write a script as a YAML file", module: exporting }, run);
	for (const member of lifecycleMembers("script")) defineMember(command, member, run);
}
