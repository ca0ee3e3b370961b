import type { Command } from "commander";
import { fault } from "../../../core/errors.ts";
import { nearestNames } from "../../../core/image/index.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { summarize } from "../../output/changes.ts";
import { editSettings } from "../../versions/head-edit.ts";

export const examples = ["mci unset web-base aws-us-east-1", "mci unset web-base aws-us-east-1 gcp"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the MultiCloud Image")
		.argument("<cloud...>", "clouds to remove, all or none")
		.action(
			run<[string, string[]]>(async (session, [ref, clouds]) => {
				await session.connect();
				const { name } = await readReference(session.client, ref);
				const edited = await editSettings(session.client, name, (settings) => {
					const there = [...settings.keys()];
					for (const cloud of new Set(clouds)) {
						if (!settings.delete(cloud))
							throw fault("setting-not-found", { name, cloud, near: nearestNames(cloud, there) });
					}
				});
				session.output.show(edited, () => session.output.line(`${name}: ${summarize(edited.changes)}`));
				return undefined;
			}),
		);
}
