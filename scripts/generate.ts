import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

generateSources();

/** The list of upstream formats is the list of folders under src/upstreams that hold an index.ts. */
function generateSources(): void {
	const folder = `${root}src/upstreams`;
	const ids = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && readdirSync(`${folder}/${entry.name}`).includes("index.ts"))
		.map((entry) => entry.name)
		.sort();
	const imports = ids.map((id) => `import { source as ${camel(id)} } from "./${id}/index.ts";`);
	const list = ids.map((id) => `\t${camel(id)},`);
	write("src/upstreams/sources.gen.ts", [
		...imports,
		'import type { Source } from "./source.ts";',
		"",
		"/** Every upstream format, by name. */",
		"export const sources: readonly Source[] = [",
		...list,
		"];",
	]);
}

function camel(id: string): string {
	return id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function write(path: string, lines: readonly string[]): void {
	writeFileSync(`${root}${path}`, `// Made by \`npm run generate\`; don't edit.\n${lines.join("\n")}\n`);
	console.log(`${path}`);
}

void execFileSync;
