import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { BenchOptions, Measure } from "./measure.ts";
import { renderTable } from "./report.ts";
import { stopPostgres } from "./stores.ts";

/** `npm run bench -- [name …] [--json FILE] [--quick]`: measures, prints the table, and saves the figures as JSON. */
const benchmarks: Readonly<Record<string, () => Promise<(options: BenchOptions) => Promise<Measure[]>>>> = {
	"resolve-over-http": async () => (await import("./resolve-over-http.ts")).resolveOverHttp,
	"resolve-in-process": async () => (await import("./resolve-in-process.ts")).resolveInProcess,
	"command-line": async () => (await import("./command-line.ts")).commandLine,
	"import-rows": async () => (await import("./import-rows.ts")).importRows,
	"search-images": async () => (await import("./search-images.ts")).searchImages,
	"growing-registry": async () => (await import("./growing-registry.ts")).growingRegistry,
	"long-history": async () => (await import("./long-history.ts")).longHistory,
	"dispatch-events": async () => (await import("./dispatch-events.ts")).dispatching,
	marketplace: async () => (await import("./marketplace.ts")).marketplace,
	"large-contents": async () => (await import("./large-contents.ts")).largeContents,
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { json: { type: "string" }, quick: { type: "boolean", default: false } },
});
const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
if (unknown !== undefined) {
	console.error(`bench: unknown benchmark “${unknown}”. Available: ${Object.keys(benchmarks).join(", ")}`);
	process.exit(2);
}
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const results: Record<string, Measure[]> = {};
const started = new Date().toISOString();
try {
	for (const name of names) {
		console.error(`bench: ${name}`);
		const run = await benchmarks[name]?.();
		results[name] = (await run?.({ quick: values.quick, tell: (text) => console.error(`  ${text}`) })) ?? [];
	}
} finally {
	await stopPostgres();
}
console.log(renderTable(Object.values(results).flat()));
const file = values.json ?? join(import.meta.dirname, "results", `${started.slice(0, 19).replaceAll(":", "")}Z.json`);
mkdirSync(dirname(file), { recursive: true });
const machine = {
	node: process.version,
	platform: process.platform,
	arch: process.arch,
	cpu: cpus()[0]?.model ?? "",
	cores: cpus().length,
};
writeFileSync(file, `${JSON.stringify({ started, quick: values.quick, machine, results }, null, "\t")}\n`);
console.error(`bench: figures are in ${file}`);
