import { type Command, Option } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readServerName, serverArgument } from "../../servers/server-name.ts";

const formats = ["json", "cloud-init", "terraform"] as const;

interface Options {
	readonly deployment?: string;
	readonly format: (typeof formats)[number];
	readonly allowRevoked?: string;
}

export const examples = [
	"mci server export prod/web",
	"mci server export prod/web --format terraform > web.tf.json",
	"mci server export prod/web --format cloud-init > user-data",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.addOption(
			new Option(
				"--format <format>",
				"json: everything that was resolved; cloud-init: only the user data; terraform: a configuration to start from",
			)
				.choices(formats)
				.default("json"),
		)
		.option("--allow-revoked <reason>", "export it although a part of it is revoked; the reason is recorded")
		.action(
			run<[string], Options>(async (session, [text], { deployment, format, allowRevoked }) => {
				const place = readServerName(text, deployment);
				await session.connect();
				const exported: unknown = await session.client.exportServer(
					place.deployment,
					place.name,
					dropUndefined({ format, allowRevoked }),
				);
				// User data is written byte for byte; JSON was parsed on its way.
				if (typeof exported === "string") session.world.stdout.write(exported);
				else session.output.value(exported);
				return undefined;
			}),
		);
}
