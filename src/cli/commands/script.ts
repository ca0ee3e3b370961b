import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import { versionMembers } from "../versions/version-members.ts";

export function define(command: Command, run: Run): void {
	for (const member of versionMembers("script")) defineMember(command, member, run);
}
