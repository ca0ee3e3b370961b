import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { isSwapped, type SwapReport, swapPinsIn } from "../templates/swap-pins.ts";
import { type AskedUpdate, findUpdate } from "./diff-update.ts";
import { type ImportedPublication, importPublicationIn } from "./import-publication.ts";
import { getImport } from "./list-imports.ts";

export interface UpdateImportInput extends AskedUpdate {
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Swaps it into templates at once; omit to only import. */
	readonly swap?:
		| { readonly templates?: readonly string[] | undefined; readonly commit?: string | undefined }
		| undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface UpdatedImport extends ImportedPublication {
	/** Null if no swap was requested. */
	readonly swapped: SwapReport | null;
}

/**
 * Imports the newer revision of an import and, if requested, swaps it into templates in the same transaction. Throws
 * whatever `diffUpdate`, `importPublication` and `swapPins` throw.
 */
export async function updateImport(needs: Needs, actor: Actor, input: UpdateImportInput): Promise<UpdatedImport> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	const { kind, swap, dryRun } = input;
	if (swap) assertMay(actor, "components.edit");
	return needs.store.write(
		async (tx) => {
			const found = await getImport(needs, tx, actor, input);
			const offer = await findUpdate(tx, actor, found, input.number);
			const { names } = input;
			const imported = await importPublicationIn(needs, tx, actor, { ref: String(offer.publicationId), names });
			const isNew = imported.imported.length > 0;
			if (!swap) return isNew ? { ...imported, swapped: null } : tx.undo({ ...imported, swapped: null });
			if (kind === "template")
				throw fault("input-invalid", {
					problem: "a template can't be swapped, because templates don't pin templates",
					issues: [],
				});
			const swapped = await swapPinsIn(needs, tx, actor, {
				kind,
				name: found.component.name,
				to: offer.number,
				...swap,
				dryRun,
			});
			return isNew || isSwapped(swapped) ? { ...imported, swapped } : tx.undo({ ...imported, swapped });
		},
		{ dryRun },
	);
}
