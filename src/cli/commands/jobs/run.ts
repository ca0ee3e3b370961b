import { resolve } from "node:path";
import type { Command } from "commander";
import type { GlobalOptions } from "../../connection/global-options.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

interface Options extends GlobalOptions {
	readonly allowPrivateWebhooks?: boolean;
}

export const examples = [
	"mci jobs run --data data",
	"mci jobs run --database-url postgres://user@host/registry --json",
];

export function define(command: Command, run: Run): void {
	command
		.option(
			"--allow-private-webhooks",
			"also send webhooks to private addresses, but never to a cloud's metadata service",
		)
		.addHelpText(
			"after",
			"\n`mci serve` does this all the time. If no server runs, or only one with --no-background, run this every minute.\nA later run tries failed work again.\n",
		)
		.action(
			run<[], Options>(async ({ world, output }, _args, options) => {
				if (options.url !== undefined || options.profile !== undefined)
					throw new UsageError(
						"`jobs run` works directly on a registry, but --url and --profile name a server, which runs its own jobs.",
						"Use --data or --database-url.",
					);
				const { env, cwd } = world;
				const done = await world.runBackground({
					data: resolve(cwd, options.data ?? (env.MCI_DATA || "data")),
					databaseUrl: options.databaseUrl ?? (env.MCI_DATABASE_URL || null),
					allowPrivateWebhooks: options.allowPrivateWebhooks === true,
				});
				if (output.json) {
					output.value(done);
					return undefined;
				}
				for (const { kind, key, problem } of done.failedJobs) output.note(`${kind} ${key}: ${problem}`);
				const counts = [
					`${done.notifications} notifications`,
					`${done.jobs} jobs done`,
					`${done.failedJobs.length} failed`,
					`${done.tries} webhooks tried`,
				];
				output.line(counts.join(", "));
				return undefined;
			}),
		);
}
