import { readdirSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import type { HostileText, Trial } from "./hostile-matcher.ts";
import { expressionsIn, type FoundExpression } from "./regular-expressions.ts";

const root = new URL("../../src/", import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
	.filter(
		(file) => /\.tsx?$/.test(file) && !/\.(test|contract)\.tsx?$/.test(file) && !file.startsWith("client/generated"),
	)
	.sort();

/** Long enough that quadratic expressions hang for many seconds, and linear ones take less than a hundredth of one. */
const length = 100_000;
/** Long enough that only expressions that hang are found, even on a busy machine. */
const patience = 8_000;

/** Files whose texts are cut before they are matched, with the maximum number of characters. */
const cut: Readonly<Record<string, number>> = {
	// `nameLimit` of image-name.ts.
	"core/image/find-release.ts": 512,
	"core/image/image-name.ts": 512,
	"core/image/read-os.ts": 512,
};

const expressions = new Map<string, FoundExpression & { readonly length: number }>();
for (const file of sources) {
	for (const found of expressionsIn(file, readFileSync(new URL(file, root), "utf8"))) {
		const key = `/${found.source}/${found.flags}`;
		const limit = cut[file] ?? length;
		if ((expressions.get(key)?.length ?? 0) < limit) expressions.set(key, { ...found, length: limit });
	}
}

describe("every regular expression of the source", () => {
	const thread = newThread();
	afterAll(() => thread.stop());

	it("is found", () => {
		expect(expressions.size).toBeGreaterThan(300);
		for (const { source, flags } of expressions.values()) expect(() => new RegExp(source, flags)).not.toThrow();
	});

	it.each([...expressions])(
		"finishes quickly on hostile text: %s",
		async (_text, { where, source, flags, length: most }) => {
			const hangsOn = await thread.tryAll({ source, flags, texts: hostileTexts(source, most) });
			expect(hangsOn, where).toBeUndefined();
		},
		600_000,
	);

	it("is found by the trial if it takes quadratic time or more", async () => {
		for (const source of ["-+$", "(a+)+$", "^(\\d+)*(\\d+)*x"]) {
			expect(
				await thread.tryAll({ source, flags: "", texts: hostileTexts(source, length) }, 2_000),
				source,
			).toBeDefined();
		}
	}, 60_000);
});

/**
 * Repetitions of the expression's literals, of members of its classes, and of pairs of these; each with an end that
 * does not match.
 */
function hostileTexts(source: string, most: number): HostileText[] {
	const named = new Set(source.replace(/\\[dwsDWSbBpP]/g, "").match(/[^\\^$()[\]{}|*+?]/g) ?? []);
	const classes = ["a", "0", " ", "-", ".", "/", "\n", "_", ":"];
	const units = [...new Set([...[...named].slice(0, 12), ...classes])];
	const pairs = units
		.slice(0, 6)
		.flatMap((first) => ["a", "0", ".", "-"].filter((other) => other !== first).map((other) => first + other));
	const words = source.replace(/^\^/, "").replace(/\\(?=[^\w])/g, "");
	const prefix = /^[^\\^$()[\]{}|*+?.]*/.exec(words)?.[0] ?? "";
	const starts = [...new Set(["", "x", prefix])];
	return [...units, ...pairs].flatMap((unit) => starts.map((start) => ({ start, unit, length: most, end: "\0" })));
}

/** A thread that is restarted when an expression hangs in it. */
function newThread() {
	const make = () => new Worker(new URL("./hostile-matcher.ts", import.meta.url));
	let worker = make();
	const tryOnce = (trial: Trial, wait: number): Promise<boolean> =>
		new Promise((resolve, reject) => {
			const mine = worker;
			const end = () => {
				clearTimeout(late);
				mine.off("message", done).off("error", fail);
			};
			const done = () => {
				end();
				resolve(true);
			};
			const fail = (error: Error) => {
				end();
				reject(error);
			};
			const late = setTimeout(() => {
				end();
				void mine.terminate();
				worker = make();
				resolve(false);
			}, wait);
			mine.on("message", done).on("error", fail).postMessage(trial);
		});
	return {
		/** The text on which the expression timed out; undefined if none. */
		tryAll: async (trial: Trial, wait = patience): Promise<string | undefined> => {
			if (await tryOnce(trial, wait)) return undefined;
			for (const text of trial.texts) {
				if (!(await tryOnce({ ...trial, texts: [text] }, wait))) return `${text.start}${text.unit.repeat(3)}…`;
			}
			// All of them together were slow, but none of them separately: the machine was busy.
			return undefined;
		},
		stop: () => worker.terminate(),
	};
}
