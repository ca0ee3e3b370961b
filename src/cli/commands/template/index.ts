import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import { lifecycleMembers } from "../../lifecycles/kind-commands.ts";
import { versionMembers } from "../../versions/version-members.ts";
import * as addMci from "./add-mci.ts";
import * as addScript from "./add-script.ts";
import * as exporting from "./export.ts";
import * as moveScript from "./move-script.ts";
import * as removeMci from "./remove-mci.ts";
import * as removeScript from "./remove-script.ts";
import * as setDefault from "./set-default.ts";
import * as setInput from "./set-input.ts";
import * as setMcis from "./set-mcis.ts";
import * as setScripts from "./set-scripts.ts";
import * as swapMci from "./swap-mci.ts";
import * as swapScript from "./swap-script.ts";
import * as unsetInput from "./unset-input.ts";

export function define(command: Command, run: Run): void {
	for (const member of versionMembers("template")) defineMember(command, member, run);
	defineMember(command, { name: "add-mci", about: "add an MCI", module: addMci }, run);
	defineMember(command, { name: "remove-mci", about: "remove an MCI", module: removeMci }, run);
	defineMember(
		command,
		{ name: "swap-mci", about: "replace an MCI by another revision, or by another MCI", module: swapMci },
		run,
	);
	defineMember(command, { name: "set-default", about: "choose the default MCI", module: setDefault }, run);
	defineMember(command, { name: "set-mcis", about: "replace the whole list of MCIs", module: setMcis }, run);
	defineMember(
		command,
		{ name: "add-script", about: "add a script to boot, operational or decommission", module: addScript },
		run,
	);
	defineMember(command, { name: "remove-script", about: "remove a script from a sequence", module: removeScript }, run);
	defineMember(
		command,
		{ name: "swap-script", about: "replace a script by another revision, or by another script", module: swapScript },
		run,
	);
	defineMember(command, { name: "move-script", about: "move a script within its sequence", module: moveScript }, run);
	defineMember(command, { name: "set-scripts", about: "replace all scripts of a sequence", module: setScripts }, run);
	defineMember(command, { name: "set-input", about: "set values of scripts' inputs", module: setInput }, run);
	defineMember(command, { name: "unset-input", about: "remove values of inputs", module: unsetInput }, run);
	defineMember(command, { name: "export", about: "write a ServerTemplate as a YAML file", module: exporting }, run);
	for (const member of lifecycleMembers("template")) defineMember(command, member, run);
}
