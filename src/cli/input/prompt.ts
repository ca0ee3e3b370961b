import { createInterface } from "node:readline";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";

/** Questions to the user at the terminal. */
export interface Prompt {
	/** The answer, trimmed. Throws `UsageError` if the user ends the input instead. */
	ask(question: string): Promise<string>;
	/** True for y or yes. */
	confirm(question: string): Promise<boolean>;
	close(): void;
}

/** True if a user can be asked: questions and answers both go through a terminal. */
export function isInteractive({ stdin, stdout }: Pick<World, "stdin" | "stdout">): boolean {
	return stdin.isTTY === true && stdout.isTTY === true;
}

/** Asks on standard error, so that standard output holds only results. */
export function openPrompt({ stdin, stderr }: Pick<World, "stdin" | "stderr">): Prompt {
	const lines = createInterface({ input: stdin, terminal: false });
	const answers = lines[Symbol.asyncIterator]();
	const ask = async (question: string) => {
		stderr.write(question);
		const { value, done } = await answers.next();
		if (done) throw new UsageError("Canceled: no input.", "Nothing was changed.");
		return String(value).trim();
	};
	return {
		ask,
		confirm: async (question) => /^y(es)?$/i.test(await ask(`${question} [y/N] `)),
		close: () => lines.close(),
	};
}
