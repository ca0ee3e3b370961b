import type { Pin } from "../../core/component/index.ts";
import type { ScriptContent } from "../../core/script/index.ts";
import {
	listTemplateInputs,
	type ScriptSequence,
	type TemplateContent,
	type TemplateInput,
} from "../../core/template/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { cloudsOf, scriptContentOf } from "../components/pinned-content.ts";
import { type RevisionStatus, revisionStatuses } from "../components/revision-status.ts";
import { allPins, listPinned, type PinnedComponents } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";

/** A pinned revision with its component's name. */
export interface PinnedRevision extends Pin {
	/** Null if the account does not have it. */
	readonly name: string | null;
	/** Number of its lineage's newest commit that is not held back; 0 = none. */
	readonly latest: number;
	/** Null if the account does not have it. */
	readonly status: RevisionStatus | null;
}

export interface PinnedMci extends PinnedRevision {
	readonly isDefault: boolean;
	/** Clouds that the pinned revision maps, sorted. */
	readonly clouds: readonly string[];
}

/** A template's content, joined with what its pins name now. */
export interface TemplateParts {
	readonly mcis: readonly PinnedMci[];
	readonly scripts: Readonly<Record<ScriptSequence, readonly PinnedRevision[]>>;
	readonly inputs: readonly TemplateInput[];
}

/**
 * Joins a template's content with its pins' names, newest commits and clouds, and with the origin of each input's
 * value.
 */
export async function listTemplateParts(
	needs: Pick<Needs, "store" | "now">,
	actor: Actor,
	content: TemplateContent,
): Promise<TemplateParts> {
	const reads = needs.store.read;
	const pinned = await listPinned(reads, actor, [content]);
	const statusOf = await pinStatuses(needs, pinned, content);
	const view = (pin: Pin): PinnedRevision => {
		const component = pinned.get(pin.lineage);
		return { ...pin, name: component?.name ?? null, latest: component?.current ?? 0, status: statusOf(pin) };
	};
	const mcis = [];
	for (const pin of content.mcis) {
		const component = pinned.get(pin.lineage);
		const clouds = component ? await cloudsOf(reads, { component, number: pin.revision }) : [];
		mcis.push({ ...view(pin), isDefault: pin.lineage === content.defaultMci, clouds });
	}
	const { boot, operational, decommission } = content.scripts;
	return {
		mcis,
		scripts: { boot: boot.map(view), operational: operational.map(view), decommission: decommission.map(view) },
		inputs: listTemplateInputs(content, await scriptsOf(reads, pinned, [...boot, ...operational, ...decommission])),
	};
}

/** The statuses of a template's pins, each found by its pin. */
export async function pinStatuses(
	needs: Pick<Needs, "store" | "now">,
	pinned: PinnedComponents,
	content: TemplateContent,
): Promise<(pin: Pin) => RevisionStatus | null> {
	const found = allPins(content).flatMap(({ pin }) => {
		const component = pinned.get(pin.lineage);
		return component ? [{ pin, component, number: pin.revision }] : [];
	});
	const statuses = await revisionStatuses(needs, needs.store.read, found);
	const byPin = new Map(found.map(({ pin }, i) => [pinKey(pin), statuses[i]]));
	return (pin) => byPin.get(pinKey(pin)) ?? null;
}

function pinKey({ lineage, revision }: Pin): string {
	return `${lineage} ${revision}`;
}

async function scriptsOf(reads: Reads, pinned: PinnedComponents, pins: readonly Pin[]): Promise<ScriptContent[]> {
	const contents: ScriptContent[] = [];
	for (const { lineage, revision } of pins) {
		const component = pinned.get(lineage);
		if (component) contents.push(await scriptContentOf(reads, { component, number: revision }));
	}
	return contents;
}
