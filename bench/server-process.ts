import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** A process that was started for a measurement. */
export interface Running {
	readonly pid: number;
	/** Microseconds that it has computed, with all its threads; NaN where the platform does not tell (only Linux does). */
	cpu(): number;
	stop(): Promise<void>;
}

/** Starts Node on a script and waits until its output has `sign`; gives what the sign's group matched. */
export async function startProcess(args: readonly string[], sign: RegExp): Promise<Running & { readonly found: string }> {
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

/** User and system time of `/proc/<pid>/stat`, fields 14 and 15 (proc(5)), in ticks of 10 ms. */
function cpuOf(pid: number): number {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return (Number(fields[11]) + Number(fields[12])) * 10_000;
	} catch {
		return Number.NaN;
	}
}
