import { type ExecFileSyncOptions, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
	accessSync,
	chownSync,
	constants,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { servePglite } from "./pglite-server.ts";

/** A test's own database. */
export interface TestDatabase {
	readonly url: string;
	/** Drops it; connections that are still open are closed. */
	drop(): Promise<void>;
}

interface Account {
	readonly uid: number;
	readonly gid: number;
}

const PGLITE = "pglite:";
let stopServer: (() => Promise<void>) | undefined;

/**
 * Vitest's global set-up: sets TEST_DATABASE_URL to the address of a PostgreSQL server. Uses the first of DATABASE_URL,
 * PostgreSQL's programs on this machine (installed with apt on Debian as root), and PGlite, which CI refuses: it is one
 * session, not a server.
 */
export async function setup(): Promise<void> {
	process.env.TEST_DATABASE_URL = process.env.DATABASE_URL ?? (await startServer()) ?? standIn();
}

/** Vitest's global tear-down: stops the server if `setup` started one. */
export async function teardown(): Promise<void> {
	await stopServer?.();
}

/**
 * A new, empty database, or a copy of `template` (the name of another, which must have no connections). Works in any
 * test file of a project that has `setup` as its global set-up.
 */
export async function createDatabase(options: { readonly template?: string } = {}): Promise<TestDatabase> {
	const server = process.env.TEST_DATABASE_URL;
	if (server === undefined)
		throw new Error("TEST_DATABASE_URL is not set: this project lacks globalSetup: test/postgres.ts");
	if (server === PGLITE) return servePglite(options);
	const name = `mci_test_${randomBytes(6).toString("hex")}`;
	const template = options.template === undefined ? "" : ` template "${options.template}"`;
	await run(server, `create database "${name}"${template}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return { url: url.href, drop: () => run(server, `drop database if exists "${name}" with (force)`) };
}

async function run(url: string, sql: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}

async function startServer(): Promise<string | undefined> {
	const programs = findPrograms() ?? installPrograms();
	if (programs === undefined) return undefined;
	const account = process.getuid?.() === 0 ? unprivileged() : undefined;
	const folder = mkdtempSync(join(tmpdir(), "mci-postgres-"));
	if (account !== undefined) chownSync(folder, account.uid, account.gid);
	const data = join(folder, "data");
	const password = randomBytes(16).toString("hex");
	writeFileSync(join(folder, "password"), password, { mode: 0o644 });
	const initdb = [
		"-D",
		data,
		"-U",
		"postgres",
		"-A",
		"password",
		"--pwfile",
		join(folder, "password"),
		"-E",
		"UTF8",
		"--no-locale",
		"--no-sync",
	];
	execFileSync(join(programs, "initdb"), initdb, { ...account, cwd: folder, stdio: "pipe" });
	const port = await freePort();
	const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"].flatMap(
		(setting) => ["-c", setting],
	);
	const server = [
		join(programs, "postgres"),
		"-D",
		data,
		"-k",
		folder,
		"-h",
		"127.0.0.1",
		"-p",
		String(port),
		...settings,
	];
	// The shell waits for the end of our pipe, so the server and its folder are removed even when this process is killed.
	// In a session of its own, Ctrl-C doesn't reach it before us.
	const guard = '"$@" > log 2>&1 & server=$!; cat; kill -QUIT $server; wait $server; cd /; rm -rf -- "$0"';
	const shell = spawn("/bin/sh", ["-c", guard, folder, ...server], {
		...account,
		cwd: folder,
		detached: true,
		stdio: ["pipe", "ignore", "ignore"],
	});
	stopServer = async () => {
		shell.stdin.end();
		if (shell.exitCode === null) await once(shell, "exit");
	};
	const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
	try {
		await untilReady(url);
	} catch (error) {
		const log = readFileSync(join(folder, "log"), "utf8");
		await stopServer();
		throw new Error(`PostgreSQL of ${programs} does not start:\n${log}`, { cause: error });
	}
	return url;
}

async function untilReady(url: string): Promise<void> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		try {
			return await run(url, "select 1");
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(25);
		}
	}
}

/**
 * The folder of `initdb` and `postgres`. On Debian only wrappers are on PATH, and each version has a folder under
 * /usr/lib/postgresql.
 */
function findPrograms(): string | undefined {
	const versions = existsSync("/usr/lib/postgresql")
		? readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a))
		: [];
	const folders = [
		...(process.env.PATH ?? "").split(delimiter),
		...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
	];
	return folders.find((folder) =>
		["initdb", "pg_ctl", "postgres"].every((program) => isExecutable(join(folder, program))),
	);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function installPrograms(): string | undefined {
	if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version") || !isExecutable("/usr/bin/apt-get"))
		return undefined;
	console.error("test/postgres: installing PostgreSQL with apt-get, once");
	const options: ExecFileSyncOptions = {
		stdio: ["ignore", "ignore", "inherit"],
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
	};
	try {
		execFileSync("apt-get", ["update", "-q"], options);
		execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", "postgresql"], options);
	} catch (error) {
		console.error(`test/postgres: apt-get did not install it: ${String(error)}`);
	}
	return findPrograms();
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): Account {
	const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
	for (const name of ["postgres", "nobody"]) {
		const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
		if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as");
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}

function standIn(): string {
	const line =
		"test/postgres: NO POSTGRESQL HERE. PGlite stands in for it: one session, so nothing is proven about concurrency.";
	if (process.env.CI === "true")
		throw new Error(`${line} CI needs a real server: set DATABASE_URL or install PostgreSQL.`);
	console.error(`\n${"!".repeat(line.length)}\n${line}\n${"!".repeat(line.length)}\n`);
	return PGLITE;
}
