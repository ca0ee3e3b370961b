import type { Command } from "commander";
import { listCandidates } from "../candidates.ts";
import type { Run } from "../define-command.ts";

export function define(command: Command, run: Run): void {
	command
		.argument("[word...]", "the words after mci, the last one being typed")
		.allowUnknownOption()
		.action(
			run<[string[]]>(async (session, [words]) => {
				for (const { text, about } of await listCandidates(session, words)) session.output.line(`${text}\t${about}`);
				return undefined;
			}),
		);
}
