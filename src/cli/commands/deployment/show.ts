import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readPages } from "../../output/pages.ts";
import { plainText } from "../../output/plain-text.ts";
import { printServers } from "../../servers/server-rows.ts";

export const examples = ["mci deployment show prod", "mci deployment show prod --json"];

export function define(command: Command, run: Run): void {
	command.argument("<deployment>", "name of the deployment").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const deployment = await session.client.getDeployment(name);
			const servers = await readPages((part) => session.client.listServers({ deployment: name, ...part }), {
				all: true,
			});
			if (output.json) {
				output.value({ ...deployment, servers: servers.items });
				return undefined;
			}
			output.line(output.style("bold", plainText(deployment.name)));
			if (deployment.description !== "") output.line(plainText(deployment.description));
			const inputs = Object.entries(deployment.inputs);
			if (inputs.length > 0) {
				output.line();
				output.table(
					["input", "value"],
					inputs.map(([input, value]) => [input, value]),
				);
			}
			output.line();
			if (servers.items.length === 0) output.note("No servers. `mci server add` adds one.");
			else printServers(output, servers.items);
			return undefined;
		}),
	);
}
