import { type Command, Option } from "commander";
import type { Session } from "./session.ts";

/** What a command's module offers: how it is asked, and examples of asking. */
export interface CommandModule {
	define(command: Command, run: Run): void;
	/** Lines as typed in a shell. Absent for a group, whose members have their own. */
	readonly examples?: readonly string[];
}

/**
 * Makes a commander action of a command's function: it gets the session, the arguments and the options, global ones among them, and
 * gives an exit code, or undefined for 0.
 */
export type Run = <A extends unknown[], O = object>(
	act: (session: Session, args: A, options: O) => Promise<number | undefined>,
) => (this: Command) => Promise<void>;

/** Adds a member to a group, with its examples. */
export function defineMember(
	group: Command,
	member: { readonly name: string; readonly about: string; readonly module: CommandModule },
	run: Run,
): void {
	const command = group.helpCommand(false).command(member.name).description(member.about);
	member.module.define(command, run);
	addExamples(command, member.module.examples ?? []);
}

const examplesOf = new WeakMap<Command, readonly string[]>();

/** Shows examples below a command's help, and keeps them for the reference page. */
export function addExamples(command: Command, examples: readonly string[]): void {
	examplesOf.set(command, examples);
	if (examples.length > 0) command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${line}`).join("\n")}\n`);
}

/** The examples of a command, empty for a group. */
export function listExamples(command: Command): readonly string[] {
	return examplesOf.get(command) ?? [];
}

/** `--sort`, the first order being the usual one. */
export function sortOption(usual: string, ...others: readonly string[]): Option {
	return new Option("--sort <order>", "order of the list").choices([usual, ...others]).default(usual);
}

/** Reads one more value of an option that can be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), value];
}
