import { PassThrough } from "node:stream";
import type { Argument, Command, Option } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { defaultMember, listExamples, type Run } from "../input/define-command.ts";
import { commandList } from "./command-list.ts";
import { buildProgram, loadCommand } from "./program.ts";

/** The page of all commands, options, examples and exit codes, in Markdown: the source of docs/cli.md. */
export async function renderCliReference(): Promise<string> {
	const program = buildProgram({ version: "", stdout: new PassThrough(), stderr: new PassThrough() });
	const run: Run = () => async () => undefined;
	const sections: string[] = [];
	for (const entry of commandList) {
		const command = program.commands.find((one) => one.name() === entry.name);
		if (!command) continue;
		await loadCommand(command, entry, run);
		sections.push(...renderCommand(command, "mci"));
	}
	return [
		"# Command line",
		"",
		"<!-- Made by `npm run generate` from src/cli; don't edit. -->",
		"",
		"Results go to standard output, messages and progress to standard error. With `--json` the result is the API's JSON, and an error is a",
		"problem (RFC 9457) on standard error.",
		"",
		"## Options of every command",
		"",
		...optionTable(program.options.filter((option) => option.long !== "--version")),
		"",
		"The registry is the first of: `--data`, `--url` or `--profile`, `MCI_DATA`, `MCI_URL`, the default profile, http://127.0.0.1:8080.",
		"The token is the first of: `--token`, `MCI_TOKEN`, the profile's, `MCI_TOKEN_FILE`. Profiles are kept in `$MCI_CONFIG`, else",
		"`mci/profiles.yaml` under `$XDG_CONFIG_HOME` or `~/.config`.",
		"",
		"## Exit codes",
		"",
		"| code | means |",
		"|---|---|",
		...Object.entries(exitCodes).map(([code, means]) => `| ${code} | ${means} |`),
		...sections,
		"",
	].join("\n");
}

function renderCommand(command: Command, parent: string): string[] {
	const name = `${parent} ${command.name()}`;
	if (command.commands.length > 0) return command.commands.flatMap((member) => renderCommand(member, name));
	const spoken = command.parent && defaultMember(command.parent) === command ? `${parent} [${command.name()}]` : name;
	const usage = [spoken, ...command.registeredArguments.map(argumentText)].join(" ");
	const examples = listExamples(command);
	const own = command.registeredArguments.filter((argument) => argument.description !== "");
	return [
		"",
		`## ${name}`,
		"",
		`${sentence(command.description())}`,
		"",
		"```",
		usage,
		...(examples.length === 0 ? [] : ["", ...examples.map((example) => `$ ${example}`)]),
		"```",
		...(own.length + command.options.length === 0 ? [] : [""]),
		...table([
			...own.map((argument) => [argumentText(argument), argument.description] as const),
			...command.options.map((option) => [option.flags, about(option)] as const),
		]),
	];
}

function optionTable(options: readonly Option[]): string[] {
	return table(options.map((option) => [option.flags, about(option)] as const));
}

function table(rows: readonly (readonly [string, string])[]): string[] {
	if (rows.length === 0) return [];
	return ["| | |", "|---|---|", ...rows.map(([name, text]) => `| \`${name}\` | ${text.replaceAll("|", "\\|")} |`)];
}

function about(option: Option): string {
	const choices = option.argChoices ? `: ${option.argChoices.join(", ")}` : "";
	const usual =
		option.defaultValue === undefined || option.defaultValue === true ? "" : ` (default: ${option.defaultValue})`;
	return `${option.description}${choices}${usual}`;
}

function argumentText(argument: Argument): string {
	const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
	return argument.required ? `<${name}>` : `[${name}]`;
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
