import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { generateAll, scaffoldUpstream } from "../scripts/generate.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = await generateAll();

describe("npm run generate", () => {
	it("creates every file that is marked as generated", () => {
		const marked = readFileSync(join(root, ".gitattributes"), "utf8");
		// Only one table of this page is generated.
		for (const { path } of generated.filter((file) => file.path !== "docs/audit.md"))
			expect(marked).toMatch(new RegExp(`^(${path}|${dirname(path)}/\\*\\*|\\*\\.gen\\.ts) linguist-generated$`, "m"));
		expect(generated.map(({ path }) => path)).toEqual(
			expect.arrayContaining([
				"src/upstreams/sources.gen.ts",
				"src/core/lint/rules.gen.ts",
				"docs/lint.md",
				"docs/errors.md",
				"docs/permissions.md",
				"openapi.json",
				"src/client/generated/registry.ts",
			]),
		);
	});

	it.each(generated)("produces $path as it is committed", ({ path, text }) => {
		expect(text).toBe(readFileSync(join(root, path), "utf8"));
	});
});

describe("npm run generate -- upstream <id>", () => {
	it("creates a format that is complete and passes its own test", () => {
		const files = scaffoldUpstream("acme-images");
		expect(files.map(({ path }) => path.replace("src/upstreams/acme-images/", "")).sort()).toEqual([
			"fixtures/SOURCE.md",
			"fixtures/example.json",
			"index.ts",
			"parse.test.ts",
			"parse.ts",
		]);
		const copy = mkdtempSync(join(tmpdir(), "mci-scaffold-"));
		try {
			for (const folder of ["base", "core", "upstreams"]) {
				cpSync(join(root, "src", folder), join(copy, "src", folder), {
					recursive: true,
					filter: (path) => !/fixtures|\.test\.ts$|tsconfig\.json$/.test(path),
				});
			}
			for (const file of ["package.json", "tsconfig.base.json"]) cpSync(join(root, file), join(copy, file));
			for (const { path, text } of files) {
				mkdirSync(dirname(join(copy, path)), { recursive: true });
				writeFileSync(join(copy, path), text);
			}
			const list = readFileSync(join(copy, "src/upstreams/sources.gen.ts"), "utf8");
			const entry = 'import { source as acmeImages } from "./acme-images/index.ts";\n';
			writeFileSync(join(copy, "src/upstreams/sources.gen.ts"), `${entry}${list.replace("[\n", "[\n\tacmeImages,\n")}`);
			symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
			const vitest = join(root, "node_modules/vitest/vitest.mjs");
			const run = spawnSync(process.execPath, [vitest, "run", "--root", copy, "src/upstreams/acme-images"], {
				cwd: copy,
				encoding: "utf8",
				env: plainEnv(),
			});
			expect(`${run.stdout}${run.stderr}`).toMatch(/Tests +\d+ passed \(\d+\)/);
			expect(run.status).toBe(0);
		} finally {
			rmSync(copy, { recursive: true });
		}
	});

	it.each(["Acme", "a_b", "../x", "", "1a", "csv"])("refuses the id %j", (id) => {
		expect(() => scaffoldUpstream(id)).toThrow(/is not a format's name|is there already/);
	});
});

/** The environment without the variables of the test runner. */
function plainEnv(): NodeJS.ProcessEnv {
	return {
		...Object.fromEntries(
			Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|DEV|PROD|MODE|SSR|BASE_URL)/.test(name)),
		),
		NO_COLOR: "1",
	};
}
