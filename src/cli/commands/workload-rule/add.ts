import { type Command, Option } from "commander";
import { trimEndCharacters } from "../../../base/trim-characters.ts";
import { type AccountRole, accountRoles } from "../../../core/access/index.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
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
		.argument("<name>", "name of the feed")
		.addOption(
			new Option("--issuer <url>", "issuer of the jobs' tokens: github, gitlab, or a URL").makeOptionMandatory(),
		)
		.option("--audience <text>", "exact audience of the tokens (default: the registry's URL)")
		.addOption(
			new Option(
				"--when <claim=value>",
				"claim that must match; * in the value stands for any text; repeat a claim to allow several values",
			)
				.argParser(collect)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--roles <list>", `roles of the tokens: ${accountRoles.join(", ")}`)
				.argParser(readAccountRoles)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--only <name>", "only for this MCI, or for template:NAME or script:NAME").argParser(readOnly),
		)
		.addOption(
			new Option("--lifetime <span>", "lifetime of the tokens: 1m to 60m, or 1h (default: 15m)").argParser(
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
						"Use this registry's URL (--audience https://images.example.com).",
					);
				const rule = await session.client.addWorkloadRule({
					name,
					issuer: knownIssuers[issuer] ?? issuer,
					audience: wanted,
					conditions,
					roles: [...roles],
					...dropUndefined({ only, lifetimeSeconds: lifetime }),
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
			throw new UsageError(`“${text}” is not a condition.`, "Write it like repository=acme/images.");
		conditions[claim] = [...(conditions[claim] ?? []), value];
	}
	return conditions;
}

function readLifetime(text: string): number {
	const [, count, unit] = /^([1-9]\d{0,3})([smh])$/.exec(text) ?? [];
	if (count === undefined || unit === undefined)
		throw new UsageError(`“${text}” is not a lifetime.`, "Write it like 15m.");
	return Number(count) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
}
