import { resolve } from "node:path";
import type { Command } from "commander";
import type { GlobalOptions } from "../../connection/global-options.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = [
	"mci move-database --data data --database-url postgres://user@host/registry",
	"MCI_DATABASE_URL=postgres://user@host/registry mci move-database --data data",
];

export function define(command: Command, run: Run): void {
	command
		.addHelpText(
			"after",
			"\nThe database must be empty. The registry in --data does not change. Stop its server first.\n",
		)
		.action(
			run<[], GlobalOptions>(async ({ world, output }, _args, options) => {
				const data = options.data ?? world.env.MCI_DATA;
				const databaseUrl = options.databaseUrl ?? world.env.MCI_DATABASE_URL;
				if (!data) throw new UsageError("--data is missing.", "It names the registry to copy.");
				if (!databaseUrl)
					throw new UsageError(
						"--database-url is missing.",
						"It names the target, such as postgres://user@host/registry.",
					);
				const rows = await world.copyDatabase({
					data: resolve(world.cwd, data),
					databaseUrl,
					onTable: (table, count) => output.note(`${table}: ${count} rows`),
				});
				output.show({ rows }, () =>
					output.line(`Copied ${rows} rows. Start the server with --database-url from now on.`),
				);
				return undefined;
			}),
		);
}
