import { type ComponentKind, type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type {
	FeedWord,
	ImportUses,
	Reads,
	StoredComponent,
	StoredImport,
	SubscriptionMode,
	VisiblePublication,
} from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getComponent } from "../components/get-component.ts";
import { newestPublications } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";

/**
 * The publisher's current status of an imported revision: `offered`; `deprecated` or `revoked`; `gone` = no longer
 * visible to this account; `unknown` = it did not come from this installation's marketplace, and no followed feed lists
 * it.
 */
export const publisherStates = ["offered", "deprecated", "revoked", "gone", "unknown"] as const;
export type PublisherState = (typeof publisherStates)[number];

/** One revision of an import. */
export interface ImportedNumber extends StoredImport {
	readonly state: PublisherState;
	/** The publisher's lifecycle of it, if there is one. */
	readonly lifecycle: Lifecycle | null;
}

/** An imported component as “your imports” shows it. */
export interface ImportedComponent {
	readonly component: StoredComponent;
	/** The imported revisions, newest first, a shared HEAD last. */
	readonly revisions: readonly ImportedNumber[];
	/** The newest in the account: a commit, or the shared HEAD if there is none. */
	readonly newest: ImportedNumber;
	/** Null = not followed. */
	readonly subscription: SubscriptionMode | null;
	/** A newer commit, or another state of the shared HEAD, to import; null = there is nothing newer. */
	readonly update: VisiblePublication | null;
	/** A newer commit in a followed feed of its publisher, if the marketplace has none. */
	readonly feedUpdate: Pick<FeedWord, "feed" | "name" | "number"> | null;
	readonly uses: ImportUses;
}

export interface ImportPage {
	readonly kind?: ComponentKind | undefined;
	/** Words of the name or the publisher. */
	readonly text?: string | undefined;
	/** True = only imports with something newer. */
	readonly updates?: boolean | undefined;
	readonly after?: { readonly name: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** One page of the account's imports, by name. The number of queries does not grow with the page. */
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

/** One import. Throws the kind's `…-not-found`, and `import-none` for the account's own component. */
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

async function importsOf(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	components: readonly StoredComponent[],
): Promise<ImportedComponent[]> {
	const lineages = components.map(({ lineage }) => lineage);
	const imports = Map.groupBy(await reads.imports.list(components.map(({ id }) => id)), (one) => one.componentId);
	const subscriptions = new Map(
		(await reads.subscriptions.listByLineages(actor.accountId, lineages)).map((one) => [one.lineage, one.mode]),
	);
	const offers = await newestPublications(needs, reads, actor, lineages);
	const words = Map.groupBy(await reads.feeds.wordsOn(actor.accountId, lineages), ({ lineage }) => lineage);
	const uses = await reads.imports.countUses(actor.accountId, components);
	return components.flatMap((component) => {
		const { all = [], commit, head } = offers.get(component.lineage) ?? {};
		const revisions = (imports.get(component.id) ?? [])
			.map((one) => ({ ...one, ...saidOf(needs, one, { offers: all, words: words.get(component.lineage) ?? [] }) }))
			.sort((a, b) => b.number - a.number);
		const [newest] = revisions;
		if (!newest) return [];
		const ownHead = revisions.find(({ number }) => number === 0);
		const newerHead = head && ownHead && head.digest !== ownHead.digest ? head : null;
		const update = commit && commit.number > component.latest ? commit : newerHead;
		const subscription = subscriptions.get(component.lineage) ?? null;
		const keys = new Set(revisions.map(({ publisherKey }) => publisherKey));
		const newerWord = (words.get(component.lineage) ?? []).findLast(
			(word) =>
				word.number > component.latest &&
				keys.has(word.key) &&
				word.state === "active" &&
				word.lifecycle.revokedAt === null,
		);
		const feedUpdate =
			update === null && newerWord ? { feed: newerWord.feed, name: newerWord.name, number: newerWord.number } : null;
		return [
			{
				component,
				revisions,
				newest,
				subscription,
				update,
				feedUpdate,
				uses: uses.get(component.id) ?? { templates: 0, servers: 0, clones: 0 },
			},
		];
	});
}

/**
 * The publisher's status of an imported revision, from the publications of its lineage: in this installation, or in a
 * feed signed with the publisher's key.
 */
function saidOf(
	needs: Pick<Needs, "now">,
	one: StoredImport,
	said: { readonly offers: readonly VisiblePublication[]; readonly words: readonly FeedWord[] },
): Pick<ImportedNumber, "state" | "lifecycle"> {
	const offer =
		said.offers.find(({ number }) => number === one.number) ??
		said.words.find(({ number, key }) => number === one.number && key === one.publisherKey);
	if (!offer) return { state: one.source === "marketplace" ? "gone" : "unknown", lifecycle: null };
	const state = lifecycleState(offer.lifecycle, needs.now());
	if (state !== "active") return { state, lifecycle: offer.lifecycle };
	const states = { active: "offered", deprecated: "deprecated", retracted: "gone" } as const;
	return { state: states[offer.state], lifecycle: offer.lifecycle };
}
