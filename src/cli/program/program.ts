import { Command, CommanderError, Help, Option } from "commander";
import { type GlobalOptions, globalFlags } from "../connection/global-options.ts";
import type { Session } from "../connection/session.ts";
import { exitCodes } from "../exit-codes.ts";
import { addExamples, type Run } from "../input/define-command.ts";
import { reportError } from "../output/error-report.ts";
import { openOutput } from "../output/output.ts";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";
import { type CommandEntry, commandList } from "./command-list.ts";

/** Runs a command's function in a session of its own and returns its exit code. */
export type RunSession = (
	options: GlobalOptions,
	act: (session: Session) => Promise<number | undefined>,
) => Promise<number>;

/** Reads the command line with commander and runs its command. Returns the exit code. */
export async function runProgram(argv: readonly string[], world: World, runSession: RunSession): Promise<number> {
	let exit = 0;
	const run: Run = (act) =>
		async function () {
			const options = this.optsWithGlobals();
			exit = await runSession(options, (session) => act(session, this.processedArgs as never, options as never));
		};
	const program = buildProgram(world);
	const entries = new Map(commandList.map((entry) => [entry.name, entry]));
	program.hook("preSubcommand", async (_program, command) => {
		const entry = entries.get(command.name());
		if (entry) await loadCommand(command, entry, run);
	});
	try {
		await program.parseAsync(argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv], { from: "user" });
		return exit;
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return 0;
		// Commander has shown the help already.
		if (error instanceof CommanderError && error.code === "commander.help") return 2;
		const output = openOutput(world, { json: argv.includes("--json"), color: false });
		return reportError(error instanceof CommanderError ? usageError(error, commandPath(program, argv)) : error, output);
	}
}

/** The program with the names of its commands, without their content. */
export function buildProgram(world: Pick<World, "version" | "stdout" | "stderr">): Command {
	const program = new Command("mci")
		.description("The registry that maps one logical machine image to the real image in every cloud and region.")
		.version(world.version, "-V, --version", "print the version")
		.helpOption("-h, --help", "show help")
		.helpCommand(false)
		.exitOverride()
		.showHelpAfterError(false)
		// One name for each: aliases are for those who type them anyway.
		.configureHelp({
			showGlobalOptions: true,
			subcommandTerm: (command) => new Help().subcommandTerm(command).replace(/^([^ |]+)\|\S+/, "$1"),
		})
		.configureOutput({
			writeOut: (text) => void world.stdout.write(text),
			writeErr: (text) => void world.stderr.write(text),
			outputError: () => undefined,
			getOutHelpWidth: () => world.stdout.columns ?? 100,
			getErrHelpWidth: () => world.stderr.columns ?? 100,
			getOutHasColors: () => false,
			getErrHasColors: () => false,
		});
	for (const { flags, about } of globalFlags) program.addOption(new Option(flags, about));
	for (const entry of commandList) {
		const command = program.command(entry.name).description(entry.about).helpGroup(`${entry.heading}:`);
		if (entry.alias !== undefined) command.alias(entry.alias);
	}
	const codes = Object.entries(exitCodes).map(([code, means]) => `  ${code.padEnd(4)} ${means}`);
	return program.addHelpText(
		"after",
		`\nExit codes:\n${codes.join("\n")}\n\n\`mci COMMAND --help\` shows a command's options and examples.\n`,
	);
}

/** Gives a command its arguments, options and examples. */
export async function loadCommand(command: Command, entry: CommandEntry, run: Run): Promise<void> {
	const module = await entry.load();
	module.define(command, run);
	addExamples(command, module.examples ?? []);
}

function usageError(error: CommanderError, path: string): UsageError {
	const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
	const hint = rest.join(" ").replace(/^\(Did you mean (.+)\?\)$/, "Did you mean $1?");
	const help = `\`mci ${path}--help\` lists the commands.`;
	const text = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.$/, "");
	return new UsageError(`${text}.`, [hint, help].filter((one) => one !== "").join(" "));
}

/** The words of a command line that name its command, each followed by a space: `server export `. */
function commandPath(program: Command, argv: readonly string[]): string {
	let command = program;
	let path = "";
	for (const word of argv) {
		const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
		if (!next) continue;
		command = next;
		path += `${word} `;
	}
	return path;
}
