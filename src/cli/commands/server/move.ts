import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { ifVersion, readServerName, serverArgument } from "../../servers/server-name.ts";
import { printChanged } from "./server-change.ts";

interface Options {
	readonly deployment?: string;
	readonly template: string;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci server move prod/web --template php-app@13",
	"mci server move prod/web --template php-app@production --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.requiredOption("--template <ref>", "the template; @N is fixed, a channel or no suffix is followed")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string], Options>(async (session, [text], { deployment, template, dryRun = false }) => {
				const place = readServerName(text, deployment);
				await session.connect();
				const before = await session.client.getServer(place.deployment, place.name);
				const query = { dryRun: dryRun ? ("true" as const) : ("false" as const) };
				const changed = await session.client.moveServer(
					place.deployment,
					place.name,
					{ template },
					query,
					ifVersion("server", before),
				);
				printChanged(session.output, changed, { dryRun });
				return undefined;
			}),
		);
}
