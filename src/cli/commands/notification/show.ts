import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readNumber } from "../../input/read-number.ts";

export const examples = ["mci notification show 42", "mci notification show 42 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the notification's number in `mci notification`").action(
		run<[string]>(async (session, [text]) => {
			const number = readNumber(text, { what: "a notification's number", where: "`mci notification` shows them." });
			await session.connect();
			const { output } = session;
			const told = await session.client.getNotification(number);
			if (output.json) {
				output.value(told);
				return undefined;
			}
			const { id, at, event, title, subject, details, auditSeq, readAt } = told;
			output.table(
				["field", "value"],
				[
					["id", String(id)],
					["time", at],
					["event", event],
					["what", title],
					["about", `${subject.kind} ${subject.name}`],
					...Object.entries(details)
						.filter(([, value]) => value !== null)
						.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
					...(auditSeq === null ? [] : [["audit entry", String(auditSeq)]]),
					["read", readAt ?? "no"],
				],
			);
			return undefined;
		}),
	);
}
