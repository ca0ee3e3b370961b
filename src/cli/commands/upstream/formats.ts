import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci upstream formats", "mci upstream formats --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const formats = await session.client.listFormats();
			if (output.json) {
				output.value(formats);
				return undefined;
			}
			output.table(
				["format", "syntax", "what"],
				formats.items.map(({ id, title, syntaxes }) => [id, syntaxes.join(", "), title]),
			);
			output.line();
			const options = formats.items.flatMap(({ id, options }) =>
				options.map(({ name, about, example }) => [id, `${name}=${example}`, about]),
			);
			if (options.length > 0) output.table(["format", "--option", "what"], options);
			return undefined;
		}),
	);
}
