import type { PublicationImport, VisiblePublication } from "../../client/generated/registry.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";

/** A publication as text: `Acme Images/web@3`. */
export function publicationRef({
	publisher,
	name,
	number,
}: Pick<VisiblePublication, "publisher" | "name" | "number">): string {
	return `${publisher}/${revisionRef(name, number)}`;
}

/** Prints the result of an import: revisions, names, and what to do about clouds that the account does not have. */
export function printPublicationImport(
	output: Output,
	report: Omit<PublicationImport, "offer">,
	what: "imported" | "would be imported" = "imported",
): void {
	const { imported, alreadyThere, dormantClouds, warnings } = report;
	for (const { kind, name, number, publishedName } of imported) {
		const other = name === publishedName ? "" : ` (its publisher's “${publishedName}”)`;
		output.line(plainText(`${kind} ${revisionRef(name, number)}: ${what}${other}`));
	}
	for (const { kind, name, number } of alreadyThere)
		output.line(plainText(`${kind} ${revisionRef(name, number)}: already here`));
	for (const { text } of warnings) output.note(plainText(text));
	if (dormantClouds.length > 0) {
		output.note(
			plainText(
				`Clouds that this account does not have: ${dormantClouds.join(", ")}. Their settings can't be resolved until you add them with \`mci cloud add\`.`,
			),
		);
	}
}
