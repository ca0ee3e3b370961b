import { Option } from "commander";
import type { LintReport } from "../../client/generated/registry.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import type { Output, Style } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { kindClient } from "../versions/kind-client.ts";

interface Options {
	readonly sarif?: boolean;
	readonly path?: string;
	readonly failOn: "error" | "warning" | "never";
}

const found = 7;

/** `lint`: checks a revision against the rules. */
export function lintCommand(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [
			`${mci} lint web`,
			`${mci} lint web@head --fail-on warning`,
			`${mci} lint web --sarif --path images/web.yaml > web.sarif`,
		],
		define: (command, run) => {
			command
				.argument("<ref>", "name, name@N, name@head or name@channel")
				.option("--sarif", "print a SARIF 2.1.0 log, for code scanning")
				.option("--path <file>", "with --sarif: repository file to attach findings to")
				.addOption(
					new Option("--fail-on <severity>", "exit with 7 if there is such a finding")
						.choices(["error", "warning", "never"])
						.default("error"),
				)
				.action(
					run<[string], Options>(async (session, [ref], { sarif, path, failOn }) => {
						if (path !== undefined && !sarif)
							throw new UsageError("--path needs --sarif.", "Add --sarif, or leave --path out.");
						await session.connect();
						const { name, revision } = await readReference(session.client, ref);
						const report = (await kindClient(session.client, kind).lint(name, { revision })) as LintReport;
						// Of the revision that was checked, so that log and exit code belong together.
						const checked = revisionWord(report.revision);
						const { output } = session;
						if (sarif)
							output.value(
								await kindClient(session.client, kind).lint(
									name,
									dropUndefined({ revision: checked, format: "sarif" as const, path }),
								),
							);
						else output.show(report, () => printReport(output, report));
						const isFound =
							failOn === "error" ? report.errors > 0 : failOn === "warning" && report.errors + report.warnings > 0;
						return isFound ? found : undefined;
					}),
				);
		},
	};
}

const styles = { error: "red", warning: "yellow", info: "dim" } as const satisfies Record<string, Style>;

function printReport(output: Output, { name, revision, errors, warnings, findings }: LintReport): void {
	const counts = [
		[errors, "error"],
		[warnings, "warning"],
		[findings.length - errors - warnings, "info"],
	] as const;
	const words = counts.flatMap(([count, word]) =>
		count === 0 ? [] : [`${count} ${word}${count === 1 || word === "info" ? "" : "s"}`],
	);
	output.line(
		plainText(`${name}@${revisionWord(revision)}: ${words.length === 0 ? "nothing found" : words.join(", ")}`),
	);
	for (const { severity, place, text, rule, cure } of findings) {
		output.line(`  ${output.style(styles[severity], severity.padEnd(7))}  ${plainText(`${place}: ${text}`)} [${rule}]`);
		output.line(`           ${plainText(cure)}`);
	}
}
