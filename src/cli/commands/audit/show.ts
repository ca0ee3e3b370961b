import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { printEntryChanges } from "./audit-changes.ts";

export const examples = ["mci audit show 42", "mci audit show 42 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<seq>", "the entry's number in `mci audit`").action(
		run<[string]>(async (session, [text]) => {
			if (!/^[1-9]\d{0,14}$/.test(text))
				throw new UsageError(`“${text}” is not an audit entry's number.`, "`mci audit` shows them.");
			await session.connect();
			const { output } = session;
			const entry = await session.client.getAuditEntry(Number(text));
			if (output.json) {
				output.value(entry);
				return undefined;
			}
			const { seq, at, actor, act, subjectKind, subjectId, subjectName, headVersion, previousDigest, digest } = entry;
			output.table(
				["field", "value"],
				[
					["seq", String(seq)],
					["time", at],
					["who", actor],
					["act", act],
					["subject", `${subjectKind} ${subjectName}${subjectId === null ? "" : ` (${subjectId})`}`],
					...(headVersion === null ? [] : [["HEAD after it", String(headVersion)]]),
					["digest", digest],
					["digest before", previousDigest],
				],
			);
			printEntryChanges(output, entry);
			return undefined;
		}),
	);
}
