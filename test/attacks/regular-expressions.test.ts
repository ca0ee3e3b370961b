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

/**
 * Long enough that what takes the square of its length hangs for many seconds, and what takes its length no hundredth
 * of one.
 */
const length = 100_000;
/** Only what hangs is found: a busy machine makes nothing that takes its length so slow. */
const patience = 8_000;

/** Files whose texts are cut before they are matched, to so many characters. */
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
		"ends soon on hostile text: %s",
		async (_text, { where, source, flags, length: most }) => {
			const hangsOn = await thread.tryAll({ source, flags, texts: hostileTexts(source, most) });
			expect(hangsOn, where).toBeUndefined();
		},
		600_000,
	);

	it("is found by the trial when it takes the square of the length, or more", async () => {
		for (const source of ["-+$", "(a+)+$", "^(\\d+)*(\\d+)*x"]) {
			expect(
				await thread.tryAll({ source, flags: "", texts: hostileTexts(source, length) }, 2_000),
				source,
			).toBeDefined();
		}
	}, 60_000);
});

/**
 * Runs of what an expression names, of what its classes have, and of pairs of these; each with an end that does not
 * fit.
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

/** A thread that is made again when an expression hangs in it. */
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
		/** The text on which the expression did not end in time; undefined when it always did. */
		tryAll: async (trial: Trial, wait = patience): Promise<string | undefined> => {
			if (await tryOnce(trial, wait)) return undefined;
			for (const text of trial.texts) {
				if (!(await tryOnce({ ...trial, texts: [text] }, wait))) return `${text.start}${text.unit.repeat(3)}…`;
			}
			// All together were slow, and none alone: the machine was.
			return undefined;
		},
		stop: () => worker.terminate(),
	};
}
