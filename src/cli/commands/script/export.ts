import type { Command } from "commander";
import { revisionRef } from "../../../core/revision/index.ts";
import { scriptContent } from "../../../core/script/index.ts";
import { renderScriptFile } from "../../documents/script-file.ts";
import { writeDocument } from "../../documents/write-document.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";

export const examples = ["mci script export install-php -o install-php.yaml", "mci script export install-php@2"];

export function define(command: Command, run: Run): void {
	command
		.argument("<ref>", "name, name@N, name@latest, name@head or name@channel")
		.option("-o, --output <file>", "file to write instead of standard output")
		.addHelpText("after", "\n`mci apply` takes the file.\n")
		.action(
			run<[string], { readonly output?: string }>(async (session, [ref], options) => {
				await session.connect();
				const { name, revision } = await readReference(session.client, ref);
				const found = await session.client.getScriptRevision(name, revision);
				const content = scriptContent({ ...found, name: found.script });
				const from = { ref: revisionRef(found.script, found.number), digest: found.digest };
				return writeDocument(session, {
					from,
					value: found,
					text: () => renderScriptFile(content, from),
					output: options.output,
				});
			}),
		);
}
