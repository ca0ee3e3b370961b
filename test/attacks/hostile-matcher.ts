import { parentPort } from "node:worker_threads";

/** An expression to try, and the texts to try it on. */
export interface Trial {
	readonly source: string;
	readonly flags: string;
	readonly texts: readonly HostileText[];
}

/** `start`, then `unit` repeated up to a length, then `end`. */
export interface HostileText {
	readonly start: string;
	readonly unit: string;
	readonly length: number;
	readonly end: string;
}

/** Tries the expressions that it receives, in a thread that can be ended while an expression hangs. */
parentPort?.on("message", ({ source, flags, texts }: Trial) => {
	const expression = new RegExp(source, flags.replace("y", ""));
	for (const { start, unit, length, end } of texts) {
		// With `g` every match is searched, as `replace` does.
		const text = start + unit.repeat(Math.ceil(length / unit.length)) + end;
		if (expression.global) text.replace(expression, "");
		else expression.test(text);
	}
	parentPort?.postMessage("done");
});
