import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { publishCommand } from "../marketplace/publish-command.ts";
import { cloneCommand } from "./clone-command.ts";
import { commitCommand } from "./commit-command.ts";
import { createCommand } from "./create-command.ts";
import { deleteCommand } from "./delete-command.ts";
import { describeCommand } from "./describe-command.ts";
import { diffCommand } from "./diff-command.ts";
import { listCommand } from "./list-command.ts";
import { logCommand } from "./log-command.ts";
import { mergeCommand } from "./merge-command.ts";
import { renameCommand } from "./rename-command.ts";
import { restoreCommand } from "./restore-command.ts";
import { showCommand } from "./show-command.ts";
import { undoCommand } from "./undo-command.ts";

/** A command of a group. */
export interface GroupMember {
	readonly name: string;
	readonly about: string;
	readonly module: CommandModule;
}

/** Version control of one kind, as members of its group. */
export function versionMembers(kind: Exclude<ComponentKind, "mci">): readonly GroupMember[] {
	const { one } = componentNouns[kind];
	return [
		{ name: "list", about: `list ${one}s`, module: listCommand(kind) },
		{ name: "show", about: `show a ${one} with its content`, module: showCommand(kind) },
		{ name: "log", about: `list the revisions of a ${one}`, module: logCommand(kind) },
		{ name: "diff", about: "tell how two revisions differ", module: diffCommand(kind) },
		{ name: "create", about: `create a ${one}`, module: createCommand(kind) },
		{ name: "describe", about: "change the description and tags", module: describeCommand(kind) },
		{ name: "commit", about: "commit HEAD as a revision that never changes", module: commitCommand(kind) },
		{ name: "merge", about: "take in what another revision changed", module: mergeCommand(kind) },
		{ name: "clone", about: `copy a revision as a ${one} of its own`, module: cloneCommand(kind) },
		{ name: "restore", about: "set HEAD to what a revision says", module: restoreCommand(kind) },
		{ name: "publish", about: "offer a revision to everyone or to account groups", module: publishCommand(kind) },
		{ name: "undo", about: "take the last edit of HEAD back", module: undoCommand(kind) },
		{ name: "rename", about: `give a ${one} another name`, module: renameCommand(kind) },
		{ name: "delete", about: `delete a ${one} with all its revisions`, module: deleteCommand(kind) },
	];
}
