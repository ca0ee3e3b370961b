import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleRegistry } from "../src/main/assemble.ts";
import { adminTokenFile } from "../src/main/config.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import { cloudAt, generatedListing, lineName, uidOf } from "./generated-listing.ts";
import { type Aim, type BenchOptions, compare, costMeasure, type Measure, milliseconds, type Side } from "./measure.ts";
import { startProcess } from "./server-process.ts";

const root = join(import.meta.dirname, "..");
const bundle = join(root, "dist", "mci.js");
const launcher = join(root, "bin", "mci");
const size = { lines: 20, releases: 2, clouds: 10 };
const aim: Aim = { of: "ratio", atMost: 2 };

/** `mci resolve` as a whole process, against a Node that does nothing: the difference is the cost of the command. */
export async function commandLine({ quick, tell }: BenchOptions): Promise<Measure[]> {
	const folder = mkdtempSync(join(tmpdir(), "mci-bench-"));
	const registry = await assembleRegistry({ data: folder, databaseUrl: null, allowPrivateUpstreams: false });
	await importUpstream(registry.needs, systemActor(registry.account), {
		format: "bench",
		from: "bench",
		listing: generatedListing(size),
	});
	await registry.close();
	const server = await startProcess([bundle, "serve", "--data", folder, "--port", "0"], /http:\/\/127\.0\.0\.1:(\d+) /);
	const rounds = quick ? 15 : 31;
	const bare: Side = () => run(["-e", "0"], {});
	const ask = [launcher, "resolve", lineName(3), "--cloud", cloudAt(2).slug];
	const wanted = `${uidOf((3 * size.releases + 1) * size.clouds + 2)}\n`;
	try {
		const measures: Measure[] = [];
		for (const [what, args, env] of [
			["mci resolve --data", [...ask, "--data", folder], {}],
			[
				"mci resolve from a server",
				ask,
				{ MCI_URL: `http://127.0.0.1:${server.found}`, MCI_TOKEN: readFileSync(adminTokenFile(folder), "utf8").trim() },
			],
		] as const) {
			const result = await compare({ ours: () => run(args, env, wanted), baseline: bare }, { rounds, clock: "wall" });
			tell(`${what}: measured`);
			measures.push(costMeasure(`${what} · node -e 0`, result, milliseconds, aim));
		}
		return measures;
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true });
	}
}

function run(args: readonly string[], env: Readonly<Record<string, string>>, wanted = ""): number {
	const done = spawnSync(process.execPath, args, {
		encoding: "utf8",
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
	});
	if (done.status !== 0 || done.stdout !== wanted)
		throw new Error(`${args.join(" ")} ended with ${done.status}: ${done.stdout}${done.stderr}`);
	return 1;
}
