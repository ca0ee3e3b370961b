import type { Command } from "commander";
import type { PinnedRevision } from "../../../client/generated/registry.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import { renderTemplateFile } from "../../documents/template-file.ts";
import { writeDocument } from "../../documents/write-document.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";

export const examples = ["mci template export shop -o shop.yaml", "mci template export shop@head | diff shop.yaml -"];

export function define(command: Command, run: Run): void {
	command
		.argument("<ref>", "name, name@N, name@latest, name@head or name@channel")
		.option("-o, --output <file>", "file to write instead of standard output")
		.addHelpText(
			"after",
			"\n`mci apply` reads the file. It refers to MCIs and scripts; `mci export` and `mci script export` write those.\n",
		)
		.action(
			run<[string], { readonly output?: string }>(async (session, [ref], options) => {
				await session.connect();
				const { name, revision } = await readReference(session.client, ref);
				const found = await session.client.getTemplateRevision(name, revision);
				const { mcis, scripts } = await session.client.getTemplateParts(name, { revision: String(found.number) });
				const { template, description, tags, inputs } = found;
				const file = {
					name: template,
					description,
					tags,
					mcis: mcis.map((mci) => ({ ref: refOf(mci), isDefault: mci.isDefault })),
					scripts: {
						boot: scripts.boot.map(refOf),
						operational: scripts.operational.map(refOf),
						decommission: scripts.decommission.map(refOf),
					},
					inputs: new Map(Object.entries(inputs)),
				};
				const from = { ref: revisionRef(template, found.number), digest: found.digest };
				return writeDocument(session, {
					from,
					value: found,
					text: () => renderTemplateFile(file, from),
					output: options.output,
				});
			}),
		);
}

function refOf({ name, lineage, revision }: PinnedRevision): string {
	return revisionRef(name ?? lineage, revision);
}
