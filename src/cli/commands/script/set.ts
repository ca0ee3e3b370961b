import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import type { InputDeclaration } from "../../../client/generated/registry.ts";
import { readScriptHeader } from "../../documents/script-header.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { printChanges, summarize } from "../../output/changes.ts";
import { UsageError } from "../../usage-error.ts";
import { ifMatch } from "../../versions/head-edit.ts";

interface Options {
	readonly input?: string[];
	readonly required?: string[];
	readonly header: boolean;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci script set install-php install-php.sh",
	"mci script set install-php install-php.sh --input PHP_VERSION=8.4 --required HOST",
	"cat boot.sh | mci script set boot -",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the script")
		.argument("<file>", "file with the source, - for standard input")
		.option("--input <name=default>", "an input, just NAME for one without a default; can be repeated", collect)
		.option("--required <name>", "a required input; can be repeated", collect)
		.option("--no-header", "don't read inputs from the metadata comment at the script's top")
		.option("--dry-run", "show what would change, without changing it")
		.addHelpText(
			"after",
			"\nInputs come from the metadata comment (as in RightScripts: YAML between commented lines --- and ...) and from the options,\nwhich have priority. With neither, the script keeps its inputs.\n",
		)
		.action(
			run<[string, string], Options>(async (session, [ref, file], options) => {
				const { output, world } = session;
				const given = givenInputs(options);
				const source = file === "-" ? await readAll(world.stdin) : await readFile(resolve(world.cwd, file), "utf8");
				const header = options.header ? readScriptHeader(file === "-" ? "stdin" : file, source) : undefined;
				const inputs = header || given.size > 0 ? joined(header?.inputs ?? [], given) : undefined;
				await session.connect();
				const { name } = await readReference(session.client, ref);
				const { script } = await session.client.getScript(name);
				const params = { dryRun: options.dryRun ? "true" : "false" } as const;
				const edited = await session.client.setScript(
					name,
					{ source, ...(inputs === undefined ? {} : { inputs }) },
					params,
					ifMatch(script),
				);
				for (const note of header?.notes ?? []) output.note(note);
				output.show(edited, () => {
					output.line(`${edited.name}: ${summarize(edited.changes)}`);
					if (options.dryRun) {
						printChanges(output, edited.changes);
						output.note("Dry run: nothing was changed.");
					}
				});
				return undefined;
			}),
		);
}

/** The inputs declared on the command line, by name. */
function givenInputs({
	input = [],
	required = [],
}: Options): Map<string, Pick<InputDeclaration, "name" | "default" | "required">> {
	const given = new Map<string, Pick<InputDeclaration, "name" | "default" | "required">>();
	for (const text of input) {
		const equals = text.indexOf("=");
		const name = equals < 0 ? text : text.slice(0, equals);
		if (given.has(name)) throw new UsageError(`Input ${name} is given twice.`, "Give it once.");
		given.set(name, { name, default: equals < 0 ? null : text.slice(equals + 1), required: false });
	}
	for (const name of required) given.set(name, { name, default: given.get(name)?.default ?? null, required: true });
	return given;
}

/** The header's inputs, changed by the command line's, and those that only the command line declares. */
function joined(declared: readonly InputDeclaration[], given: ReturnType<typeof givenInputs>): InputDeclaration[] {
	const all = new Map(declared.map((input) => [input.name, input]));
	for (const [name, input] of given) all.set(name, { description: all.get(name)?.description ?? "", ...input });
	return [...all.values()];
}
