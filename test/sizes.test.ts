import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { knownOversizes } from "./known-oversizes.ts";
import { checkSizes, limits, measureFunctions } from "./sizes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const tree = new Map(
	execFileSync("git", ["-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"], {
		cwd: root,
		encoding: "utf8",
	})
		.split("\0")
		.filter((file) => /^(src|test|bench|scripts)\/.*\.(tsx?|mjs)$/.test(file) && existsSync(root + file))
		.filter((file) => !/\.gen\.ts$/.test(file) && !file.startsWith("src/client/generated/"))
		.map((file) => [file, readFileSync(root + file, "utf8")]),
);

describe("sizes", () => {
	const oversizes = Object.fromEntries(
		checkSizes(tree).map(({ rule, place, measured }) => [`${rule} ${place}`, measured] as const),
	);

	it("are within the limits, except for known exceptions, each at most as large as listed", () => {
		const grown = Object.entries(oversizes).filter(([place, measured]) => measured > (knownOversizes[place] ?? 0));
		expect(grown).toEqual([]);
	});

	it("are over the limits at every known exception, with exactly the listed size", () => {
		const shrunk = Object.entries(knownOversizes).filter(([place, known]) => (oversizes[place] ?? 0) < known);
		expect(shrunk).toEqual([]);
	});

	it("of functions are at most a screen, except for 2 in 100", () => {
		const functions = measureFunctions(tree);
		const long = functions.filter(({ lines }) => lines > limits.screenLines);
		expect(functions.length).toBeGreaterThan(5000);
		expect(long.length / functions.length).toBeLessThan(limits.shareOverScreen);
	});
});

describe("the measure", () => {
	it("counts a function's own conditions, not those of functions inside it", () => {
		const text = `export function outer(a: number, b = 1): number {
	const inner = (c: number) => (c > 1 ? c : 0);
	if (a > 1 && b > 1) return inner(a);
	for (const one of [a]) switch (one) {
		case 1: return 2;
		case 2: return 3;
		default: return [1].map((x) => x ?? 1)[0]!;
	}
	return a;
}`;
		expect(measureFunctions(new Map([["src/a.ts", text]]))).toEqual([
			{ file: "src/a.ts", name: "outer", lines: 10, branching: 6 },
			{ file: "src/a.ts", name: "outer inner", lines: 1, branching: 2 },
			{ file: "src/a.ts", name: "outer #1", lines: 1, branching: 2 },
		]);
	});

	it("counts a tab as two columns, and the number of long lines in a file", () => {
		const line = `\t${"x".repeat(118)}`;
		expect(checkSizes(new Map([["src/a.ts", `//\n// ${"x".repeat(117)}`]]))).toEqual([]);
		expect(checkSizes(new Map([["test/a.ts", `// ${line}\n${line}\n//${line}`]]))).toEqual([
			{ rule: "columns", place: "test/a.ts", measured: 2 },
		]);
	});

	it("finds functions over 80 lines and over 15 branches", () => {
		const long = `export const a = { run() {\n${"\n".repeat(79)}} };`;
		const branching = `export const b = (x: unknown) => ${"x && ".repeat(15)}x;`;
		expect(checkSizes(new Map([["src/a.ts", `${long}\n${branching}`]]))).toEqual([
			{ rule: "function-lines", place: "src/a.ts run", measured: 81 },
			{ rule: "branching", place: "src/a.ts b", measured: 16 },
		]);
	});
});
