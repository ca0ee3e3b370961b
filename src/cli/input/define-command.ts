import { type Command, Option } from "commander";
import type { Session } from "../connection/session.ts";

/** A command's module: its arguments and options, and examples. */
export interface CommandModule {
	define(command: Command, run: Run): void;
	/** Lines as typed in a shell. Omitted for a group that does nothing. */
	readonly examples?: readonly string[];
}

/**
 * Makes a commander action of a command's function, which gets the session, the arguments and the options, including
 * global ones, and returns an exit code, or undefined for 0.
 */
export type Run = <A extends unknown[], O = object>(
	act: (session: Session, args: A, options: O) => Promise<number | undefined>,
) => (this: Command) => Promise<void>;

/** Adds a member to a group, with its examples. The default one runs if none is named. */
export function defineMember(
	group: Command,
	member: { readonly name: string; readonly about: string; readonly module: CommandModule; readonly isDefault?: true },
	run: Run,
): void {
	const command = group
		.helpCommand(false)
		.command(member.name, { isDefault: member.isDefault === true })
		.description(member.about);
	if (member.isDefault) defaultOf.set(group, command);
	member.module.define(command, run);
	addExamples(command, member.module.examples ?? []);
}

const defaultOf = new WeakMap<Command, Command>();

/** The member of a group that runs if none is named. */
export function defaultMember(group: Command): Command | undefined {
	return defaultOf.get(group);
}

const examplesOf = new WeakMap<Command, readonly string[]>();

/** Shows examples below a command's help, and keeps them for the reference page. */
export function addExamples(command: Command, examples: readonly string[]): void {
	examplesOf.set(command, examples);
	if (examples.length > 0)
		command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${line}`).join("\n")}\n`);
}

/** The examples of a command, empty for a group. */
export function listExamples(command: Command): readonly string[] {
	return examplesOf.get(command) ?? [];
}

/** `--sort`; the first order is the default. */
export function sortOption(usual: string, ...others: readonly string[]): Option {
	return new Option("--sort <order>", "order of the list").choices([usual, ...others]).default(usual);
}

/** Collects the values of an option that can be repeated. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), value];
}
