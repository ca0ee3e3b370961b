import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { statusText } from "../../output/status-text.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci image show 42", "mci image show 42 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<id>", "the image's number in the catalogue").action(
		run<[string]>(async (session, [text]) => {
			if (!/^\d{1,15}$/.test(text))
				throw new UsageError(
					`“${text}” is not an image's number.`,
					"For an image id of a cloud: `mci where-used UID`.",
				);
			await session.connect();
			const { output } = session;
			const image = await session.client.getImage(Number(text));
			output.show(image, () => {
				const { status, ...facts } = image;
				const rows = Object.entries(facts).flatMap(([field, value]) =>
					value === null ? [] : [[field, String(value)]],
				);
				const here = statusText(status);
				if (here !== null) rows.push(["in this account", here]);
				output.table(["field", "value"], rows);
			});
			return undefined;
		}),
	);
}
