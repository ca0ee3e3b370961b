import { type Command, Option } from "commander";
import type { ListedImage, SearchImagesParams } from "../../../client/generated/registry.ts";
import { imageStates } from "../../../core/image/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { type Run, sortOption } from "../../input/define-command.ts";
import { day } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly cloud?: string;
	readonly cloudType?: string;
	readonly os?: string;
	readonly osVersion?: string;
	readonly arch?: string;
	readonly state?: NonNullable<SearchImagesParams["state"]>;
	readonly sort: "newest" | "oldest";
}

export const examples = [
	"mci image search coreos --cloud aws-us-east-1",
	"mci image search --os ubuntu --os-version 24.04 --arch arm64",
	"mci image search --state revoked",
	"mci image search --state deprecated --all --json",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[text]", "part of the name, uid, OS or release")
		.option("--cloud <cloud>", "in this cloud")
		.option("--cloud-type <type>", "in clouds of this type, such as aws")
		.option("--os <os>", "OS, such as ubuntu")
		.option("--os-version <version>", "OS version, such as 24.04")
		.option("--arch <architecture>", "architecture, in any spelling")
		.addOption(new Option("--state <state>", "lifecycle state").choices([...imageStates, "revoked"]))
		.addOption(sortOption("newest", "oldest"))
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], Options>(async (session, [text], options) => {
				await session.connect();
				const { cloud, cloudType, os, osVersion, arch: architecture, state, sort } = options;
				const filter = dropUndefined({ text, cloud, cloudType, os, osVersion, architecture, state, sort });
				const page = await readPages((part) => session.client.searchImages({ ...filter, ...part }), options);
				printList(session.output, page, {
					header: ["id", "cloud", "image", "name", "os", "version", "arch", "state", "created"],
					row: (image) => [
						String(image.id),
						image.cloud,
						image.uid,
						image.name ?? "",
						image.os ?? "",
						image.osVersion ?? "",
						image.architecture ?? "",
						stateOf(image),
						day(image.createdAt),
					],
				});
				return undefined;
			}),
		);
}

/** The state in this account if it is not active, else the publisher's. */
function stateOf({ status, state }: ListedImage): string {
	if (status.state !== "active") return status.state;
	return state === "unknown" ? "" : state;
}
