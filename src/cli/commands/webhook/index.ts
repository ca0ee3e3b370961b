import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as create from "./create.ts";
import * as deliveries from "./deliveries.ts";
import * as delivery from "./delivery.ts";
import * as edit from "./edit.ts";
import * as list from "./list.ts";
import { pause, resume } from "./pause.ts";
import * as redeliver from "./redeliver.ts";
import * as remove from "./remove.ts";
import * as rotate from "./rotate.ts";
import * as show from "./show.ts";
import * as test from "./test.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the account's webhooks", module: list }, run);
	defineMember(command, { name: "show", about: "show a webhook", module: show }, run);
	defineMember(
		command,
		{ name: "create", about: "create a webhook and print its secret, only once", module: create },
		run,
	);
	defineMember(command, { name: "edit", about: "edit a webhook's address, events or description", module: edit }, run);
	defineMember(command, { name: "pause", about: "pause a webhook", module: pause }, run);
	defineMember(command, { name: "resume", about: "resume a webhook", module: resume }, run);
	defineMember(command, { name: "test", about: "send a ping to a webhook and show the result", module: test }, run);
	defineMember(
		command,
		{ name: "rotate", about: "replace a webhook's secret and print the new one, only once", module: rotate },
		run,
	);
	defineMember(command, { name: "remove", about: "remove a webhook with its delivery log", module: remove }, run);
	defineMember(
		command,
		{ name: "deliveries", about: "list a webhook's deliveries, newest first", module: deliveries },
		run,
	);
	defineMember(command, { name: "delivery", about: "show a delivery with its body", module: delivery }, run);
	defineMember(
		command,
		{ name: "redeliver", about: "send a delivery again, or all failed ones", module: redeliver },
		run,
	);
}
