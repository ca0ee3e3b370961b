import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import * as runJobs from "./jobs/run.ts";

export function define(command: Command, run: Run): void {
	const about = "do once what waits in the background: events, jobs and webhooks";
	defineMember(command, { name: "run", about, module: runJobs }, run);
}
