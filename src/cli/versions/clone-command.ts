import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { plainText } from "../output/plain-text.ts";
import { kindApi } from "./kind-api.ts";

/** Copies a revision into a new component. */
export function cloneCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} clone fedora-coreos-stable-x86_64@2 web-base`,
			`${noun} clone web@head web-try --description "To try things out"`,
		],
		define(command: Command, run) {
			command
				.argument("<ref>", `the original: name, name@N, name@head or name@channel of a ${one}`)
				.argument("<new-name>", "name of the copy")
				.option("--description <text>", "description of the copy; the original's when absent")
				.addHelpText(
					"after",
					`\nThe copy keeps its origin: \`${noun} merge COPY --from ORIGINAL\` merges later changes of the original.\n`,
				)
				.action(
					run<[string, string], { readonly description?: string }>(async (session, [ref, name], { description }) => {
						await session.connect();
						const { name: original, revision } = await readReference(session.client, ref);
						const made = await kindApi(session.client, kind).clone(original, {
							name,
							revision,
							...dropUndefined({ description }),
						});
						session.output.show(made, () =>
							session.output.line(plainText(`${made.name}: cloned from ${original}@${revision}, not committed yet`)),
						);
						return undefined;
					}),
				);
		},
	};
}
