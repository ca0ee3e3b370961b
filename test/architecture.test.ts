import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkArchitecture, coreDoors, type Finding, floors, mayImport, readImports } from "./architecture.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Current violations of the rules, as `rule file`. Lines may only be removed. */
const exceptions: readonly string[] = [];

/** Files of the repository, including new ones that are not ignored. */
const files = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"], {
	cwd: root,
	encoding: "utf8",
})
	.split("\0")
	.filter((file) => file !== "" && existsSync(root + file));
const tree = new Map(files.filter((file) => file.startsWith("src/")).map((file) => [file, readText(file)]));

describe("the source tree", () => {
	const findings = checkArchitecture(tree);

	it("breaks no rule, except for known exceptions", () => {
		const report = findings
			.filter((finding) => !exceptions.includes(exceptionOf(finding)))
			.map((finding) => `${finding.where}: ${finding.rule}: ${finding.says}`);
		expect(report).toEqual([]);
	});

	it("still breaks every known exception", () => {
		const broken = findings.map(exceptionOf);
		expect(exceptions.filter((exception) => !broken.includes(exception))).toEqual([]);
	});

	it("has a row in the import table for every root", () => {
		const roots = new Set(
			[...tree.keys()].filter((file) => file.endsWith(".ts")).map((file) => file.split("/")[1] ?? ""),
		);
		expect([...roots].filter((name) => !(name in mayImport))).toEqual([]);
		expect(roots).toContain("core");
	});

	it("uses every door of the core that the table lists", () => {
		const used = new Set(
			[...tree]
				.filter(([file]) => !/\.(test|contract)\.ts$/.test(file))
				.flatMap(([file, text]) =>
					readImports(file, text).map(({ target }) => {
						const door = /^src\/core\/(?:([a-z-]+)\/index|(errors))\.ts$/.exec(target ?? "");
						return `${file.split("/")[1]} ${door?.[1] ?? door?.[2]}`;
					}),
				),
		);
		const listed = Object.entries(coreDoors).flatMap(([root, doors]) => doors.map((door) => `${root} ${door}`));
		expect(listed.filter((one) => !used.has(one))).toEqual([]);
	});

	it("has every room of the table, once", () => {
		const listed = Object.entries(floors).flatMap(([root, order]) =>
			order.flat().map((room) => `src/${root}/${room.replace("*", "")}`),
		);
		expect(listed.filter((room, at) => listed.indexOf(room) !== at)).toEqual([]);
		expect(listed.filter((room) => ![...tree.keys()].some((file) => file.startsWith(room)))).toEqual([]);
	});

	it("names rooms by the nouns of the registry in routes, queries and commands", () => {
		const nouns = new Set([...floors["registry"]!.flat(), "scripts", "service"]);
		const rooms = (root: string) =>
			new Set([...tree.keys()].flatMap((file) => new RegExp(`^${root}/([^/]+)/`).exec(file)?.[1] ?? []));
		const misnamed = ["src/api/routes", "src/storage/queries"].flatMap((root) =>
			[...rooms(root)].filter((room) => !nouns.has(room)).map((room) => `${root}/${room}`),
		);
		expect(misnamed).toEqual([]);
		// The command line's rooms for nouns; its other rooms are the program and what all kinds of components share.
		const program = ["commands", "program", "connection", "input", "output", "documents", "versions"];
		expect([...rooms("src/cli")].filter((room) => !nouns.has(room) && !program.includes(room))).toEqual([]);
	});
});

describe("the files of the repository", () => {
	it("name no path of the machine they were written on", () => {
		// In pieces, or this file would itself contain such a path.
		const machinePath = new RegExp(`(^|[\\s"'\`(=:,])/(${["work", "root"].join("|")})/`);
		const found = files.flatMap((file) =>
			readText(file)
				.split("\n")
				.flatMap((line, index) =>
					machinePath.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
				),
		);
		expect(found).toEqual([]);
	});

	it("name no package registry in the lock file", () => {
		const lock = readText("package-lock.json").split("\n");
		expect(
			lock.flatMap((line, index) =>
				line.includes('"resolved"') ? [`package-lock.json:${index + 1}: ${line.trim()}`] : [],
			),
		).toEqual([]);
	});

	it("have exactly the eight scripts", () => {
		const manifest = JSON.parse(readText("package.json")) as { readonly scripts?: Readonly<Record<string, string>> };
		expect(Object.keys(manifest.scripts ?? {}).sort()).toEqual([
			"bench",
			"build",
			"check",
			"dev",
			"fix",
			"generate",
			"start",
			"test",
		]);
	});
});

