import type { Command } from "commander";
import type { NamedRevision, RevisionDiff } from "../../client/generated/registry.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { renderPatchFile } from "../documents/patch-file.ts";
import { dropUndefined } from "../drop-undefined.ts";
import type { CommandModule } from "../input/define-command.ts";
import { summarize } from "../output/changes.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { printChangedPlaces, printChangeTable } from "./change-table.ts";

interface Options {
	readonly stat?: boolean;
	readonly patch?: boolean;
	readonly exitCode?: boolean;
}

/** Shows the differences between two revisions. */
export function diffCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} diff web`,
			`${noun} diff web@4`,
			`${noun} diff web@3 web@head --stat`,
			`${noun} diff web@3 other@7 --patch > changes.yaml`,
		],
		define(command: Command, run) {
			command
				.argument(
					"<ref>",
					`name: its HEAD against the newest commit; name@N: a commit against the previous one; or the base for [other-ref]`,
				)
				.argument("[other-ref]", `the revision to compare: of it or of another ${one}`)
				.option("--stat", "only the paths that differ")
				.option("--patch", "write a YAML document for `mci apply`")
				.option("--exit-code", "exit with 1 when they differ")
				.action(
					run<[string, string | undefined], Options>(async (session, [first, second], options) => {
						if (options.stat && options.patch)
							throw new UsageError("--stat and --patch can't be combined.", "Use one of them.");
						await session.connect();
						const { output } = session;
						// A bare name compares HEAD with the newest commit, which is the most frequent question.
						const asked =
							second === undefined
								? { to: first.includes("@") ? first : `${first}@head` }
								: { from: first, to: second };
						const diff = await session.client.diffRevisions({ kind, ...dropUndefined(asked) });
						if (options.patch) session.world.stdout.write(renderPatchFile(kind, diff));
						else
							output.show(diff, () => {
								if (diff.changes.length > 0)
									(options.stat ? printChangedPlaces : printChangeTable)(output, diff.changes, diff.names);
								if (diff.changes.length > 0) output.line();
								output.line(output.style("bold", plainText(headline(diff))));
							});
						return options.exitCode && diff.changes.length > 0 ? 1 : 0;
					}),
				);
		},
	};
}

/** A revision as a reference names it: `web@4`, `web@head`. */
export function namedText({ name, number }: Pick<NamedRevision, "name" | "number">): string {
	return revisionRef(name, number);
}

function headline({ from, to, changes }: RevisionDiff): string {
	return `${from ? namedText(from) : "nothing"} → ${namedText(to)}: ${summarize(changes)}`;
}
