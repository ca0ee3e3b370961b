import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readLongText } from "../../marketplace/long-text.ts";
import { printPublisher } from "../../marketplace/publisher-table.ts";

interface Options {
	readonly email?: string | false;
	readonly page?: string | false;
	readonly description?: string;
}

export const examples = [
	'mci publisher set "Acme Images" --email images@example.com --page https://example.com/images',
	"mci publisher set --no-email",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[name]", "public name: 1 to 100 characters without ; \\ / > < & , and .")
		.option("--email <address>", "contact address")
		.option("--no-email", "remove the address")
		.option("--page <url>", "the publisher's page on the web")
		.option("--no-page", "remove the page")
		.option("--description <text>", "description, or @FILE")
		.action(
			run<[string | undefined], Options>(async (session, [name], options) => {
				const description = await readLongText(session.world.cwd, options.description);
				const field = (value: string | false | undefined) => (value === false ? null : value);
				const patch = dropUndefined({ name, email: field(options.email), url: field(options.page), description });
				await session.connect();
				printPublisher(session.output, await session.client.setPublisher(patch));
				return undefined;
			}),
		);
}
