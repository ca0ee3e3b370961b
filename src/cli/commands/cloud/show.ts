import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci cloud show aws-us-east-1", "mci cloud show azure-westeurope --json"];

export function define(command: Command, run: Run): void {
	command.argument("<cloud>", "the cloud's name").action(
		run<[string]>(async (session, [slug]) => {
			await session.connect();
			const { output } = session;
			const cloud = await session.client.getCloud(slug);
			output.show(cloud, () =>
				output.table(
					["cloud", "type", "region", "name", "images", ""],
					[
						[
							cloud.slug,
							cloud.type,
							cloud.region ?? "",
							cloud.name,
							cloud.images === undefined ? "" : String(cloud.images),
							cloud.dormant ? "dormant" : "",
						],
					],
				),
			);
			return undefined;
		}),
	);
}
