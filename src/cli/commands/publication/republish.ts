import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { findPublication } from "../../marketplace/find-publication.ts";
import { readLongText } from "../../marketplace/long-text.ts";
import { kindOption, printChanged } from "../../marketplace/state-member.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly notes?: string;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci publication republish web@head --dry-run",
	'mci publication republish 14 --notes "new kernel"',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<publication>", "its number, or NAME@head")
		.addOption(kindOption())
		.option("--notes <text>", "release notes, or @FILE")
		.option("--dry-run", "show the consequences, without changing anything")
		.action(
			run<[string], Options>(async (session, [text], { kind, notes, dryRun }) => {
				const words = dropUndefined({ notes: await readLongText(session.world.cwd, notes) });
				await session.connect();
				const id = await findPublication(session.client, text, kind);
				const changed = await session.client.republishPublication(id, words, dryRun ? { dryRun: "true" } : undefined);
				session.output.show(changed, () => {
					printChanged(session.output, changed);
					for (const warning of changed.warnings) session.output.note(`⚠ ${warning.text}`);
				});
				if (dryRun) session.output.note("Dry run: nothing was changed.");
				return undefined;
			}),
		);
}
