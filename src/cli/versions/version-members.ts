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
		{ name: "diff", about: "show the differences between two revisions", module: diffCommand(kind) },
		{ name: "create", about: `create a ${one}`, module: createCommand(kind) },
		{ name: "describe", about: "change the description and tags", module: describeCommand(kind) },
		{ name: "commit", about: "commit HEAD as a revision", module: commitCommand(kind) },
		{ name: "merge", about: "merge another revision's changes into HEAD", module: mergeCommand(kind) },
		{ name: "clone", about: `copy a revision as a new ${one}`, module: cloneCommand(kind) },
		{ name: "restore", about: "set HEAD to the content of a revision", module: restoreCommand(kind) },
		{ name: "publish", about: "publish a revision for everyone or for account groups", module: publishCommand(kind) },
		{ name: "undo", about: "undo the last edit of HEAD", module: undoCommand(kind) },
		{ name: "rename", about: `rename a ${one}`, module: renameCommand(kind) },
		{ name: "delete", about: `delete a ${one} with all its revisions`, module: deleteCommand(kind) },
	];
}
