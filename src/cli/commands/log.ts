import type { Command } from "commander";
import { listRevisions } from "../../client/generated/registry.ts";
import type { Run } from "../define-command.ts";
import { moment } from "../moment.ts";
import { readReference } from "../own-reference.ts";
import { type PageOptions, printPage, readPages } from "../pages.ts";
import { shortDigest } from "../short-digest.ts";

export const examples = ["mci log fedora-coreos-stable-x86_64", "mci log web --limit 3", "mci log web --all --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the MultiCloud Image")
		.option("--limit <n>", "revisions to show (default: 50)")
		.option("--all", "all revisions")
		.action(
			run<[string], PageOptions>(async (session, [ref], options) => {
				await session.connect();
				const { name } = await readReference(ref);
				const page = await readPages((part) => listRevisions(name, part), options);
				if (!session.output.json && page.items.length === 0) session.output.note(`“${name}” has no commit yet.`);
				else {
					const header = ["revision", "digest", "committed", "author", "settings", "changes", "message"];
					printPage(session.output, page, header, (revision) => [
						String(revision.number),
						shortDigest(revision.digest),
						moment(revision.createdAt),
						revision.author,
						String(revision.settingsCount),
						String(revision.changesCount),
						revision.message.split("\n")[0] ?? "",
					]);
				}
				return undefined;
			}),
		);
}
