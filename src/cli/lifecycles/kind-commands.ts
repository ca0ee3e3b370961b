import type { ComponentKind } from "../../core/component/index.ts";
import { channelCommand } from "../channels/channel-command.ts";
import { promoteCommand } from "../channels/promote-command.ts";
import type { CommandModule } from "../input/define-command.ts";
import { lintCommand } from "../lint/lint-command.ts";
import { swapCommand } from "../updates/swap-command.ts";
import { updateCommand } from "../updates/update-command.ts";
import { updatesCommand } from "../updates/updates-command.ts";
import { impactCommand } from "./impact-command.ts";
import { lifecycleCommand } from "./lifecycle-command.ts";

/** The commands on channels, lifecycles, updates and lint of one kind, for its group. */
export function lifecycleMembers(
	kind: ComponentKind,
): readonly { readonly name: string; readonly about: string; readonly module: CommandModule }[] {
	return [
		{ name: "channel", about: "list, move and restrict channels", module: channelCommand(kind) },
		{ name: "promote", about: "move a channel to another channel's revision", module: promoteCommand(kind) },
		{ name: "impact", about: "show what the withdrawal of a commit would affect", module: impactCommand(kind) },
		{ name: "deprecate", about: "mark a commit as deprecated", module: lifecycleCommand(kind, "deprecated") },
		{ name: "revoke", about: "revoke a commit, now or at a date", module: lifecycleCommand(kind, "revoked") },
		{
			name: "reactivate",
			about: "reactivate a deprecated or revoked commit",
			module: lifecycleCommand(kind, "active"),
		},
		{ name: "lint", about: "check a revision against the rules", module: lintCommand(kind) },
		{ name: "updates", about: "list available updates", module: updatesCommand(kind) },
		...(kind === "script"
			? [{ name: "swap", about: "replace a revision in all templates that use it", module: swapCommand(kind) }]
			: []),
		...(kind === "template"
			? [{ name: "update", about: "update pins to the newest commits", module: updateCommand() }]
			: []),
	];
}
