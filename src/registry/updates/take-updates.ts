import type { Pin } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { scriptSequences, templateContent } from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import type { ExpectedHead } from "../components/edit-head.ts";
import { type EditedHead, editHead } from "../components/edit-head.ts";
import { allPins, listPinned, pinTo } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { type AvailableUpdate, type PinUpdate, pinUpdates } from "./list-updates.ts";

export interface TakeUpdatesInput {
	/** The template's name. */
	readonly name: string;
	readonly expected: ExpectedHead;
	/** Names of the MCIs and scripts whose pins to swap; omit both for all. */
	readonly mcis?: readonly string[] | undefined;
	readonly scripts?: readonly string[] | undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface TakenUpdates extends EditedHead<"template"> {
	/** The updates that were applied. */
	readonly updates: readonly AvailableUpdate[];
}

/**
 * Swaps a template's pins to the newest usable commits, in one edit of its HEAD; a pin of a HEAD stays. Throws
 * `template-mci-absent` and `template-script-absent` for a name that the template does not pin, and whatever `editHead`
 * throws. A clone takes its origin's updates by a merge.
 */
export async function takeUpdates(needs: Needs, actor: Actor, input: TakeUpdatesInput): Promise<TakenUpdates> {
	let taken: readonly PinUpdate[] = [];
	const edited = await editHead(needs, actor, {
		kind: "template",
		name: input.name,
		expected: input.expected,
		act: "update",
		dryRun: input.dryRun,
		change: async (head, component, tx) => {
			const pinned = await listPinned(tx, actor, [head]);
			const namesOf = (isMci: boolean) =>
				new Set(
					allPins(head).flatMap(({ part, pin }) =>
						(part === "mci") === isMci ? [pinned.get(pin.lineage)?.name ?? ""] : [],
					),
				);
			assertPinned(head.name, input, { mcis: namesOf(true), scripts: namesOf(false) });
			taken = (await pinUpdates(needs, tx, { actor, component })).filter((update) => isWanted(update, input));
			const newest = new Map<string, Pin>(
				taken.map((update) => [update.pinned.lineage, pinTo(update.pinned, update.to)]),
			);
			const swapped = (pin: Pin) => (pin.revision === 0 ? pin : (newest.get(pin.lineage) ?? pin));
			const scripts = Object.fromEntries(
				scriptSequences.map((sequence) => [sequence, head.scripts[sequence].map(swapped)]),
			);
			return templateContent({ ...head, mcis: head.mcis.map(swapped), scripts });
		},
	});
	return { ...edited, updates: taken };
}

function isWanted({ part, pinned }: PinUpdate, { mcis, scripts }: TakeUpdatesInput): boolean {
	if (mcis === undefined && scripts === undefined) return true;
	return ((part === "mci" ? mcis : scripts) ?? []).includes(pinned.name);
}

function assertPinned(
	name: string,
	{ mcis, scripts }: TakeUpdatesInput,
	pinned: { readonly mcis: ReadonlySet<string>; readonly scripts: ReadonlySet<string> },
): void {
	const mci = mcis?.find((one) => !pinned.mcis.has(one));
	if (mci !== undefined) throw fault("template-mci-absent", { name, mci, available: [...pinned.mcis] });
	const script = scripts?.find((one) => !pinned.scripts.has(one));
	if (script !== undefined)
		throw fault("template-script-absent", { name, script, sequence: "boot, operational or decommission" });
}
