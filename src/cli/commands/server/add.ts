import type { Command } from "commander";
import { ProblemError } from "../../../client/request.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readServerName } from "../../servers/server-name.ts";
import { addRequestOptions, type RequestOptions, readRequestedValues } from "./server-requests.ts";
import { printPreview } from "./server-table.ts";

interface Options extends RequestOptions {
	readonly deployment?: string;
	readonly template: string;
	readonly cloud: string;
	readonly description?: string;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci server add web --deployment prod --template php-app@12 --cloud aws-us-east-1",
	"mci server add prod/web --template php-app@production --cloud gcp --input PORT=8080 --dry-run",
	"mci server add prod/arm --template php-app --cloud aws-us-east-1 --arch arm64 --instance-type m7g.large",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", "name of the server, or deployment/name")
		.option("--deployment <deployment>", "the deployment to add it to")
		.requiredOption("--template <ref>", "the template; @N is fixed, a channel or no suffix is followed")
		.requiredOption("--cloud <cloud>", "the cloud")
		.option("--description <text>", "what it is");
	addRequestOptions(command)
		.option("--dry-run", "show the result, without adding it")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { deployment, name } = readServerName(text, options.deployment);
				const { template, cloud, description, dryRun } = options;
				const asked = { deployment, name, template, cloud, ...(await readRequestedValues(options, session.world)) };
				await session.connect();
				const { output } = session;
				const preview = await session.client.previewServer(asked);
				const isPlain = !output.json;
				if (isPlain) printPreview(output, preview);
				if (isPlain)
					for (const { code, text: warning } of preview.warnings) output.note(`mci: warning: ${warning} [${code}]`);
				if (dryRun && !isPlain) output.value(preview);
				const [problem, ...others] = preview.problems;
				if (isPlain) for (const other of others) output.note(`mci: ${other.detail} [${other.code}]`);
				if (problem) throw new ProblemError(problem.status, problem);
				if (dryRun) return undefined;
				const server = await session.client.addServer({ ...asked, ...dropUndefined({ description }) });
				if (isPlain) output.line(`\n${server.deployment}/${server.name}: added`);
				else output.value(server);
				return undefined;
			}),
		);
}
