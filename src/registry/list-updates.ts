import { type Change, type ComponentKind, componentNouns, lifecycleState, type Pin, versioned } from "../core/index.ts";
import type { PinPart, Reads, StoredComponent } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { headContent, headNumber, revisionContent } from "./component-content.ts";
import { getComponent } from "./get-component.ts";
import { mergeBaseOf } from "./merge-base-of.ts";
import type { NamedRevision } from "./merge-revision.ts";
import type { Needs } from "./needs.ts";
import { allPins, listPinned } from "./template-pins.ts";

/** Something newer that a component could take. */
export interface AvailableUpdate {
	/** `origin`: what it was cloned from has newer commits. `pin`: a template pins an older commit than the newest. */
	readonly kind: "origin" | "pin";
	/** What could be updated. */
	readonly component: { readonly kind: ComponentKind; readonly name: string };
	/** Where in a template; null for an origin. */
	readonly part: PinPart | null;
	/** What it has, and the newest that it could have. */
	readonly from: NamedRevision;
	readonly to: NamedRevision;
	/** What lies between the two. */
	readonly changes: readonly Change[];
	/** The command that takes it. */
	readonly command: string;
}

/** What is newer than a component's origin and pins, in its HEAD. Throws the kind's `…-not-found`. */
export async function listUpdates(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<AvailableUpdate[]> {
	const reads = needs.store.read;
	const component = await getComponent(reads, actor, { ...asked, at: needs.now() });
	return [...(await originUpdates(needs, reads, actor, component)), ...(await pinUpdates(needs, reads, actor, component))];
}

/** The newest commit of a component that is not revoked; undefined when there is none. */
export async function newestUsable(needs: Pick<Needs, "now">, reads: Reads, component: StoredComponent): Promise<NamedRevision | undefined> {
	const lifecycles = await reads.lifecycles.list([component.id]);
	const now = needs.now();
	const revoked = new Set(lifecycles.filter((one) => lifecycleState(one, now) === "revoked").map((one) => one.number));
	let number = component.latest;
	while (number > 0 && revoked.has(number)) number--;
	const revision = number === 0 ? undefined : await reads.revisions.find(component.id, number);
	return revision && { name: component.name, number, digest: revision.digest };
}

async function originUpdates(needs: Needs, reads: Reads, actor: Actor, component: StoredComponent): Promise<AvailableUpdate[]> {
	if (!component.parent) return [];
	const [origin] = await reads.components.listByLineages(actor.accountId, [component.parent.lineage]);
	const newest = origin && (await newestUsable(needs, reads, origin));
	if (!newest) return [];
	const ours = { lineage: component.lineage, number: headNumber(component) };
	const base = await mergeBaseOf(reads, actor, ours, { lineage: origin.lineage, number: newest.number });
	if (!base || base.lineage !== origin.lineage || base.number >= newest.number) return [];
	const { kind, name } = component;
	const { from, changes } = await between(reads, origin, { from: base.number, to: newest.number });
	const command = `${componentNouns[kind].command} merge ${quoted(name)} --from ${quoted(`${origin.name}@${newest.number}`)}`;
	return [{ kind: "origin", component: { kind, name }, part: null, from, to: newest, changes, command }];
}

async function pinUpdates(needs: Needs, reads: Reads, actor: Actor, component: StoredComponent): Promise<AvailableUpdate[]> {
	if (component.kind !== "template") return [];
	const content = await headContent(reads, "template", component);
	const pinned = await listPinned(reads, actor, [content]);
	const found: AvailableUpdate[] = [];
	for (const { part, pin } of allPins(content)) {
		const target = pinned.get(pin.lineage);
		const newest = target && pin.revision > 0 ? await newestUsable(needs, reads, target) : undefined;
		if (!target || !newest || newest.number <= pin.revision) continue;
		const { from, changes } = await between(reads, target, { from: pin.revision, to: newest.number });
		const { kind, name } = component;
		found.push({
			kind: "pin",
			component: { kind, name },
			part,
			from,
			to: newest,
			changes,
			command: `mci template update ${quoted(name)} ${quoted(target.name)}`,
		});
	}
	return found;
}

async function between(
	reads: Reads,
	component: StoredComponent,
	numbers: { readonly from: number; readonly to: number },
): Promise<{ readonly from: NamedRevision; readonly changes: readonly Change[] }> {
	const [older, newer] = [await reads.revisions.find(component.id, numbers.from), await reads.revisions.find(component.id, numbers.to)];
	const { kind } = component;
	if (!older || !newer) return { from: { name: component.name, number: numbers.from, digest: "" }, changes: [] };
	const changes = versioned[kind].diff((await revisionContent(reads, kind, older)) as never, (await revisionContent(reads, kind, newer)) as never);
	return { from: { name: component.name, number: numbers.from, digest: older.digest }, changes };
}

/** As a shell takes it. */
function quoted(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The pin of the newest revision that a template could have instead. */
export function pinOf(component: Pick<StoredComponent, "lineage">, revision: NamedRevision): Pin {
	return { lineage: component.lineage, revision: revision.number, digest: revision.digest };
}
