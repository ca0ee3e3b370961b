import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

/** A process started for a measurement. */
export interface Running {
	readonly pid: number;
	/** CPU time of all its threads in microseconds; NaN on platforms that don't report it (only Linux does). */
	cpu(): number;
	stop(): Promise<void>;
}

/** Starts Node on a script and waits until its output matches `sign`; returns what the group of `sign` matched. */
export async function startProcess(
	args: readonly string[],
	sign: RegExp,
): Promise<Running & { readonly found: string }> {
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	const found = await matchOf(child, sign);
	const pid = child.pid ?? 0;
	return {
		pid,
		found,
		cpu: () => cpuOf(pid),
		stop: async () => {
			child.kill("SIGTERM");
			if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
		},
	};
}

function matchOf(child: ChildProcess, sign: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		let output = "";
		child.stdout?.on("data", (chunk: Buffer) => {
			output += chunk;
			const match = sign.exec(output);
			if (match) resolve(match[1] ?? "");
		});
		child.once("error", reject);
		child.once("exit", (code) => reject(new Error(`the process ended with ${code} before it was ready`)));
	});
}

/**
 * The first field of each thread's `schedstat`: nanoseconds on a processor (Linux,
 * Documentation/scheduler/sched-stats.rst).
 */
function cpuOf(pid: number): number {
	try {
		const threads = readdirSync(`/proc/${pid}/task`);
		return threads.reduce(
			(sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1000,
			0,
		);
	} catch {
		return Number.NaN;
	}
}
