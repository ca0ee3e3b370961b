import { type Command, Option } from "commander";
import { shellWord } from "../../../base/shell-word.ts";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { fault } from "../../../core/errors.ts";
import { parseReference } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { clashesOf } from "../../marketplace/ask-import-names.ts";
import { printTaken } from "../../marketplace/import-table.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly kind: ComponentKind;
	readonly as?: string;
}

export const examples = [
	"mci feed import acme web",
	"mci feed import acme web@12 --as acme-web",
	"mci feed import acme stack --kind template",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<feed>", "name of the feed")
		.argument("<publication>", "publisher's name, name@N or name@head (default: the newest)")
		.addOption(new Option("--kind <kind>", "what it is").choices(componentKinds).default("mci"))
		.option("--as <name>", "name in this account (default: the publisher's)")
		.action(
			run<[string, string], Options>(async (session, [feed, ref], { kind, as }) => {
				const { name, number } = readOffer(ref);
				await session.connect();
				const { output } = session;
				const report = await session.client
					.importFromFeed(feed, { kind, name, ...dropUndefined({ number, as }) })
					.catch((error: unknown) => {
						throw withOwnCure(error, name);
					});
				output.show(report, () => {
					printTaken(output, report);
					if (report.imported.length === 0) output.line("Nothing changed.");
				});
				return undefined;
			}),
		);
}

/** The error of a name that is taken, with the option that this command has; every other error as it is. */
function withOwnCure(error: unknown, name: string): unknown {
	const clashes = clashesOf(error);
	if (clashes.length === 0) return error;
	const own = clashes.find(({ publishedName }) => publishedName === name);
	const taken = clashes.map((clash) => `“${clash.publishedName}” (${clash.taken})`).join(", ");
	return new UsageError(
		`Nothing was imported, because these names are taken: ${taken}.`,
		own && clashes.length === 1
			? `Pass --as ${shellWord(own.suggestion)}.`
			: "Rename the components that have them: --as names only the publication itself.",
	);
}

function readOffer(ref: string): { readonly name: string; readonly number: number | undefined } {
	const { account, name, selector } = parseReference(ref);
	if (account !== null)
		throw fault("reference-invalid", { ref, problem: "publications of a feed are named without an account" });
	switch (selector.kind) {
		case "number":
			return { name, number: selector.number };
		case "head":
			return { name, number: 0 };
		case "latest":
			return { name, number: undefined };
		default:
			throw fault("reference-invalid", {
				ref,
				problem: "a publication is a commit or HEAD, not a channel",
			});
	}
}
