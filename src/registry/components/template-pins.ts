import type { Pin } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { scriptSequences, type TemplateContent } from "../../core/template/index.ts";
import type { PinToPut, Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { availableRevisions } from "./get-component.ts";

/** The components that a template pins, by lineage. */
export type PinnedComponents = ReadonlyMap<string, StoredComponent>;

/** The components that these pins name, by lineage, without those that the account does not have. */
export async function listPinned(
	reads: Reads,
	actor: Actor,
	contents: readonly TemplateContent[],
): Promise<PinnedComponents> {
	const lineages = new Set(contents.flatMap((content) => allPins(content).map(({ pin }) => pin.lineage)));
	const found = await reads.components.listByLineages(actor.accountId, [...lineages]);
	return new Map(found.map((component) => [component.lineage, component]));
}

/**
 * Checks that every pinned revision exists and has the right kind and digest. Throws `pin-invalid` for the first that
 * does not.
 */
export async function checkPins(reads: Reads, actor: Actor, content: TemplateContent): Promise<PinnedComponents> {
	const pinned = await listPinned(reads, actor, [content]);
	for (const { part, pin } of allPins(content)) {
		const component = pinned.get(pin.lineage);
		const wrong = (problem: string) => {
			const pinned = `${component?.name ?? `${part === "mci" ? "MCI" : "script"} ${pin.lineage}`}@${revisionWord(pin.revision)}`;
			return fault("pin-invalid", {
				name: content.name,
				pinned,
				lineage: pin.lineage,
				revision: pin.revision,
				problem,
			});
		};
		const kind = part === "mci" ? "mci" : "script";
		if (component?.kind !== kind)
			throw wrong(`the account has no ${kind === "mci" ? "MCI" : "script"} of that lineage`);
		if (pin.revision === 0) continue;
		const revision = await reads.revisions.find(component.id, pin.revision);
		if (!revision)
			throw wrong(
				`“${component.name}” has no revision ${pin.revision}; it has ${await availableRevisions(reads, component)}`,
			);
		if (pin.digest !== revision.digest) throw wrong(`the digest of that revision is ${revision.digest}`);
	}
	return pinned;
}

/** A template's pins as rows. */
export function pinsOf(content: TemplateContent, pinned: PinnedComponents): PinToPut[] {
	return allPins(content).map(({ part, pin }) => ({
		part,
		componentId: pinned.get(pin.lineage)?.id ?? 0,
		number: pin.revision,
	}));
}

/** The pin of a revision: HEAD's has no digest. */
export function pinTo(
	component: Pick<StoredComponent, "lineage">,
	revision: { readonly number: number; readonly digest: string } | null,
): Pin {
	return { lineage: component.lineage, revision: revision?.number ?? 0, digest: revision?.digest ?? null };
}

/** Every pin of a template with the part that holds it. */
export function allPins(content: TemplateContent): { readonly part: PinToPut["part"]; readonly pin: Pin }[] {
	return [
		...content.mcis.map((pin) => ({ part: "mci" as const, pin })),
		...scriptSequences.flatMap((part) => content.scripts[part].map((pin) => ({ part, pin }))),
	];
}
