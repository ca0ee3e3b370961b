import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect } from "vitest";
import { runCli } from "../src/cli/main.ts";
import type { Connection, Target, World } from "../src/cli/world.ts";
import { connectTo } from "../src/main/embedded-transport.ts";
import { signatureCheck } from "../src/main/signing.ts";

/** The outcome of a command. */
export interface Run {
	readonly exit: number;
	readonly out: string;
	readonly err: string;
}

/** The environment of a command. */
export interface Setup {
	readonly env?: Readonly<Record<string, string>>;
	readonly stdin?: string | Buffer;
	readonly cwd?: string;
	/** Columns of a terminal; omitted for pipes. */
	readonly columns?: number;
	readonly connect?: (target: Target) => Promise<Connection>;
	readonly world?: Partial<World>;
}

/** Runs a command line; words are split at spaces unless they are passed as a list. */
export type RunLine = (line: string | readonly string[], setup?: Setup) => Promise<Run>;

/** A registry whose connection stays open over many commands, so that each of them need not open it. */
export interface KeptRegistry {
	/** Its data directory. */
	readonly data: string;
	readonly connection: Connection;
	readonly run: RunLine;
	close(): Promise<void>;
}

/** The command line in a folder of its own, without a process. */
export interface Cli {
	/** Home and working directory. */
	readonly folder: string;
	/** Uses only a registry that the line or the environment names. */
	readonly run: RunLine;
	/** Uses a new registry, opened by each command as a process would. */
	newRegistry(): RunLine;
	keepRegistry(): Promise<KeptRegistry>;
	/** A name that no other test of the file uses. */
	fresh(name: string): string;
	/** Writes a file below the folder and returns its path. */
	file(name: string, content: string | Buffer): string;
	/** Standard output of a command that must succeed. */
	ok(running: Promise<Run>): Promise<string>;
	/** Standard output of a command that must succeed, parsed as JSON. */
	// biome-ignore lint/suspicious/noExplicitAny: JSON of an answer, of which a test names the fields it checks
	json(running: Promise<Run>): Promise<any>;
	close(): void;
}

/** Creates a folder for the command line to run in. */
export function openCli(): Cli {
	const folder = mkdtempSync(join(tmpdir(), "mci-cli-"));
	let made = 0;
	const run: RunLine = async (line, setup = {}) => {
		const out: string[] = [];
		const err: string[] = [];
		const sink = (pieces: string[]) => {
			const stream = new Writable({ write: (chunk, _encoding, done) => void done(void pieces.push(String(chunk))) });
			return Object.assign(stream, setup.columns === undefined ? {} : { isTTY: true, columns: setup.columns });
		};
		const world: World = {
			version: "1.2.3",
			env: setup.env ?? {},
			home: folder,
			cwd: setup.cwd ?? folder,
			machine: "here",
			stdin: Readable.from(setup.stdin === undefined ? [] : [setup.stdin]),
			stdout: sink(out),
			stderr: sink(err),
			connect: setup.connect ?? connectTo,
			checkSignatures: async () => signatureCheck,
			copyDatabase: () => Promise.reject(new Error("not here")),
			runBackground: () => Promise.reject(new Error("not here")),
			serve: () => Promise.reject(new Error("not here")),
			...setup.world,
		};
		const exit = await runCli(typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line, world);
		return { exit, out: out.join(""), err: err.join("") };
	};
	const ok: Cli["ok"] = async (running) => {
		const { exit, out, err } = await running;
		expect(`${exit} ${exit === 0 ? "" : err}`).toBe("0 ");
		return out;
	};
	const newData = () => mkdtempSync(join(folder, "own-"));
	return {
		folder,
		run,
		ok,
		json: async (running) => JSON.parse(await ok(running)),
		newRegistry: () => {
			const data = newData();
			return (line, setup = {}) => run(line, { ...setup, env: { MCI_DATA: data, ...setup.env } });
		},
		keepRegistry: async () => {
			const data = newData();
			const connection = await connectTo({ kind: "embedded", data, databaseUrl: null });
			const connect = async () => ({ ...connection, close: async () => undefined });
			return {
				data,
				connection,
				run: (line, setup = {}) => run(line, { connect, ...setup, env: { MCI_DATA: data, ...setup.env } }),
				close: () => connection.close(),
			};
		},
		fresh: (name) => `${name}-${++made}`,
		file: (name, content) => {
			const path = join(folder, name);
			mkdirSync(join(path, ".."), { recursive: true });
			writeFileSync(path, content);
			return path;
		},
		close: () => rmSync(folder, { recursive: true }),
	};
}