describe("the check itself", () => {
	it.each([
		["import-table", { "src/core/a.ts": 'import { b } from "../storage/b.ts";' }],
		["import-table", { "src/cli/a.ts": 'import type { B } from "../registry/b.ts";' }],
		["import-table", { "src/api/a.ts": 'const b = await import("../main/b.ts");' }],
		["import-table", { "src/client/a.ts": 'export * from "../core/index.ts";' }],
		["import-table", { "src/elsewhere/a.ts": 'import "./b.ts";' }],
		["handed-in", { "src/registry/a.ts": 'import { store } from "../storage/store.ts";' }],
		["handed-in", { "src/registry/a.ts": 'import { type Store } from "../storage/store.ts";' }],
		["handed-in", { "src/registry/a.ts": 'import type { Sqlite } from "../storage/dialects/sqlite.ts";' }],
		["core-door", { "src/api/a.ts": 'import {\n\ttype B,\n\tc,\n} from "../core/image/b.ts";' }],
		["core-door", { "src/net/a.ts": 'import { b } from "../core/bundle/index.ts";' }],
		["core-door", { "src/api/a.ts": 'import { b } from "../core/index.ts";' }],
		["rooms-down", { "src/registry/components/a.ts": 'import type { B } from "../resolve/b.ts";' }],
		["rooms-down", { "src/registry/events/a.ts": 'import type { B } from "../users/b.ts";' }],
		["rooms-down", { "src/registry/needs.ts": 'import { b } from "./users/b.ts";' }],
		["rooms-down", { "src/cli/commands/set/index.ts": 'import { b } from "../show/index.ts";' }],
		["rooms-down", { "src/cli/commands/set/index.ts": 'import { b } from "../../program/b.ts";' }],
		["rooms-down", { "src/cli/output/a.ts": 'import { b } from "../main.ts";' }],
		["room-known", { "src/registry/governing/a.ts": "" }],
		["room-known", { "src/cli/commands/a.ts": "" }],
		["room-size", Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`src/registry/users/a${i}.ts`, ""]))],
		["room-size", Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`src/registry/a${i}.ts`, ""]))],
		["members-apart", { "src/upstreams/suse/a.ts": 'import { b } from "../ubuntu/b.ts";' }],
		["members-apart", { "src/upstreams/reading/a.ts": 'import { b } from "../ubuntu/b.ts";' }],
		["members-apart", { "src/upstreams/source.ts": 'import { b } from "./ubuntu/b.ts";' }],
		["no-packages", { "src/core/a.ts": 'import { z } from "zod";' }],
		["no-packages", { "src/base/a.ts": 'import "node:fs";' }],
		["engine", { "src/storage/a.ts": 'import { Pool } from "pg";' }],
		["engine", { "src/main/a.ts": 'const sqlite = await import("node:sqlite");' }],
		["inside-src", { "src/main/a.ts": 'import b from "../../package.json";' }],
		["no-tests", { "src/net/a.ts": 'import { b } from "./b.test.ts";' }],
		[
			"no-cycles",
			{ "src/core/a.ts": 'import type { B } from "./b.ts";', "src/core/b.ts": 'export { a } from "./a.ts";' },
		],
		["kebab-case", { "src/core/imageName.ts": "" }],
		["telling-names", { "src/core/image-utils.ts": "" }],
		["telling-names", { "src/core/helpers/image.ts": "" }],
		["telling-names", { "src/upstreams/suse/parse-utils.ts": "" }],
		["named-exports", { "src/core/a.ts": "const a = 1;\nexport default a;" }],
		["named-exports", { "src/core/a.ts": "const a = 1;\nexport { a as default };" }],
		["small-base", { "src/base/a.ts": "//\n".repeat(61) }],
	])("finds %s in %j", (rule, source) => {
		expect(checkArchitecture(new Map(Object.entries(source))).map((finding) => finding.rule)).toEqual([rule]);
	});

	it.each([
		{
			"src/registry/a.ts":
				'import type { Store } from "../storage/store.ts";\nimport { fault } from "../core/errors.ts";',
		},
		{
			"src/upstreams/suse/a.ts":
				'import { b } from "../reading/b.ts";\nimport type { S } from "../source.ts";\nimport { c } from "./parts/c.ts";',
		},
		{
			"src/registry/servers/a.ts": 'import { b } from "../components/b.ts";\nimport type { Needs } from "../needs.ts";',
		},
		{ "src/cli/commands/set/index.ts": 'import { b } from "./b.ts";\nimport { c } from "../../output/c.ts";' },
		{ "src/cli/main.ts": 'import { b } from "./program/b.ts";' },
		{ "src/registry/users/a.ts": 'import { Role } from "../../core/access/index.ts";' },
		{ "src/upstreams/sources.gen.ts": 'import { source as suse } from "./suse/index.ts";' },
		{ "src/upstreams/openstack-image-manager/parse.ts": "" },
		{ "src/storage/dialects/postgres.ts": 'import { Pool } from "pg";' },
		{ "src/core/a.test.ts": 'import { it } from "vitest";\nimport { b } from "../registry/b.ts";' },
		{ "src/core/a.ts": '// import { b } from "../main/b.ts";\n/**\n * import("../main/b.ts")\n */' },
		{ "src/base/a.ts": "//\n".repeat(60) },
	])("accepts %j", (source) => {
		expect(checkArchitecture(new Map(Object.entries(source)))).toEqual([]);
	});

	it("names the line, the specifier and the whole ring of a cycle", () => {
		const ring = {
			"src/core/a.ts": '\nimport { b } from "./b.ts";',
			"src/core/b.ts": 'import { c } from "./c.ts";',
			"src/core/c.ts": 'import "./a.ts";',
		};
		expect(checkArchitecture(new Map(Object.entries(ring)))).toEqual([
			{
				rule: "no-cycles",
				where: "src/core/a.ts:2",
				says: "imports ./b.ts: src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts",
			},
		]);
	});

	it("reads every import the project has", () => {
		const counted = [...tree]
			.filter(([file]) => file.endsWith(".ts"))
			.flatMap(([file, text]) => {
				const ends =
					text.match(/^(?:import\b.*|\}|export \{.*|export \*.*|export type \{.*) from "[^"]+";$/gm)?.length ?? 0;
				const read = readImports(file, text).length;
				return read < ends ? [`${file}: ${read} of ${ends}`] : [];
			});
		expect(counted).toEqual([]);
	});
});

function exceptionOf(finding: Finding): string {
	return `${finding.rule} ${finding.where.replace(/:\d+$/, "")}`;
}

function readText(file: string): string {
	return readFileSync(root + file, "utf8");
}
