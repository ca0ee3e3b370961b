import { shellWord } from "../../base/shell-word.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import type { PinPart, Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { headContent, headNumber, revisionContent } from "../components/component-content.ts";
import { getComponent } from "../components/get-component.ts";
import type { NamedRevision } from "../components/named-revision.ts";
import { newestUsable, revokedNumbers } from "../components/newest-usable.ts";
import { type RevisionStatus, revisionStatus } from "../components/revision-status.ts";
import { allPins, listPinned } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { changesTo } from "../revisions/diff-revisions.ts";
import { mergeBaseOf } from "../revisions/merge-base-of.ts";

/** A newer revision that a component could take. */
export interface AvailableUpdate {
	/**
	 * `origin`: the component that it was cloned from has newer commits. `pin`: a template pins an older commit than the
	 * newest.
	 */
	readonly kind: "origin" | "pin";
	/** The component to update. */
	readonly component: { readonly kind: ComponentKind; readonly name: string };
	/** The part of a template; null for an origin. */
	readonly part: PinPart | null;
	/** Its current revision, and the newest usable one. */
	readonly from: NamedRevision & { readonly status: RevisionStatus };
	readonly to: NamedRevision;
	/** The changes between the two. */
	readonly changes: readonly Change[];
	/** The command that takes it. */
	readonly command: string;
}

/** The available updates of a component's origin and of its HEAD's pins. Throws the kind's `…-not-found`. */
export async function listUpdates(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<AvailableUpdate[]> {
	const component = await getComponent(needs.store.read, actor, { ...asked, at: needs.now() });
	return updatesOf(needs, actor, component);
}

/**
 * The available updates of all components of a kind, by name; a page covers a number of components. A page may be empty
 * and not the last: `after` is then the name to continue from.
 */
export async function listAllUpdates(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly updates: readonly AvailableUpdate[]; readonly after: string | null }> {
	const { kind, after, limit } = asked;
	const from = after === undefined ? undefined : { key: after, id: 0 };
	const filter = { accountId: actor.accountId, kind, sort: "name" as const, limit: limit + 1, after: from };
	const found = await needs.store.read.components.search(filter);
	const page = found.slice(0, limit);
	const updates: AvailableUpdate[] = [];
	for (const component of page) updates.push(...(await updatesOf(needs, actor, component)));
	return { updates, after: found.length > limit ? (page.at(-1)?.name ?? null) : null };
}

async function updatesOf(needs: Needs, actor: Actor, component: StoredComponent): Promise<AvailableUpdate[]> {
	const reads = needs.store.read;
	const pins = component.kind === "template" ? await pinUpdates(needs, reads, { actor, component }) : [];
	return [...(await originUpdates(needs, reads, actor, component)), ...pins];
}

async function originUpdates(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	component: StoredComponent,
): Promise<AvailableUpdate[]> {
	if (!component.parent) return [];
	const [origin] = await reads.components.listByLineages(actor.accountId, [component.parent.lineage]);
	const newest = origin && (await newestUsable(needs, reads, origin));
	if (!newest) return [];
	const ours = { lineage: component.lineage, number: headNumber(component) };
	const base = await mergeBaseOf(reads, actor, ours, { lineage: origin.lineage, number: newest.number });
	if (!base || base.lineage !== origin.lineage || base.number >= newest.number) return [];
	const { kind, name } = component;
	const { from, changes } = await between(needs, reads, origin, { from: base.number, to: newest.number });
	const command = `${componentNouns[kind].command} merge ${shellWord(name)} --from ${shellWord(`${origin.name}@${newest.number}`)}`;
	return [{ kind: "origin", component: { kind, name }, part: null, from, to: newest, changes, command }];
}

/** An update of a pin, with the pinned component. */
export interface PinUpdate extends AvailableUpdate {
	readonly part: PinPart;
	readonly pinned: StoredComponent;
}

/**
 * The pins of a template's HEAD that have a newer usable commit or, if theirs is revoked, an older one. Pins of HEADs
 * are left out, because they follow it. Each place of a script in its sequences counts.
 */
export async function pinUpdates(
	needs: Needs,
	reads: Reads,
	template: { readonly actor: Actor; readonly component: StoredComponent },
): Promise<PinUpdate[]> {
	const { actor, component } = template;
	const content = await headContent(reads, "template", component);
	const pinned = await listPinned(reads, actor, [content]);
	const found: PinUpdate[] = [];
	for (const { part, pin } of allPins(content)) {
		const target = pinned.get(pin.lineage);
		const newest = target && pin.revision > 0 ? await newestUsable(needs, reads, target) : undefined;
		if (!target || !newest || newest.number === pin.revision) continue;
		// A pin of a commit that is held back is a choice: it moves only forward, unless its commit is revoked.
		if (newest.number < pin.revision && !(await revokedNumbers(needs, reads, target.id)).has(pin.revision)) continue;
		const { from, changes } = await between(needs, reads, target, { from: pin.revision, to: newest.number });
		const { name } = component;
		const flag = part === "mci" ? "--mci" : "--script";
		const command = `${componentNouns.template.command} update ${shellWord(name)} ${flag} ${shellWord(target.name)}`;
		found.push({
			kind: "pin",
			component: { kind: "template", name },
			part,
			from,
			to: newest,
			changes,
			command,
			pinned: target,
		});
	}
	return found;
}

async function between(
	needs: Needs,
	reads: Reads,
	component: StoredComponent,
	numbers: { readonly from: number; readonly to: number },
): Promise<Pick<AvailableUpdate, "from" | "changes">> {
	const [older, newer] = [
		await reads.revisions.find(component.id, numbers.from),
		await reads.revisions.find(component.id, numbers.to),
	];
	const { kind, name } = component;
	const status = await revisionStatus(needs, reads, { component, number: numbers.from });
	const from = { name, number: numbers.from, digest: older?.digest ?? "", status };
	if (!older || !newer) return { from, changes: [] };
	const before = { content: await revisionContent(reads, kind, older) };
	return { from, changes: changesTo(before, { kind, content: await revisionContent(reads, kind, newer) }) };
}
