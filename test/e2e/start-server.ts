import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server process of its own, as `mci serve` runs it. */
export interface TestServer {
	readonly port: number;
	readonly token: string;
	/** The password of the user admin. */
	readonly password: string;
	/** Its output so far. */
	readonly greeting: string;
	/** Asks it to stop and deletes its data; returns its exit code. */
	stop(): Promise<number | null>;
}

const program = fileURLToPath(new URL("../../src/main/bin.ts", import.meta.url));

/**
 * Starts `mci serve` on new data with the sample lists, on a free port. Throws with its output if it does not become
 * ready.
 */
export async function startServer(more: readonly string[] = []): Promise<TestServer> {
	const data = mkdtempSync(join(tmpdir(), "mci-server-"));
	const child = spawn(process.execPath, [program, "serve", "--data", data, "--samples", "--port", "0", ...more], {
		cwd: data,
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	child.stderr.on("data", (chunk) => {
		output += chunk;
	});
	const port = await untilReady(child, (line) => {
		output += `${line}\n`;
	}).catch((cause: unknown) => {
		child.kill("SIGKILL");
		throw new Error(`mci serve did not get ready:\n${output}`, { cause });
	});
	return {
		port,
		token: readFileSync(join(data, "admin-token"), "utf8").trim(),
		password: readFileSync(join(data, "admin-password"), "utf8").trim(),
		get greeting() {
			return output;
		},
		stop: async () => {
			const gone = once(child, "exit");
			child.kill("SIGTERM");
			await gone;
			rmSync(data, { recursive: true, force: true, maxRetries: 5 });
			return child.exitCode;
		},
	};
}

function untilReady(child: ChildProcess, tell: (line: string) => void): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once("exit", (code, signal) => reject(new Error(`it ended with ${signal ?? code}`)));
		child.once("error", reject);
		if (!child.stdout) return;
		createInterface(child.stdout).on("line", (line) => {
			tell(line);
			const port = /^Multicloud Images is at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
			if (port !== undefined) resolve(Number(port));
		});
	});
}
