import { execFileSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describeApi } from "../src/api/openapi/index.ts";
import { inlineShared } from "../src/api/openapi/share.ts";
import { operationsByPermission } from "../src/api/permission-table.ts";
import { createServer } from "../src/api/server.ts";
import { permissionNames, permissions, type Role, roles, roleWords } from "../src/core/access/index.ts";
import { acts } from "../src/core/audit/index.ts";
import { componentKinds } from "../src/core/component/index.ts";
import { catalogue } from "../src/core/errors.ts";
import type { LintRule } from "../src/core/lint/index.ts";
import { assembleRegistry } from "../src/main/assemble.ts";

/** A file of the repository as a generator writes it. */
export interface GeneratedFile {
	/** Relative to the repository's root. */
	readonly path: string;
	readonly text: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** The function that orval's output calls. It is process-wide; `bindClient` replaces it with the client's own. */
const orvalRequest =
	"export async function request<T>(url: string, init: RequestInit): Promise<T> { throw new Error(`${url} ${init.method}`); }\n";

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

/** Generates every generated file of the repository from its sources. */
export async function generateAll(): Promise<GeneratedFile[]> {
	const files: GeneratedFile[] = [];
	for await (const some of steps()) files.push(...some);
	return files;
}

/**
 * The order lets each step find what it loads: lists before the code that reads them, the client before the commands
 * that call it.
 */
async function* steps(): AsyncGenerator<readonly GeneratedFile[]> {
	yield generateSources();
	yield await generateLint();
	yield generateErrors();
	yield generatePermissions();
	yield generateActs();
	const [openApi] = await generateOpenApi();
	yield [openApi, ...generateClient(openApi.text)];
	yield await generateCliReference();
}

/** The list of upstream formats is the list of folders under src/upstreams that contain an index.ts. */
export function generateSources(): GeneratedFile[] {
	const folder = join(root, "src/upstreams");
	const ids = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "index.ts")))
		.map((entry) => entry.name)
		.sort();
	const lines = [
		"// Made by `npm run generate`; don't edit.",
		...ids.map((id) => `import { source as ${camel(id)} } from "./${id}/index.ts";`),
		'import type { Source } from "./source.ts";',
		"",
		"/** Every upstream format, by name. */",
		"export const sources: readonly Source[] = [",
		...ids.map((id) => `\t${camel(id)},`),
		"];",
	];
	return [{ path: "src/upstreams/sources.gen.ts", text: textOf(lines) }];
}

/**
 * The list of lint rules and docs/lint.md, both from the files of src/core/lint/rules. Throws if a rule is not named
 * after its file.
 */
export async function generateLint(): Promise<GeneratedFile[]> {
	const folder = join(root, "src/core/lint/rules");
	const ids = readdirSync(folder)
		.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
		.map((file) => file.slice(0, -".ts".length))
		.sort();
	const rules = await Promise.all(
		ids.map(async (id) => {
			const { rule } = (await import(pathToFileURL(join(folder, `${id}.ts`)).href)) as { rule: LintRule };
			if (rule.id !== id) throw new Error(`src/core/lint/rules/${id}.ts holds a rule of another name, “${rule.id}”`);
			return rule;
		}),
	);
	const list = [
		"// Made by `npm run generate`; don't edit.",
		'import type { LintRule } from "./rule.ts";',
		...ids.map((id) => `import { rule as ${camel(id)} } from "./rules/${id}.ts";`),
		"",
		"/** Every lint rule, by id. */",
		"export const lintRules: readonly LintRule[] = [",
		...ids.map((id) => `\t${camel(id)},`),
		"];",
	];
	return [
		{ path: "src/core/lint/rules.gen.ts", text: textOf(list) },
		{ path: "docs/lint.md", text: textOf(lintPage(rules)) },
	];
}

function lintPage(rules: readonly LintRule[]): string[] {
	const parts = [
		["mci", "MultiCloud Images"],
		["template", "ServerTemplates"],
		["script", "Scripts, also of the templates that use them"],
	] as const;
	return [
		"# Lint rules",
		"",
		"<!-- Made by `npm run generate` from src/core/lint/rules; don't edit. -->",
		"",
		"Best practices, checked. An *error* is certain and refuses a commit; a *warning* is most likely wrong; an *info* is worth knowing.",
		"A missing fact about an image is not a finding, unless a rule says otherwise.",
		...parts.flatMap(([on, title]) => [
			"",
			`## ${title}`,
			...rules
				.filter((rule) => rule.on === on)
				.flatMap((rule) => [
					"",
					`### ${rule.id}`,
					"",
					`*${rule.severity}* · ${rule.title}.`,
					"",
					rule.why,
					"",
					rule.cure,
				]),
		]),
	];
}

