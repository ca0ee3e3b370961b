import {
	activeLifecycle,
	type Bundle,
	type BundledPublication,
	type BundlePublisher,
	fault,
	type PackedRevision,
	parsePackedRevision,
	pinnedRevisions,
	type RevisionLifecycle,
	revisionKey,
} from "../core/index.ts";
import type { PublishedRevision, Reads, StoredComponent } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { sameLifecycle } from "./lifecycle-words.ts";
import type { Needs } from "./needs.ts";
import { packRevision } from "./pack-revision.ts";

/** What a bundle holds beside who signed it and when. */
export type PackedPublications = Pick<Bundle, "publications" | "lifecycles" | "revisions">;

/** Publications of the actor's account with their revisions and all that those pin, and what is said of the lives of all of them. */
export async function packPublications(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	{ actor, published }: { readonly actor: Actor; readonly published: readonly PublishedRevision[] },
): Promise<PackedPublications> {
	const told = published.filter((one) => !one.isDependency);
	const components = new Map<string, StoredComponent | undefined>();
	const revisions = new Map<string, PackedRevision>();
	const offered = told.filter((one) => one.state !== "retracted");
	for (const one of offered) await add(one);
	// A pinned HEAD that is shared itself is there as it was shared.
	for (const packed of [...revisions.values()])
		for (const { lineage, revision: number } of pinnedRevisions(packed.content)) await add({ lineage, number });
	const lives = [...published, ...revisions.values()];
	return {
		publications: told.map(publicationOf),
		lifecycles: await listLifecycles(lives),
		revisions: [...revisions.values()],
	};

	async function add(one: Pick<PackedRevision, "lineage" | "number"> & { readonly snapshot?: string | null }): Promise<void> {
		if (revisions.has(revisionKey(one))) return;
		const packed = one.snapshot ? parsePackedRevision(JSON.parse(one.snapshot)) : await packStored(one);
		if (packed) revisions.set(revisionKey(one), packed);
	}

	async function packStored({ lineage, number }: Pick<PackedRevision, "lineage" | "number">): Promise<PackedRevision | undefined> {
		const component = await componentOf(lineage);
		return component && packRevision(needs, reads, { component, number });
	}

	async function componentOf(lineage: string): Promise<StoredComponent | undefined> {
		if (!components.has(lineage)) components.set(lineage, (await reads.components.listByLineages(actor.accountId, [lineage]))[0]);
		return components.get(lineage);
	}

	async function listLifecycles(of: readonly Pick<PackedRevision, "lineage" | "number">[]): Promise<RevisionLifecycle[]> {
		const wanted = new Set(of.map(revisionKey));
		const owners = new Map<number, string>();
		for (const { lineage } of of) {
			const component = await componentOf(lineage);
			if (component) owners.set(component.id, lineage);
		}
		const found = await reads.lifecycles.list([...owners.keys()]);
		return found.flatMap(({ componentId, number, ...lifecycle }) => {
			const lineage = owners.get(componentId) ?? "";
			return wanted.has(revisionKey({ lineage, number })) && !sameLifecycle(lifecycle, activeLifecycle) ? [{ lineage, number, ...lifecycle }] : [];
		});
	}
}

/** The account as others know it. Throws `export-nothing` for one that never published. */
export async function publisherOf(
	reads: Reads,
	actor: Actor,
	{ key, what }: { readonly key: string; readonly what: string },
): Promise<BundlePublisher> {
	const publisher = await reads.published.publisher(actor.accountId);
	if (!publisher) throw fault("export-nothing", { account: actor.account, what });
	return { name: publisher.name, url: publisher.url, key };
}

function publicationOf(published: PublishedRevision): BundledPublication {
	const { kind, lineage, number, name, digest, state, shortDescription, longDescription, releaseNotes, categories, publishedAt } = published;
	return { kind, lineage, number, name, digest, state, shortDescription, longDescription, releaseNotes, categories, publishedAt };
}
