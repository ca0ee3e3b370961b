import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { summarize } from "../output/changes.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { ifMatch } from "./head-edit.ts";
import { type CommittedAnswer, kindApi, summaryIn } from "./kind-api.ts";

interface Options {
	readonly message: string;
	readonly overrideLint?: string;
	readonly withHeadDependencies?: boolean;
	readonly allowHead?: boolean;
}

/** Commits HEAD as the next revision. */
export function commitCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} commit web-base -m "Security fixes of September"`,
			`${noun} commit web-base -m 'Adds eu-west-1' --json`,
			...(kind === "template" ? [`${noun} commit web-base -m "With its scripts" --with-head-dependencies`] : []),
		],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.requiredOption("-m, --message <message>", "what changes for its users")
				.option("--override-lint <reason>", "commit even if lint finds errors; the reason is stored with the commit");
			if (kind === "template") {
				command
					.option("--with-head-dependencies", "also commit the HEADs that it pins")
					.option("--allow-head", "keep HEADs pinned, with a permanent warning");
			}
			command.action(
				run<[string], Options>(async (session, [ref], options) => {
					const heads = headsFrom(options);
					await session.connect();
					const api = kindApi(session.client, kind);
					const { name } = await readReference(session.client, ref);
					const before = summaryIn(kind, await api.get(name));
					const { message, overrideLint } = options;
					const committed = await api.commit(
						before.name,
						{ message, ...dropUndefined({ overrideLint, heads }) },
						ifMatch(before),
					);
					session.output.show(committed, () => printCommitted(session.output, before.name, committed));
					return undefined;
				}),
			);
		},
	};
}

/** Prints the commit, the commits made with it, and its permanent warnings. */
export function printCommitted(
	output: Output,
	name: string,
	{ revision, changes, findings, notes, dependencies }: CommittedAnswer,
): void {
	for (const made of dependencies) output.line(plainText(`${made.name}@${made.number}: committed with it`));
	output.line(plainText(`${name}@${revision.number}: ${summarize(changes)}  ${revision.digest}`));
	for (const { text } of notes) output.note(`⚠ ${text}`);
	const warnings = findings.filter(({ severity }) => severity === "warning");
	if (warnings.length === 0) return;
	output.note(
		plainText(
			`lint: ${warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`} on ${name}@${revision.number}`,
		),
	);
	for (const { place, text, rule } of warnings.slice(0, mostWarnings))
		output.note(plainText(`  ${place}: ${text} [${rule}]`));
	if (warnings.length > mostWarnings)
		output.note(plainText(`  and ${warnings.length - mostWarnings} more; \`mci lint\` shows them with their cures`));
}

/** The most lint warnings that a commit shows. */
const mostWarnings = 10;

function headsFrom({ withHeadDependencies, allowHead }: Options): "commit" | "keep" | undefined {
	if (withHeadDependencies && allowHead)
		throw new UsageError("--with-head-dependencies and --allow-head can't be combined.", "Use one of them.");
	if (withHeadDependencies) return "commit";
	return allowHead ? "keep" : undefined;
}
