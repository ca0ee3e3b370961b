import { type ComponentKind, fault, type Lifecycle, lifecycleState } from "../core/index.ts";
import type { ImportUses, Offer, Reads, StoredComponent, StoredImport, SubscriptionMode } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { newestOffers } from "./find-offer.ts";
import { getComponent } from "./get-component.ts";
import type { Needs } from "./needs.ts";

/**
 * What its publisher says of an imported revision now: `offered`; `deprecated` or `revoked`; `gone` = offered to this account no more;
 * `unknown` = it did not come from this installation's marketplace.
 */
export const publisherStates = ["offered", "deprecated", "revoked", "gone", "unknown"] as const;
export type PublisherState = (typeof publisherStates)[number];

/** One revision of an import. */
export interface ImportedNumber extends StoredImport {
	readonly state: PublisherState;
	/** The publisher's words on it, when there are any. */
	readonly lifecycle: Lifecycle | null;
}

/** An imported component as “your imports” tell it. */
export interface ImportedComponent {
	readonly component: StoredComponent;
	/** What was imported of it, newest first, a shared HEAD last. */
	readonly revisions: readonly ImportedNumber[];
	/** The one that the account has as its newest: a commit, or the shared HEAD where there is none. */
	readonly newest: ImportedNumber;
	/** Null = not followed. */
	readonly subscription: SubscriptionMode | null;
	/** A newer commit, or another state of the shared HEAD, that could be taken; null = nothing newer. */
	readonly update: Offer | null;
	readonly uses: ImportUses;
}

export interface ImportPage {
	readonly kind?: ComponentKind | undefined;
	/** Words of the name or the publisher. */
	readonly text?: string | undefined;
	/** True = only those of which something newer is offered. */
	readonly updates?: boolean | undefined;
	readonly after?: { readonly name: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** The account's imports, one page, by name; in a number of queries that does not grow with the page. */
export async function listImports(needs: Needs, actor: Actor, page: ImportPage): Promise<ImportedComponent[]> {
	const reads = needs.store.read;
	const ids = await reads.imports.search({ ...page, accountId: actor.accountId });
	const byId = new Map((await reads.components.listByIds(ids)).map((component) => [component.id, component]));
	return importsOf(
		needs,
		reads,
		actor,
		ids.flatMap((id) => byId.get(id) ?? []),
	);
}

/** One of them. Throws the kind's `…-not-found`, and `import-none` for what is the account's own. */
export async function getImport(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<ImportedComponent> {
	const component = await getComponent(reads, actor, { ...asked, at: needs.now() });
	const [found] = component.publisher === null ? [] : await importsOf(needs, reads, actor, [component]);
	if (!found) throw fault("import-none", { name: component.name });
	return found;
}

async function importsOf(needs: Needs, reads: Reads, actor: Actor, components: readonly StoredComponent[]): Promise<ImportedComponent[]> {
	const lineages = components.map(({ lineage }) => lineage);
	const imports = Map.groupBy(await reads.imports.list(components.map(({ id }) => id)), (one) => one.componentId);
	const subscriptions = new Map((await reads.subscriptions.listByLineages(actor.accountId, lineages)).map((one) => [one.lineage, one.mode]));
	const offers = await newestOffers(needs, reads, actor, lineages);
	const uses = await reads.imports.countUses(actor.accountId, components);
	return components.flatMap((component) => {
		const { all = [], commit, head } = offers.get(component.lineage) ?? {};
		const revisions = (imports.get(component.id) ?? []).map((one) => ({ ...one, ...saidOf(needs, one, all) })).sort((a, b) => b.number - a.number);
		const [newest] = revisions;
		if (!newest) return [];
		const ownHead = revisions.find(({ number }) => number === 0);
		const newerHead = head && ownHead && head.digest !== ownHead.digest ? head : null;
		const update = commit && commit.number > component.latest ? commit : newerHead;
		const subscription = subscriptions.get(component.lineage) ?? null;
		return [{ component, revisions, newest, subscription, update, uses: uses.get(component.id) ?? { templates: 0, servers: 0, clones: 0 } }];
	});
}

/** What the publisher says of an imported revision, by what is offered of its lineage. */
function saidOf(needs: Pick<Needs, "now">, one: StoredImport, offers: readonly Offer[]): Pick<ImportedNumber, "state" | "lifecycle"> {
	const offer = offers.find(({ number }) => number === one.number);
	if (!offer) return { state: one.source === "marketplace" ? "gone" : "unknown", lifecycle: null };
	const state = lifecycleState(offer.lifecycle, needs.now());
	if (state !== "active") return { state, lifecycle: offer.lifecycle };
	return { state: offer.state === "deprecated" ? "deprecated" : "offered", lifecycle: offer.lifecycle };
}
