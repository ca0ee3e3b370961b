import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import { governanceMembers } from "../governance/governance-members.ts";
import { versionMembers } from "../versions/version-members.ts";

export function define(command: Command, run: Run): void {
	for (const member of [...versionMembers("template"), ...governanceMembers("template")]) defineMember(command, member, run);
}
