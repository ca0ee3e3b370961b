import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { ifVersion, readServerName, serverArgument } from "../../servers/server-name.ts";
import { UsageError } from "../../usage-error.ts";
import { printChanged } from "./server-change.ts";
import { addRequestOptions, inheritable, type RequestOptions, readRequestedValues } from "./server-requests.ts";

interface Options extends RequestOptions {
	readonly deployment?: string;
	readonly inherit?: string[];
	readonly name?: string;
	readonly description?: string;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci server edit prod/web --instance-type m7i.xlarge",
	"mci server edit prod/web --mci web-arm --dry-run",
	"mci server edit prod/web --inherit instance-type --inherit input:PORT",
];

export function define(command: Command, run: Run): void {
	command.argument("<server>", serverArgument).option("--deployment <deployment>", "its deployment");
	addRequestOptions(command)
		.option(
			"--inherit <property>",
			`inherit again: ${Object.keys(inheritable).join(", ")} or input:NAME; can be repeated`,
			collect,
		)
		.option("--name <name>", "another name")
		.option("--description <text>", "what it is")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const place = readServerName(text, options.deployment);
				const { name, description, dryRun = false } = options;
				const patch = {
					...(await readRequestedValues(options, session.world, options.inherit)),
					...dropUndefined({ name, description }),
				};
				if (Object.keys(patch).length === 0)
					throw new UsageError("Nothing to change.", "Use --instance-type, --mci or another option.");
				await session.connect();
				const before = await session.client.getServer(place.deployment, place.name);
				const changed = await session.client.editServer(
					place.deployment,
					place.name,
					patch,
					{ dryRun: dryRun ? "true" : "false" },
					ifVersion("server", before),
				);
				printChanged(session.output, changed, { dryRun });
				return undefined;
			}),
		);
}
