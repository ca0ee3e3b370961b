import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as clone from "./clone.ts";
import * as create from "./create.ts";
import * as remove from "./delete.ts";
import * as describe from "./describe.ts";
import * as list from "./list.ts";
import * as setInput from "./set-input.ts";
import * as show from "./show.ts";

export function define(command: Command, run: Run): void {
	defineMember(command, { name: "list", about: "list the deployments", module: list }, run);
	defineMember(command, { name: "show", about: "show a deployment with its servers", module: show }, run);
	defineMember(command, { name: "create", about: "create a deployment", module: create }, run);
	defineMember(command, { name: "describe", about: "edit a deployment's name or description", module: describe }, run);
	defineMember(command, { name: "set-input", about: "set inputs that its servers share", module: setInput }, run);
	defineMember(command, { name: "clone", about: "copy a deployment with its servers", module: clone }, run);
	defineMember(command, { name: "delete", about: "delete a deployment without servers", module: remove }, run);
}
