import type { Command } from "commander";
import { revisionRef } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { printNews, printTaken } from "../../marketplace/import-table.ts";
import { plainText } from "../../output/plain-text.ts";
import { UsageError } from "../../usage-error.ts";
import { readBundleFile } from "./bundle-file.ts";

interface Options {
	readonly key?: string;
	readonly name?: readonly string[];
	readonly dryRun?: boolean;
}

export const examples = [
	"mci bundle import acme.mcib --dry-run",
	`mci bundle import acme.mcib --key sha256:${"4f".repeat(32)}`,
	"mci bundle import acme.mcib --name web=acme-web",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<file>", "the bundle, - for standard input")
		.option(
			"--key <fingerprint>",
			"fingerprint of the publisher's key, from another channel than the file; the key is trusted from now on",
		)
		.option("--name <published=here>", "use another name than the publisher's; can be repeated", collect)
		.option("--dry-run", "show what would be imported, without importing it")
		.action(
			run<[string], Options>(async (session, [place], { key, name, dryRun }) => {
				const { output } = session;
				const names = name && Object.fromEntries(name.map(readName));
				const bundle = await readBundleFile(session, place);
				await session.connect();
				const done = await session.client.importBundle({ bundle, ...dropUndefined({ key, names, dryRun }) });
				if (output.json) {
					output.value(done);
					return undefined;
				}
				output.line(
					plainText(
						`${place}: from ${done.publisher.name}${done.isNewKey && !dryRun ? ", whose key is now trusted" : ""}`,
					),
				);
				printTaken(output, done.report);
				for (const one of done.leftOut) {
					output.note(
						`Left out: ${revisionRef(one.name, one.number)} is ${one.why}${one.reason === null ? "" : ` (${one.reason})`}.`,
					);
				}
				printNews(output, done.lifecycles);
				if (dryRun) output.note("Dry run: nothing was saved.");
				else if (done.report.imported.length === 0) output.line("Nothing changed.");
				return undefined;
			}),
		);
}

function readName(text: string): [string, string] {
	const at = text.indexOf("=");
	if (at <= 0 || at === text.length - 1)
		throw new UsageError(
			`“${text}” is not PUBLISHED=LOCAL.`,
			"Write --name with the publisher's name and yours: --name web=web-acme.",
		);
	return [text.slice(0, at), text.slice(at + 1)];
}
