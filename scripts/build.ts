import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the program to dist/mci.js and its lazily loaded parts to dist/chunks. Use `--entry` and `--out` for
 * experiments.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const started = new Date();
const entry = option("--entry") ?? join(root, "src", "main", "bin.ts");
const out = option("--out") ?? join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

const result = await build({
	entryPoints: { mci: entry, "read-lists": join(root, "src", "main", "read-lists-worker.ts") },
	outdir: out,
	chunkNames: "chunks/[name]-[hash]",
	bundle: true,
	splitting: true,
	write: false,
	format: "esm",
	platform: "node",
	target: "node24",
	// Keeps names, so that a stack trace in a bug report is readable. Shortening them too gained no measurable start-up
	// time.
	minifySyntax: true,
	minifyWhitespace: true,
	legalComments: "none",
	define: { "process.env.MCI_VERSION": JSON.stringify(version) },
	// CommonJS packages inside an ES module still call require.
	banner: {
		js: 'import { createRequire as createRequireOfMci } from "node:module";const require = createRequireOfMci(import.meta.url);',
	},
	// pg-native is an optional part of pg that is not installed. Swagger UI serves files from the folder of its code. The
	// default of jsonc-parser is a UMD file, whose inner requires no bundler sees.
	alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
	external: ["pg-native", "@fastify/swagger-ui"],
	logLevel: "warning",
});

const chunks = join(out, "chunks");
mkdirSync(chunks, { recursive: true });
const written = new Set<string>();
// Writes the entry last, by renaming: a program that starts meanwhile gets either the old build or the new one,
// complete.
for (const file of result.outputFiles.toSorted(
	(a, b) => Number(dirname(a.path) === out) - Number(dirname(b.path) === out),
)) {
	writeFileSync(`${file.path}.new`, file.contents);
	renameSync(`${file.path}.new`, file.path);
	written.add(basename(file.path));
}
for (const name of readdirSync(chunks)) if (!written.has(name)) rmSync(join(chunks, name));
// The stamp has the time of the start: a file saved during the build is newer than it.
const stamp = join(out, ".built");
writeFileSync(stamp, version);
utimesSync(stamp, started, started);

const bytes = result.outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
console.error(
	`built ${join(out, "mci.js")}: ${result.outputFiles.length} files, ${Math.round(bytes / 1024)} KiB, ${Date.now() - started.getTime()} ms`,
);

function option(name: string): string | undefined {
	const at = process.argv.indexOf(name);
	return at === -1 ? undefined : process.argv[at + 1];
}
