import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { printPolicy } from "./show.ts";

interface Options {
	readonly requiredCloud?: readonly string[];
	readonly trustedOwner?: readonly string[];
	readonly ownName?: readonly string[];
	readonly requiredClouds: boolean;
	readonly trustedOwners: boolean;
	readonly ownNames: boolean;
}

export const examples = [
	"mci policy set --required-cloud aws-us-east-1 --required-cloud azure-westeurope",
	"mci policy set --trusted-owner 099720109477 --own-name 123456789012",
	"mci policy set --no-required-clouds",
];

export function define(command: Command, run: Run): void {
	command
		.option("--required-cloud <cloud>", "cloud that every MCI must map; can be repeated", collect)
		.option("--trusted-owner <owner>", "only images of trusted owners may be used; can be repeated", collect)
		.option("--own-name <name>", "name of this account as an owner of images; can be repeated", collect)
		.option("--no-required-clouds", "require no cloud")
		.option("--no-trusted-owners", "trust every owner")
		.option("--no-own-names", "remove the account's own names")
		.addHelpText("after", "\nEach given option replaces its current values; the others stay. Admins only.\n")
		.action(
			run<[], Options>(async (session, _none, options) => {
				const parts = dropUndefined({
					requiredClouds: listOf(options.requiredCloud, options.requiredClouds),
					trustedOwners: listOf(options.trustedOwner, options.trustedOwners),
					ownNames: listOf(options.ownName, options.ownNames),
				});
				if (Object.keys(parts).length === 0)
					throw new UsageError("Nothing to set.", "`mci policy set --help` lists the options.");
				await session.connect();
				printPolicy(session.output, await session.client.setPolicy(parts));
				return undefined;
			}),
		);
}

/** Omitted = unchanged; `wanted` is false for an empty list. */
function listOf(names: readonly string[] | undefined, wanted: boolean): string[] | undefined {
	if (wanted) return names && [...names];
	if (names)
		throw new UsageError(
			"--guard and --no-guards (or --mover and --no-movers) can't be combined.",
			"Use one of the two.",
		);
	return [];
}
