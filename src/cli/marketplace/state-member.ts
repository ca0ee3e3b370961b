import { Option } from "commander";
import type { ChangedPublication, Client } from "../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../core/component/index.ts";
import type { PublicationAct } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import type { CommandModule } from "../input/define-command.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { findPublication } from "./find-publication.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

const operations = {
	deprecate: "deprecatePublication",
	reactivate: "reactivatePublication",
	retract: "retractPublication",
} as const satisfies Readonly<Record<PublicationAct, keyof Client>>;

/** The kind of a publication that is named by its revision. */
export function kindOption(): Option {
	return new Option("--kind <kind>", "the kind of NAME@N").choices([...componentKinds]);
}

/** `deprecate`, `reactivate` or `retract`. */
export function stateMember(act: PublicationAct): CommandModule {
	return {
		examples: [`mci publication ${act} 12 --dry-run`, `mci publication ${act} web@3`],
		define: (command, run) => {
			command
				.argument("<publication>", "its number, or NAME@N")
				.addOption(kindOption())
				.option("--dry-run", "show the consequences, without changing anything")
				.option("-y, --yes", "skip the question")
				.action(
					run<[string], Options>(async (session, [text], { kind, dryRun, yes }) => {
						await session.connect();
						const { output } = session;
						const id = await findPublication(session.client, text, kind);
						const isAsked = act !== "reactivate" && canAsk(session) && !yes;
						if (dryRun || isAsked) {
							const tried = await session.client[operations[act]](id, { dryRun: "true" });
							output.show(tried, () => printChanged(output, tried));
							if (dryRun) output.note("Dry run: nothing was changed.");
							if (dryRun || !(await confirm(session, question(act, tried)))) return undefined;
						}
						const changed = await session.client[operations[act]](id);
						output.show(changed, () => printChanged(output, changed));
						return undefined;
					}),
				);
		},
	};
}

function question(act: PublicationAct, { publication }: ChangedPublication): string {
	return plainText(
		`${act.charAt(0).toUpperCase()}${act.slice(1)} ${revisionRef(publication.name, publication.number)}?`,
	);
}

/** Prints a publication after a change, with the consequences. */
export function printChanged(output: Output, { publication, changed, also, consequences }: ChangedPublication): void {
	output.line(
		plainText(
			`${revisionRef(publication.name, publication.number)} (publication ${publication.id}): ${publication.state}`,
		),
	);
	for (const ref of also) output.line(plainText(`  also ${ref}`));
	for (const text of consequences) output.note(text);
	if (!changed && consequences.length === 0) output.note("Nothing had to change.");
}
