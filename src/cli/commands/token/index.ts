import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as create from "./create.ts";
import * as exchange from "./exchange.ts";
import * as list from "./list.ts";
import * as revoke from "./revoke.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the account's tokens, without their secrets", module: list }, run);
	defineMember(command, { name: "show", about: "show a token, without its secret", module: show }, run);
	defineMember(
		command,
		{ name: "create", about: "create a token and print its secret, only once", module: create },
		run,
	);
	defineMember(
		command,
		{ name: "exchange", about: "exchange a CI job's identity token for a short-lived token", module: exchange },
		run,
	);
	defineMember(command, { name: "revoke", about: "revoke a token", module: revoke }, run);
}
