import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type OutgoingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleRegistry } from "../src/main/assemble.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import { cloudAt, generatedListing, lineName } from "./generated-listing.ts";
import type { LoadResult, LoadTask } from "./load-client.ts";
import {
	type Aim,
	type BenchOptions,
	type Compared,
	compared,
	costMeasure,
	type Measure,
	microseconds,
	speedMeasure,
} from "./measure.ts";
import { type Running, startProcess } from "./server-process.ts";

/** A response of the registry, for the bare server to repeat. */
export interface RecordedAnswer {
	readonly headers: OutgoingHttpHeaders;
	readonly body: string;
}

type Kind = "json" | "text";
type Server = Running & { readonly port: number };

const size = { lines: 100, releases: 4, clouds: 20 };
const connections = 32;
const aim: Aim = { of: "ratio", atLeast: 0.7 };

/**
 * `GET /v1/resolve` with a bearer token on SQLite, against a `node:http` server that sends the same bytes: the cost
 * that the registry adds to HTTP. Runs in three processes. The main figure is the CPU time of each server per response,
 * which other work on the machine hardly affects.
 */
export async function resolveOverHttp({ quick, tell }: BenchOptions): Promise<Measure[]> {
	const folder = mkdtempSync(join(tmpdir(), "mci-bench-"));
	const secret = await fill(folder);
	const ours = await startRegistry(folder);
	tell(`the registry runs ${isBuilt() ? "as built" : "from its sources"}`);
	const questions = allQuestions();
	const recorded = join(folder, "answers.json");
	writeFileSync(recorded, JSON.stringify(await record(ours.port, secret, questions)));
	const bareProcess = await startProcess([join(import.meta.dirname, "bare-server.ts"), recorded], /port (\d+)\./);
	const bare = { ...bareProcess, port: Number(bareProcess.found) };
	const client = fork(join(import.meta.dirname, "load-client.ts"), { execArgv: [] });
	try {
		const load = async (server: Server, kind: Kind, isNew: boolean, seconds: number) => {
			const task: LoadTask = {
				port: server.port,
				requests: requests(questions, secret, { kind, isNew }),
				seconds,
				connections,
				isNew,
			};
			const before = server.cpu();
			client.send(task);
			const [result] = (await once(client, "message")) as [LoadResult];
			return { cpu: ((server.cpu() - before) * 1000) / result.answers, wall: (result.seconds * 1e9) / result.answers };
		};
		const measures: Measure[] = [];
		for (const [name, kind, isNew] of [
			["asked before", "json", false],
			["asked before, text/plain", "text", false],
			["each question new", "json", true],
		] as const) {
			const { cpu, wall } = await inTurns(
				(side, seconds) => load(side === "ours" ? ours : bare, kind, isNew, seconds),
				quick,
			);
			const wanted = isNew ? null : aim;
			measures.push({ ...costMeasure(`resolve over HTTP, ${name}: CPU of an answer`, cpu, microseconds, null) });
			measures.push(speedMeasure(`resolve over HTTP, ${name}: answers per second of CPU`, cpu, "/s", wanted));
			measures.push(speedMeasure(`resolve over HTTP, ${name}: answers per second`, wall, "/s", null));
		}
		return measures;
	} finally {
		client.kill();
		await ours.stop();
		await bare.stop();
		rmSync(folder, { recursive: true });
	}
}

async function inTurns(
	load: (side: "ours" | "baseline", seconds: number) => Promise<{ cpu: number; wall: number }>,
	quick: boolean,
) {
	const cpu = { ours: [] as number[], baseline: [] as number[] };
	const wall = { ours: [] as number[], baseline: [] as number[] };
	await load("ours", 1.5);
	await load("baseline", 1.5);
	for (let round = 0; round < (quick ? 16 : 40); round++) {
		for (const side of round % 2 === 0 ? (["ours", "baseline"] as const) : (["baseline", "ours"] as const)) {
			const cost = await load(side, 0.4);
			cpu[side].push(cost.cpu);
			wall[side].push(cost.wall);
		}
	}
	return { cpu: compared(cpu) satisfies Compared, wall: compared(wall) };
}

async function fill(folder: string): Promise<string> {
	const registry = await assembleRegistry({ data: folder, databaseUrl: null, allowPrivateUpstreams: false });
	await importUpstream(registry.needs, systemActor(registry.account), {
		format: "bench",
		from: "bench",
		listing: generatedListing(size),
	});
	await registry.close();
	if (registry.adminSecret === null) throw new Error("a new registry gave no token");
	return registry.adminSecret;
}

function isBuilt(): boolean {
	return existsSync(bundle);
}

const bundle = join(import.meta.dirname, "..", "dist", "mci.js");

async function startRegistry(folder: string): Promise<Server> {
	const args = isBuilt()
		? [bundle, "serve", "--data", folder, "--port", "0"]
		: [join(import.meta.dirname, "registry-process.ts"), folder];
	const running = await startProcess(args, /http:\/\/127\.0\.0\.1:(\d+) /);
	return { ...running, port: Number(running.found) };
}

function allQuestions(): string[] {
	return Array.from({ length: size.lines * size.clouds }, (_, i) => {
		const ref = lineName(i % size.lines);
		return `/v1/resolve?ref=${encodeURIComponent(ref)}&cloud=${cloudAt(Math.floor(i / size.lines)).slug}`;
	});
}

function requests(questions: readonly string[], secret: string, how: { kind: Kind; isNew: boolean }): string[] {
	const accept = how.kind === "text" ? "text/plain" : "application/json";
	const headers = `Host: 127.0.0.1\r\nAuthorization: Bearer ${secret}\r\nAccept: ${accept}\r\nUser-Agent: bench\r\n\r\n`;
	return questions.map((url) => `GET ${url}${how.isNew ? "&n={n}" : ""} HTTP/1.1\r\n${headers}`);
}

async function record(
	port: number,
	secret: string,
	questions: readonly string[],
): Promise<Record<string, RecordedAnswer>> {
	const answers: Record<string, RecordedAnswer> = {};
	for (const url of questions) {
		for (const [kind, accept] of [
			["json", "application/json"],
			["text", "text/plain"],
		] as const) {
			answers[`${kind} ${url}`] = await answerOf(port, url, { authorization: `Bearer ${secret}`, accept });
		}
	}
	return answers;
}

function answerOf(port: number, path: string, headers: Record<string, string>): Promise<RecordedAnswer> {
	return new Promise((resolve, reject) => {
		get({ host: "127.0.0.1", port, path, headers }, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (chunk: string) => {
				body += chunk;
			});
			response.on("end", () => {
				// These headers are created for each response, by the bare server too.
				const { date: _date, connection: _connection, "keep-alive": _keepAlive, ...kept } = response.headers;
				if (response.statusCode === 200) resolve({ headers: kept, body });
				else reject(new Error(`${path} was answered with ${response.statusCode}: ${body}`));
			});
		}).on("error", reject);
	});
}
