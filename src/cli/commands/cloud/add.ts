import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";

interface Options {
	readonly type?: string;
	readonly region?: string;
	readonly name?: string;
}

export const examples = [
	"mci cloud add acme-regionone --type openstack --region RegionOne",
	"mci cloud add partner-lab",
	'mci cloud add lab --type vmware --name "Lab, building 7"',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<cloud>", "its name: lowercase letters, digits, dots, dashes")
		.option(
			"--type <type>",
			"type: aws, azure, gcp, openstack, or your own; not needed for a cloud that came with an import",
		)
		.option("--region <region>", "region, if it has one")
		.option("--name <name>", "display name")
		.action(
			run<[string], Options>(async (session, [slug], { type, region, name }) => {
				await session.connect();
				const cloud = await session.client.addCloud({ slug, ...dropUndefined({ type, region, name }) });
				session.output.show(cloud, () => session.output.line(`${cloud.slug}: added (${cloud.name})`));
				return undefined;
			}),
		);
}
