import type { Command } from "commander";
import type { ImportedComponent } from "../../../client/generated/registry.ts";
import { type ComponentKind, componentNouns } from "../../../core/component/index.ts";
import { revisionRef, revisionWord } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { importedKind, kindOption } from "../../marketplace/component-kind-argument.ts";
import { publicationRef } from "../../marketplace/publication-import-report.ts";
import { plainText } from "../../output/plain-text.ts";
import { printField } from "../../output/print-field.ts";
import { usesText } from "./list.ts";

export const examples = ["mci imports show web", "mci imports show shop --kind template --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its local name")
		.addOption(kindOption())
		.action(
			run<[string], { readonly kind?: ComponentKind }>(async (session, [name], options) => {
				await session.connect();
				const { output } = session;
				const found = await session.client.getImported(await importedKind(session.client, name, options.kind), name);
				if (output.json) {
					output.value(found);
					return undefined;
				}
				output.line(plainText(`${componentNouns[found.kind].one} ${found.name}`));
				printField(output, "publisher", found.publisher);
				printField(output, "lineage", found.lineage);
				printField(output, "followed", found.subscription ?? "no");
				printField(output, "newer", newerText(found));
				printField(output, "used by", usesText(found.uses) || "nothing");
				output.line();
				output.table(
					["revision", "publisher status", "imported", "by", "from"],
					found.revisions.map(({ number, state, lifecycle, importedAt, importedBy, source, sourceRef }) => [
						revisionWord(number),
						lifecycle?.reason ? `${state}: ${lifecycle.reason}` : state,
						importedAt,
						importedBy,
						sourceRef === null ? source : `${source} ${sourceRef}`,
					]),
				);
				return undefined;
			}),
		);
}

function newerText({ update, feedUpdate }: ImportedComponent): string {
	if (update) return publicationRef(update);
	return feedUpdate ? `${revisionRef(feedUpdate.name, feedUpdate.number)} of feed ${feedUpdate.feed}` : "nothing";
}
