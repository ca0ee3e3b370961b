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
export function governanceMembers(
	kind: ComponentKind,
): readonly { readonly name: string; readonly about: string; readonly module: CommandModule }[] {
	return [
		{ name: "channel", about: "list, move and restrict channels", module: channelCommand(kind) },
		{ name: "promote", about: "point one channel to where another points", module: promoteCommand(kind) },
		{ name: "impact", about: "tell what a commit's withdrawal would touch", module: impactCommand(kind) },
		{ name: "deprecate", about: "let a commit warn its users", module: lifecycleCommand(kind, "deprecated") },
		{ name: "revoke", about: "refuse a commit from now on, or from a date", module: lifecycleCommand(kind, "revoked") },
		{ name: "reactivate", about: "take a deprecation or a revocation back", module: lifecycleCommand(kind, "active") },
		{ name: "lint", about: "check a revision against the rules", module: lintCommand(kind) },
		{ name: "updates", about: "tell what is newer than what is used", module: updatesCommand(kind) },
		...(kind === "script"
			? [{ name: "swap", about: "put one revision into all templates that use another", module: swapCommand(kind) }]
			: []),
		...(kind === "template"
			? [{ name: "update", about: "swap pins to the newest commits", module: updateCommand() }]
			: []),
	];
}