/** docs/errors.md from the catalogue of faults. */
export function generateErrors(): GeneratedFile[] {
	const entries = Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
	const lines = [
		"# Errors",
		"",
		"<!-- Made by `npm run generate` from src/core/errors.ts; don't edit. -->",
		"",
		"Every “no” has a stable code: in the API's problem details, and at the end of the command line's message.",
		...entries.flatMap(([code, { kind, text, help }]) => ["", `## ${code}`, "", `*${kind}* · ${text}`, "", help]),
	];
	return [{ path: "docs/errors.md", text: textOf(lines) }];
}

/** docs/permissions.md from the table that the checks read. */
export function generatePermissions(): GeneratedFile[] {
	const mark = (given: readonly Role[], role: Role) => (given.includes(role) ? "yes" : "");
	const lines = [
		"# Permissions",
		"",
		"<!-- Made by `npm run generate` from src/core/access and src/api/permission-table.ts; don't edit. -->",
		"",
		"Who may do what. Each role is given for itself; none includes another. All but `operator`, which is of the whole installation, are given",
		"in an account and count only there. [Accounts and people](accounts.md) explains how to grant them.",
		"",
		"| role | who has it |",
		"|---|---|",
		...roles.map((role) => `| \`${role}\` | ${roleWords[role]} |`),
		"",
		"## Who may do what",
		"",
		`| permission | may | ${roles.join(" | ")} |`,
		`|---|---|${roles.map(() => "---|").join("")}`,
		...permissionNames.map(
			(name) =>
				`| \`${name}\` | ${permissions[name].act} | ${roles.map((role) => mark(permissions[name].roles, role)).join(" | ")} |`,
		),
		"",
		"## What each operation of the API asks for",
		"",
		"*Everyone* is whoever reaches the registry; *signed in* is whoever shows a token or a session.",
		"",
		"| permission | operations |",
		"|---|---|",
		...Object.entries(operationsByPermission)
			.filter(([, operations]) => operations.length > 0)
			.map(
				([permission, operations]) =>
					`| ${permission === "everyone" || permission === "signed-in" ? `*${permission.replace("-", " ")}*` : `\`${permission}\``} | ${[...operations].sort().join(", ")} |`,
			),
	];
	return [{ path: "docs/permissions.md", text: textOf(lines) }];
}

/** The table of acts in docs/audit.md, from src/core/audit/acts.ts. The rest of the page is written by hand. */
export function generateActs(): GeneratedFile[] {
	const path = "docs/audit.md";
	const page = readFileSync(join(root, path), "utf8");
	const [start, end] = ["<!-- acts: made by `npm run generate` from src/core/audit/acts.ts -->\n", "<!-- /acts -->"];
	const [before, rest] = page.split(start);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`${path} has no place for the acts`);
	const byVerb = Map.groupBy(acts, ([act, info]) =>
		componentKinds.some((kind) => kind === info.subject) ? act.slice(act.indexOf(".")) : act,
	);
	const rows = [...byVerb.values()].map((same) => {
		const [, info] = same[0] ?? [];
		const names = same.map(([act]) => `\`${act}\``).join(", ");
		return `| ${names} | ${info?.meaning ?? ""} | ${info?.before ?? ""} | ${info?.after ?? ""} |`;
	});
	const table = ["", "| act | what happened | before | after |", "|---|---|---|---|", ...rows, ""];
	return [{ path, text: `${before}${start}${table.join("\n")}\n${end}${after}` }];
}

/** docs/cli.md from the commands of src/cli; an empty list if they have no reference. */
export async function generateCliReference(): Promise<GeneratedFile[]> {
	const reference = join(root, "src/cli/program/reference.ts");
	if (!existsSync(reference)) return [];
	const { renderCliReference } = (await import(pathToFileURL(reference).href)) as {
		renderCliReference(): string | Promise<string>;
	};
	return [{ path: "docs/cli.md", text: await renderCliReference() }];
}

/** openapi.json from the routes. */
export async function generateOpenApi(): Promise<[GeneratedFile]> {
	const data = mkdtempSync(join(tmpdir(), "mci-generate-"));
	const registry = await assembleRegistry({ data, databaseUrl: null, allowPrivateUpstreams: false });
	const app = await createServer({
		needs: registry.needs,
		version: "1",
		anonymous: null,
		logger: false,
		description: "document",
	});
	try {
		await app.ready();
		return [{ path: "openapi.json", text: textOf([renderJson(describeApi(app))]) }];
	} finally {
		await app.close();
		await registry.close();
		rmSync(data, { recursive: true });
	}
}

