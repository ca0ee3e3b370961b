import type { Command } from "commander";
import { defineMember, type Run } from "../define-command.ts";
import * as importing from "./marketplace/import.ts";
import * as subscribing from "./marketplace/subscribe.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "import", about: "import what somebody publishes, with all that it needs", module: importing }, run);
	defineMember(command, { name: "subscribe", about: "follow what somebody publishes", module: subscribing }, run);
}
