import { type Command, Option } from "commander";
import { trimEndCharacters } from "../../../base/trim-characters.ts";
import { type AccountRole, accountRoles } from "../../../core/access/index.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import { withoutAbsent } from "../../drop-undefined.ts";
import { readAccountRoles } from "../../input/account-roles.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readOnly } from "../../input/single-component-option.ts";
import { UsageError } from "../../usage-error.ts";
import { printRule } from "./workload-rule-text.ts";

interface Options {
	readonly issuer: string;
	readonly audience?: string;
	readonly when: readonly string[];
	readonly roles: readonly AccountRole[];
	readonly only?: { readonly kind: ComponentKind; readonly name: string };
	readonly lifetime?: number;
}

/** Issuers with a short name. */
const knownIssuers: Readonly<Record<string, string>> = {
	github: "https://token.actions.githubusercontent.com",
	gitlab: "https://gitlab.com",
};

export const examples = [
	"mci workload-rule add release --issuer github --audience https://images.example.com --when repository=acme/images --when ref=refs/heads/main --roles designer",
	"mci workload-rule add nightly --issuer gitlab --audience https://images.example.com --when project_path=acme/images --when ref_protected=true --roles designer --only web --lifetime 5m",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "a name for it")
		.addOption(
			new Option("--issuer <url>", "who issues the jobs' tokens: github, gitlab, or an address").makeOptionMandatory(),
		)
		.option("--audience <text>", "whom the tokens are for, to the letter; the registry's address when absent")
		.addOption(
			new Option(
				"--when <claim=value>",
				"a claim that must fit; * in the value stands for any text. The same claim again: any of its values",
			)
				.argParser(collect)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--roles <list>", `what the tokens may be: ${accountRoles.join(", ")}`)
				.argParser(readAccountRoles)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--only <name>", "tokens for one MCI alone, or for template:NAME or script:NAME").argParser(readOnly),
		)
		.addOption(
			new Option("--lifetime <span>", "how long the tokens live: 1m to 60m, or 1h; 15m when absent").argParser(
				readLifetime,
			),
		)
		.action(
			run<[string], Options>(async (session, [name], { issuer, audience, when, roles, only, lifetime }) => {
				const conditions = readConditions(when);
				const target = await session.connect();
				const address = target.kind === "server" ? trimEndCharacters(target.url, "/") : undefined;
				const wanted = audience ?? address;
				if (wanted === undefined)
					throw new UsageError(
						"The rule needs an audience.",
						"Give this registry's address (--audience https://images.example.com).",
					);
				const rule = await session.client.addWorkloadRule({
					name,
					issuer: knownIssuers[issuer] ?? issuer,
					audience: wanted,
					conditions,
					roles: [...roles],
					...withoutAbsent({ only, lifetimeSeconds: lifetime }),
				});
				session.output.show(rule, () => printRule(session.output, rule));
				return undefined;
			}),
		);
}

function readConditions(when: readonly string[]): Record<string, string[]> {
	const conditions: Record<string, string[]> = {};
	for (const text of when) {
		const [, claim, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
		if (claim === undefined || value === undefined)
			throw new UsageError(`“${text}” is no condition.`, "Write it like repository=acme/images.");
		conditions[claim] = [...(conditions[claim] ?? []), value];
	}
	return conditions;
}

function readLifetime(text: string): number {
	const [, count, unit] = /^([1-9]\d{0,3})([smh])$/.exec(text) ?? [];
	if (count === undefined || unit === undefined)
		throw new UsageError(`“${text}” is no lifetime.`, "Write it like 15m.");
	return Number(count) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
}
