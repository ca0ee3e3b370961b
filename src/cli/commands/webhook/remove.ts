import type { Command } from "commander";
import { confirmDelete } from "../../input/confirm-delete.ts";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci webhook remove deploy", "mci webhook remove deploy --yes"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the webhook")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string], { readonly yes?: boolean }>(async (session, [name], options) => {
				const ask = confirmDelete(session, "mci webhook remove", options);
				await session.connect();
				await session.client.getWebhook(name);
				if (!(await ask(`Remove webhook ${name} with its delivery log?`))) return undefined;
				await session.client.removeWebhook(name);
				session.output.show({ name, removed: true }, () => session.output.line(`${name}: removed`));
				return undefined;
			}),
		);
}
