import type { Command } from "commander";
import { parseFingerprint } from "../../../core/bundle/index.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";
import { openBundleFile } from "./bundle-file.ts";

const key = `sha256:${"4f".repeat(32)}`;

export const examples = [
	`mci bundle verify web-base.mcib --key ${key}`,
	`curl -s https://images.example.org/x.mcib | mci bundle verify - --key ${key}`,
];

export function define(command: Command, run: Run): void {
	command
		.argument("<file>", "the bundle, - for standard input")
		.requiredOption("--key <fingerprint>", "fingerprint of the publisher's key, from another channel than the file")
		.action(
			run<[string], { readonly key: string }>(async (session, [place], options) => {
				const { output } = session;
				const { sealed, bundle } = await openBundleFile(session, { place, key: parseFingerprint(options.key) });
				const { publisher, created, publications, revisions } = bundle;
				output.show({ digest: sealed.digest, key: sealed.key, publisher, createdAt: created }, () =>
					output.line(
						plainText(
							`${place}: whole, signed by the owner of the key (${publisher.name}); publications: ${publications.length}, revisions: ${revisions.length}`,
						),
					),
				);
				return undefined;
			}),
		);
}
