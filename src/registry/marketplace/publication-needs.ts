import { type PackedRevision, parsePackedRevision } from "../../core/bundle/index.ts";
import type { ComponentKind, Pin } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { type Audience, isCovered, joinAudiences, sameAudience } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { Reads, StoredComponent, StoredPublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { allPins } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { packRevision } from "../revisions/pack-revision.ts";

/** A revision of the account's own that a template's audience needs. */
export interface OwnDependency {
	readonly component: StoredComponent;
	/** 0 = HEAD. */
	readonly number: number;
	readonly packed: PackedRevision;
	/** Its publication; null if it has none yet. */
	readonly publication: StoredPublication | null;
	/** The next step: publish it, widen its audience, publish it again, or nothing. */
	readonly act: "publish" | "widen" | "revive" | "keep";
	/** The audience afterwards. */
	readonly audience: Audience;
}

/** An imported revision: only its publisher can publish it. */
export interface ForeignDependency {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly number: number;
	readonly publisher: string;
	/** The packed revision, with its clouds and images. */
	readonly packed: PackedRevision;
	/** False if an account in the audience does not see the publication that it came from. */
	readonly isSeen: boolean;
}

export interface Dependencies {
	readonly own: readonly OwnDependency[];
	readonly foreign: readonly ForeignDependency[];
}

interface Asked {
	readonly actor: Actor;
	readonly template: { readonly name: string; readonly number: number; readonly content: TemplateContent };
	readonly audience: Audience;
}

/** The dependencies of a publication. Only templates have any; throws what `planDependencies` throws. */
export async function dependenciesOf(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	{ kind, ...asked }: Asked & { readonly kind: ComponentKind },
): Promise<Dependencies> {
	return kind === "template" ? planDependencies(needs, reads, asked) : { own: [], foreign: [] };
}

/**
 * The dependencies of a template's publication: its own MCIs and scripts for the same audience, and imported ones from
 * their publishers. Throws `publication-pins-head` for a commit that pins a HEAD, and `publication-retracted` for a
 * dependency whose publication was retracted on purpose.
 */
export async function planDependencies(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	asked: Asked,
): Promise<Dependencies> {
	const { actor, template } = asked;
	const pins = pinsOf(template.content);
	const components = await reads.components.listByLineages(actor.accountId, [
		...new Set(pins.map(({ lineage }) => lineage)),
	]);
	const byLineage = new Map(components.map((component) => [component.lineage, component]));
	const moving = pins.filter(({ revision }) => revision === 0);
	if (template.number > 0 && moving.length > 0) {
		const pinned = moving.map(({ lineage }) => `${byLineage.get(lineage)?.name ?? lineage}@head`).join(", ");
		throw fault("publication-pins-head", {
			ref: revisionRef(template.name, template.number),
			name: template.name,
			pinned,
		});
	}
	const own: OwnDependency[] = [];
	const foreign: ForeignDependency[] = [];
	for (const { lineage, revision: number } of pins) {
		const component = byLineage.get(lineage);
		const packed = component && (await packRevision(needs, reads, { component, number }));
		if (!component || !packed) continue;
		if (component.publisher === null) own.push(await planOwn(reads, asked, { component, number, packed }));
		else foreign.push(await planForeign(reads, asked, { component, number, packed }));
	}
	return { own, foreign };
}

/** The account's publications of templates that need a publication's revision and are not retracted. */
export async function listNeeding(reads: Reads, publication: StoredPublication): Promise<StoredPublication[]> {
	const { componentId, number, lineage, kind } = publication;
	if (componentId === null || kind === "template") return [];
	const pinning = number === 0 ? [] : await reads.publications.listPinning(componentId, number);
	const shared = await reads.publications.listSharedTemplates(publication.accountId);
	const sharing = shared.filter(({ snapshot }) =>
		pinsOf(templateIn(snapshot)).some((pin) => pin.lineage === lineage && pin.revision === number),
	);
	return [...pinning, ...sharing.map((one) => one.publication)];
}

/** Throws `publication-needed` unless the audience includes everyone who sees a publication that needs this one. */
export async function assertEnough(
	reads: Reads,
	publication: StoredPublication,
	audience: Audience | null,
): Promise<void> {
	const needing = await listNeeding(reads, publication);
	const left = audience === null ? needing : needing.filter((one) => !isCovered(one.audience, audience));
	if (left.length === 0) return;
	const users = left.map((one) => `template ${revisionRef(one.name, one.number)}`);
	throw fault("publication-needed", {
		ref: revisionRef(publication.name, publication.number),
		users: users.join(", "),
		publications: left.map(({ id }) => id),
	});
}

/** The template in a shared HEAD's packed revision. */
export function templateIn(snapshot: string): TemplateContent {
	return parsePackedRevision(JSON.parse(snapshot)).content as TemplateContent;
}

/** Every revision that a template pins, each once. */
function pinsOf(content: TemplateContent): Pin[] {
	return [...new Map(allPins(content).map(({ pin }) => [`${pin.lineage}@${pin.revision}`, pin])).values()];
}

async function planOwn(
	reads: Reads,
	{ actor, audience, template }: Asked,
	one: Pick<OwnDependency, "component" | "number" | "packed">,
): Promise<OwnDependency> {
	const publication =
		(await reads.publications.findRevision(actor.accountId, one.component.lineage, one.number)) ?? null;
	if (publication === null) return { ...one, publication, act: "publish", audience };
	if (publication.state === "retracted") {
		// It was retracted together with its template, and is published again with one.
		if (publication.isDependency) return { ...one, publication, act: "revive", audience };
		const dependency = revisionRef(publication.name, publication.number);
		throw fault("publication-retracted", {
			ref: revisionRef(template.name, template.number),
			dependency,
			publication: publication.id,
		});
	}
	const joined = joinAudiences(publication.audience, audience);
	const isSame = sameAudience(joined, publication.audience);
	return { ...one, publication, act: isSame ? "keep" : "widen", audience: joined };
}

async function planForeign(
	reads: Reads,
	{ audience }: Asked,
	one: { readonly component: StoredComponent; readonly number: number; readonly packed: PackedRevision },
): Promise<ForeignDependency> {
	const { component, number, packed } = one;
	const origin = await reads.publications.findOrigin(component.id, number);
	const publication = origin?.publication ?? null;
	const told = {
		kind: component.kind,
		name: component.name,
		number,
		publisher: origin?.publisher ?? component.publisher ?? "",
		packed,
	};
	if (publication === null || publication.state === "retracted") return { ...told, isSeen: false };
	if (publication.audience.everyone) return { ...told, isSeen: true };
	if (audience.everyone) return { ...told, isSeen: false };
	return { ...told, isSeen: (await reads.publications.countBlind(publication.id, audience.groups)) === 0 };
}
