import { type Command, Option } from "commander";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readNames, withNames } from "../../marketplace/ask-import-names.ts";
import { printPublicationImport } from "../../marketplace/publication-import-report.ts";
import { plainText } from "../../output/plain-text.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly name?: readonly string[];
	readonly offersOnly?: boolean;
}

export const examples = [
	'mci marketplace subscribe "Acme Images/web"',
	'mci marketplace subscribe "Acme Images/web" --offers-only',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<publication>", "PUBLISHER/NAME, PUBLISHER/NAME@N, or a publication's number")
		.option("--offers-only", "only report newer revisions, without importing them")
		.addOption(
			new Option("--kind <kind>", "needed if the publisher has two components of one name").choices(componentKinds),
		)
		.option("--name <old=new>", "use another name than the publisher's; can be repeated", collect)
		.action(
			run<[string], Options>(async (session, [publication], { kind, name, offersOnly }) => {
				const given = readNames(name);
				await session.connect();
				const { output } = session;
				const mode = offersOnly ? "offer" : "auto";
				const subscribed = await withNames(session, given, (names) =>
					session.client.subscribe({ publication, mode, names: { ...names }, ...dropUndefined({ kind }) }),
				);
				if (output.json) {
					output.value(subscribed);
					return undefined;
				}
				if (subscribed.imported) printPublicationImport(output, subscribed.imported);
				const what = mode === "auto" ? "new revisions are imported automatically" : "new revisions are reported";
				output.line(plainText(`${subscribed.subscription.name}: followed; ${what}`));
				return undefined;
			}),
		);
}
