import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { rehearsing } from "../dry-run.ts";
import type { Needs } from "../needs.ts";
import { type SwapReport, swapPinsIn } from "../templates/swap-pins.ts";
import { type AskedUpdate, offeredUpdate } from "./diff-update.ts";
import { type ImportedPublication, importPublicationIn } from "./import-publication.ts";
import { getImport } from "./list-imports.ts";

export interface TakeImportInput extends AskedUpdate {
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Puts it into templates at once; absent = it is only imported. */
	readonly swap?:
		| { readonly templates?: readonly string[] | undefined; readonly commit?: string | undefined }
		| undefined;
	/** True = nothing is kept: what would be is only told. */
	readonly rehearsal?: boolean | undefined;
}

export interface TakenImport extends ImportedPublication {
	/** Null when nothing was to be swapped. */
	readonly swapped: SwapReport | null;
}

/**
 * Imports what is newer of an import, and puts it into templates in the same transaction when that is asked for. Throws what `diffImport`,
 * `importPublication` and `swapPins` throw.
 */
export async function takeImport(needs: Needs, actor: Actor, input: TakeImportInput): Promise<TakenImport> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	const { kind, swap, rehearsal } = input;
	if (swap) assertMay(actor, "components.edit");
	return needs.store.write(async (real) => {
		const tx = rehearsing(real, rehearsal);
		const found = await getImport(needs, tx, actor, input);
		const offer = await offeredUpdate(tx, actor, found, input.number);
		const { names } = input;
		const imported = await importPublicationIn(needs, tx, actor, { ref: String(offer.publicationId), names });
		if (!swap) return { ...imported, swapped: null };
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
			rehearsal,
		});
		return { ...imported, swapped };
	});
}
