import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Run } from "../../input/define-command.ts";
import { importedKind, kindOption } from "../../marketplace/component-kind-argument.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = ["mci imports unsubscribe web", "mci imports unsubscribe web --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its local name, or its name when you subscribed")
		.addOption(kindOption())
		.action(
			run<[string], { readonly kind?: ComponentKind }>(async (session, [name], options) => {
				await session.connect();
				const { output } = session;
				const ended = await session.client.unsubscribe(await importedKind(session.client, name, options.kind), name);
				output.show(ended, () => output.line(plainText(`${ended.name}: no longer followed. Its imports stay.`)));
				return undefined;
			}),
		);
}
