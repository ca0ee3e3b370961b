import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainText } from "../../output/plain-text.ts";
import { readServerName, serverArgument } from "../../servers/server-name.ts";
import { printOutlook } from "./server-outlook.ts";
import { printRecorded } from "./server-table.ts";

interface Options {
	readonly deployment?: string;
}

export const examples = ["mci server show prod/web", "mci server show web --deployment prod --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const place = readServerName(text, options.deployment);
				await session.connect();
				const { output } = session;
				const server = await session.client.getServer(place.deployment, place.name);
				const outlook = await session.client.listServerUpdates(place.deployment, place.name);
				if (output.json) {
					output.value({ ...server, ...outlook });
					return undefined;
				}
				output.line(output.style("bold", plainText(`${server.deployment}/${server.name}`)));
				if (server.description !== "") output.line(plainText(server.description));
				output.line(`${server.state}, resolved ${formatTime(server.resolvedAt)} UTC`);
				if (server.overridden.length > 0) output.line(`overrides of its template: ${server.overridden.join(", ")}`);
				output.line();
				printRecorded(output, server);
				printOutlook(output, outlook);
				return undefined;
			}),
		);
}
