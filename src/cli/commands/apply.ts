import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { applyContent } from "../apply-content.ts";
import { printChanges, summarize } from "../changes.ts";
import type { Run } from "../define-command.ts";
import { parseMciFile } from "../mci-file.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
	readonly dryRun?: boolean;
	readonly commit?: boolean;
	readonly message?: string;
}

export const examples = [
	"mci apply web-base.yaml --dry-run",
	'mci apply web-base.yaml --commit -m "Adds eu-west-1"',
	"mci export web-base --url https://old.example.com | mci apply -",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<file...>", "files as `mci export` writes them; - is standard input")
		.option("--dry-run", "show what would change, and change nothing")
		.option("--commit", "commit what changed")
		.option("-m, --message <message>", "message of the commits")
		.addHelpText(
			"after",
			"\nHEAD becomes exactly what the file says; a MultiCloud Image that is not there is created. All files are read before anything is written.\n",
		)
		.action(
			run<[string[]], Options>(async (session, [files], { dryRun, commit, message }) => {
				if (commit && message === undefined) throw new UsageError("--commit needs a message.", "Give one with -m.");
				if (!commit && message !== undefined) throw new UsageError("-m is the message of a commit.", "Give --commit too.");
				const { output, world } = session;
				const read = [];
				for (const file of files) {
					const text = file === "-" ? await readAll(world.stdin) : await readFile(resolve(world.cwd, file), "utf8");
					read.push(...parseMciFile(file === "-" ? "stdin" : file, text));
				}
				const names = read.map(({ content }) => content.name);
				const twice = names.find((name, i) => names.indexOf(name) !== i);
				if (twice !== undefined) throw new UsageError(`“${twice}” is in the files twice.`, "Which of the two shall it be?");
				if (read.length === 0) throw new UsageError("There is no MultiCloud Image in the files.", "`mci export NAME` shows the form.");
				await session.connect();
				const items = [];
				for (const one of read) {
					const applied = await applyContent(one, { dryRun: dryRun === true, message: commit ? message : undefined });
					items.push(applied);
					if (output.json) continue;
					const { created, changes, revision } = applied;
					const committed = revision ? `, committed as revision ${revision.number}` : "";
					const said = created ? `${dryRun ? "would be created" : "created"}, ${summarize(changes)}` : summarize(changes);
					output.line(`${one.content.name}: ${said}${committed}`);
					if (dryRun) printChanges(output, changes);
				}
				if (output.json) output.value({ items });
				else if (dryRun) output.note("Only tried: nothing was changed.");
				return undefined;
			}),
		);
}
