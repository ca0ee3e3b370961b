import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as runJobs from "./run.ts";

export function define(command: Command, run: Run): void {
	const about = "run the waiting background work once: events, jobs and webhooks";
	defineMember(command, { name: "run", about, module: runJobs }, run);
}
