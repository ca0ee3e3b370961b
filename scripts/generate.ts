import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeApi } from "../src/api/openapi.ts";
import { createServer } from "../src/api/server.ts";
import { catalogue } from "../src/core/index.ts";
import { assembleRegistry } from "../src/main/assemble.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

generateSources();
generateErrors();
await generateOpenApi();
generateClient();

/** The list of upstream formats is the list of folders under src/upstreams that hold an index.ts. */
function generateSources(): void {
	const folder = join(root, "src/upstreams");
	const ids = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes("index.ts"))
		.map((entry) => entry.name)
		.sort();
	write("src/upstreams/sources.gen.ts", [
		"// Made by `npm run generate`; don't edit.",
		...ids.map((id) => `import { source as ${camel(id)} } from "./${id}/index.ts";`),
		'import type { Source } from "./source.ts";',
		"",
		"/** Every upstream format, by name. */",
		"export const sources: readonly Source[] = [",
		...ids.map((id) => `\t${camel(id)},`),
		"];",
	]);
}

/** docs/errors.md from the catalogue of faults. */
function generateErrors(): void {
	const entries = Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
	write("docs/errors.md", [
		"# Errors",
		"",
		"<!-- Made by `npm run generate` from src/core/errors.ts; don't edit. -->",
		"",
		"Every “no” has a stable code: in the API's problem details, and at the end of the command line's message.",
		...entries.flatMap(([code, { kind, text, help }]) => ["", `## ${code}`, "", `*${kind}* · ${text}`, "", help]),
	]);
}

async function generateOpenApi(): Promise<void> {
	const data = mkdtempSync(join(tmpdir(), "mci-generate-"));
	const registry = await assembleRegistry({ data, databaseUrl: null, allowPrivateUpstreams: false });
	const app = await createServer({ needs: registry.needs, version: "1", anonymous: null, logger: false, docsPage: false });
	await app.ready();
	write("openapi.json", [JSON.stringify(describeApi(app), null, 2)]);
	await app.close();
	await registry.close();
	rmSync(data, { recursive: true });
}

/** src/client/generated from openapi.json. */
function generateClient(): void {
	execFileSync(process.execPath, [join(root, "node_modules/orval/dist/bin/orval.mjs")], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
}

function camel(id: string): string {
	return id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function write(path: string, lines: readonly string[]): void {
	writeFileSync(join(root, path), `${lines.join("\n")}\n`);
	console.log(path);
}