/** JSON with one line per schema field and per part of an operation, so that a changed field is a changed line. */
function renderJson(value: unknown, depth = 0): string {
	const line = JSON.stringify(value);
	if (depth === 5 || line.length < 100 || typeof value !== "object" || value === null) return line;
	const list = Array.isArray(value);
	const indent = " ".repeat(depth);
	const parts = Object.entries(value).map(
		([key, part]) => `${indent} ${list ? "" : `${JSON.stringify(key)}: `}${renderJson(part, depth + 1)}`,
	);
	return `${list ? "[" : "{"}\n${parts.join(",\n")}\n${indent}${list ? "]" : "}"}`;
}

/** src/client/generated from the text of openapi.json. orval writes files, so it works in a folder of its own. */
export function generateClient(openApi: string): GeneratedFile[] {
	const folder = mkdtempSync(join(tmpdir(), "mci-client-"));
	const path = "src/client/generated/registry.ts";
	try {
		for (const file of ["package.json", "orval.config.ts"]) cpSync(join(root, file), join(folder, file));
		mkdirSync(join(folder, "src/client"), { recursive: true });
		writeFileSync(join(folder, "src/client/request.ts"), orvalRequest);
		symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
		// A shared parameter or response would become a type of its own in the client.
		writeFileSync(join(folder, "openapi.json"), JSON.stringify(inlineShared(JSON.parse(openApi))));
		execFileSync(process.execPath, [join(root, "node_modules/orval/dist/bin/orval.mjs")], {
			cwd: folder,
			stdio: ["ignore", "ignore", "inherit"],
		});
		return [{ path, text: bindClient(readFileSync(join(folder, path), "utf8")) }];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/**
 * Turns orval's functions, which share one transport, into the members of a client with its own transport. Throws if
 * orval's output has an unexpected form.
 */
function bindClient(text: string): string {
	const members: string[] = [];
	const rest = text.replace(
		/^export const (\w+) = async \(([\s\S]*?)^\);\}\n/gm,
		(_whole, name: string, code: string) => {
			members.push(`    ${name}: async (${code});},`);
			return "";
		},
	);
	const imported = "import { request } from '../request.ts';";
	if (members.length === 0 || !rest.includes(imported) || /^export const \w+ = async/m.test(rest))
		throw new Error("orval's functions have another form than the generator reads");
	return [
		rest.replace(imported, "import { createRequest, type Transport } from '../request.ts';").trimEnd(),
		"",
		"/** Every operation of a registry, over one transport. */",
		"export type Client = ReturnType<typeof createClient>;",
		"",
		"/** The operations of the registry that a transport reaches. Two clients share nothing. */",
		"export function createClient(transport: Transport) {",
		"  const request = createRequest(transport);",
		"  return {",
		...members,
		"  };",
		"}",
		"",
	].join("\n");
}

/**
 * The first files of a new upstream format: a small parser and its test. Throws for an id that can't be a folder name
 * or that is in use.
 */
export function scaffoldUpstream(id: string): GeneratedFile[] {
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
		throw new Error(`“${id}” is not a format's name: lowercase words with dashes between them`);
	const folder = `src/upstreams/${id}`;
	if (existsSync(join(root, folder))) throw new Error(`${folder} is there already`);
	const templates = join(root, "scripts/templates/upstream");
	const places: Readonly<Record<string, string>> = {
		"example.json": "fixtures/example.json",
		"SOURCE.md": "fixtures/SOURCE.md",
	};
	return readdirSync(templates)
		.sort()
		.map((template) => {
			const name = template.replace(/\.txt$/, "");
			const text = readFileSync(join(templates, template), "utf8").replaceAll("__ID__", id);
			return { path: `${folder}/${places[name] ?? name}`, text };
		});
}

async function main([what, id, ...rest]: readonly string[]): Promise<void> {
	if (what === undefined) {
		for await (const files of steps()) write(files);
		return;
	}
	if (what !== "upstream" || id === undefined || rest.length > 0) {
		console.error("usage: node scripts/generate.ts [upstream <id>]");
		process.exitCode = 2;
		return;
	}
	try {
		write(scaffoldUpstream(id));
		write(generateSources());
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}

function write(files: readonly GeneratedFile[]): void {
	for (const { path, text } of files) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
		console.log(path);
	}
}

function camel(id: string): string {
	return id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function textOf(lines: readonly string[]): string {
	return `${lines.join("\n")}\n`;
}
