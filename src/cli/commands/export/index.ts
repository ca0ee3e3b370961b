import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Client, RevisionStatus } from "../../../client/generated/registry.ts";
import {
	findKnownCloud,
	isArtifactPlace,
	type MciContent,
	mciContent,
	type Setting,
} from "../../../core/image/index.ts";
import { type ListedCloud, renderMciFile } from "../../documents/mci-file.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { statusText } from "../../output/status-text.ts";

export const examples = [
	"mci export web-base -o web-base.yaml",
	"mci export web-base@12",
	"mci export web-base@head | diff web-base.yaml -",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<ref>", "name, name@N, name@head or name@channel")
		.option("-o, --output <file>", "file to write instead of standard output")
		.action(
			run<[string], { readonly output?: string }>(async (session, [ref], options) => {
				await session.connect();
				const { name, revision } = await readReference(session.client, ref);
				const found = await session.client.getRevision(name, revision);
				const content = mciContent({ ...found, name: found.mci, settings: found.settings as Setting[] });
				const from = {
					ref: found.number === 0 ? `${found.mci}@head` : `${found.mci}@${found.number}`,
					digest: found.digest,
				};
				const warnings = warningsOf(from.ref, found.status);
				for (const warning of warnings) session.output.note(`mci: warning: ${warning}`);
				const text = session.output.json
					? `${JSON.stringify(found, null, 2)}\n`
					: `${warnings.map((warning) => `# ${warning.replaceAll("\n", " ")}\n`).join("")}${renderMciFile(
							{ content, clouds: await listedClouds(session.client, content) },
							from,
						)}`;
				if (options.output === undefined || options.output === "-") session.world.stdout.write(text);
				else {
					await writeFile(resolve(session.world.cwd, options.output), text);
					session.output.note(`${from.ref} → ${options.output}`);
				}
				return undefined;
			}),
		);
}

/** The revision's state and those of its images, as far as they are not plainly active. */
function warningsOf(ref: string, status: RevisionStatus): string[] {
	const own = statusText(status);
	return [
		...(own === null ? [] : [`${ref} is ${own}`]),
		...status.images.flatMap((image) => {
			const text = statusText(image);
			return text === null ? [] : [`image ${image.uid} for ${image.cloud} is ${text}`];
		}),
	];
}

/** The clouds that another registry may not know: with them the file can be applied anywhere. */
async function listedClouds(client: Client, content: MciContent): Promise<ListedCloud[]> {
	const listed: ListedCloud[] = [];
	for (const { cloud } of content.settings)
		if (!findKnownCloud(cloud) && !isArtifactPlace(cloud)) listed.push(await client.getCloud(cloud));
	return listed;
}
