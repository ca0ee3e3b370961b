import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readFormatOptions } from "./format-options.ts";
import { syncUpstreams } from "./sync-upstreams.ts";

interface Options {
	readonly format?: string;
	readonly option?: string[];
	readonly sync?: boolean;
}

export const examples = [
	"mci upstream add fcos-stable https://builds.coreos.fedoraproject.org/streams/stable.json --sync",
	"mci upstream add suse-google https://susepubliccloudinfo.suse.com/v1/google/images.xml --format suse-pint",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the feed")
		.argument("<url>", "http or https URL of the list")
		.option("--format <format>", "format (default: recognized from the content)")
		.option("--option <name=value>", "an option of the format; can be repeated", collect)
		.option("--sync", "fetch and import it now")
		.action(
			run<[string, string], Options>(async (session, [name, url], { format, option, sync }) => {
				const options = readFormatOptions(option);
				await session.connect({ progress: sync === true });
				const { output } = session;
				const upstream = await session.client.addUpstream({ name, url, options, ...dropUndefined({ format }) });
				if (sync) {
					if (!output.json) output.note(`${upstream.name}: added`);
					return syncUpstreams(session, [upstream.name], { single: true });
				}
				output.show(upstream, () =>
					output.line(`${upstream.name}: added. \`mci upstream sync ${upstream.name}\` fetches it.`),
				);
				return undefined;
			}),
		);
}
