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
		{ name: "create", about: "make a webhook and print its secret, this once", module: create },
		run,
	);
	defineMember(
		command,
		{ name: "edit", about: "change a webhook's address, events or description", module: edit },
		run,
	);
	defineMember(command, { name: "pause", about: "send a webhook nothing more", module: pause }, run);
	defineMember(command, { name: "resume", about: "send a webhook again what happens", module: resume }, run);
	defineMember(command, { name: "test", about: "send a webhook a ping and tell what came of it", module: test }, run);
	defineMember(
		command,
		{ name: "rotate", about: "give a webhook a new secret and print it, this once", module: rotate },
		run,
	);
	defineMember(
		command,
		{ name: "remove", about: "remove a webhook with the log of its deliveries", module: remove },
		run,
	);
	defineMember(
		command,
		{ name: "deliveries", about: "list what was sent to a webhook and is to be, newest first", module: deliveries },
		run,
	);
	defineMember(command, { name: "delivery", about: "show a delivery with its body", module: delivery }, run);
	defineMember(
		command,
		{ name: "redeliver", about: "send a message again, or all that failed", module: redeliver },
		run,
	);
}
