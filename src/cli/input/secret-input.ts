import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";

type Input = Pick<World, "stdin" | "stderr">;

/**
 * Secrets, which are never arguments because others on the machine can see those: asked for without echo or, without a
 * terminal, the lines of standard input, one for each question. Throws `UsageError` if one is missing.
 */
export async function readSecrets(world: Input, questions: readonly string[]): Promise<string[]> {
	if (world.stdin.isTTY) {
		const answers: string[] = [];
		for (const question of questions) answers.push(await askSecret(world, question));
		return answers;
	}
	const lines = (await readAll(world.stdin)).split(/\r?\n/);
	return questions.map((question, i) => {
		const line = lines[i];
		if (line) return line;
		throw new UsageError(
			`Standard input has no line for “${question.replace(/:\s*$/, "")}”.`,
			"Write one line for each question, or run this at a terminal.",
		);
	});
}

/** A new password, typed twice at a terminal so that a typo does not lock anyone out. */
export async function readNewPassword(world: Input, question: string): Promise<string> {
	if (!world.stdin.isTTY) return (await readSecrets(world, [question]))[0] ?? "";
	const [first = "", again] = await readSecrets(world, [question, "Repeat: "]);
	if (first !== again) throw new UsageError("The two inputs differ.", "Nothing was changed; try again.");
	return first;
}

/** Asks without showing the answer. */
function askSecret({ stdin, stderr }: Input, question: string): Promise<string> {
	stderr.write(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: stdin, output: silent, terminal: true });
	return new Promise((resolve, reject) => {
		lines.once("line", (line) => {
			resolve(line);
			lines.close();
		});
		lines.once("SIGINT", () => lines.close());
		lines.once("close", () => {
			stderr.write("\n");
			reject(new UsageError("Canceled: no input.", "Nothing was changed."));
		});
	});
}
