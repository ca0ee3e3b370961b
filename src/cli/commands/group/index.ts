import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as accept from "./accept.ts";
import * as create from "./create.ts";
import * as remove from "./delete.ts";
import * as describe from "./describe.ts";
import * as invitations from "./invitations.ts";
import * as invite from "./invite.ts";
import * as leave from "./leave.ts";
import * as list from "./list.ts";
import * as members from "./members.ts";
import * as removeMember from "./remove.ts";
import * as revoke from "./revoke.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "list", about: "list the account's groups and the groups it has joined", module: list },
		run,
	);
	defineMember(command, { name: "show", about: "show a group with its members", module: show }, run);
	defineMember(command, { name: "create", about: "create a group", module: create }, run);
	defineMember(command, { name: "describe", about: "edit a group's name or description", module: describe }, run);
	defineMember(
		command,
		{ name: "invite", about: "create a code with which one account can join", module: invite },
		run,
	);
	defineMember(command, { name: "invitations", about: "list a group's invitations", module: invitations }, run);
	defineMember(command, { name: "revoke", about: "revoke an invitation", module: revoke }, run);
	defineMember(command, { name: "accept", about: "join the group of an invitation code", module: accept }, run);
	defineMember(command, { name: "members", about: "list a group's members", module: members }, run);
	defineMember(command, { name: "remove", about: "remove an account from a group", module: removeMember }, run);
	defineMember(command, { name: "leave", about: "leave another account's group", module: leave }, run);
	defineMember(command, { name: "delete", about: "delete a group without members", module: remove }, run);
}
