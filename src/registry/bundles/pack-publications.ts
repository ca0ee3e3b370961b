import {
	type Bundle,
	type BundledPublication,
	type BundlePublisher,
	type PackedRevision,
	parsePackedRevision,
	pinnedRevisions,
	type RevisionLifecycle,
	revisionKey,
} from "../../core/bundle/index.ts";
import { activeLifecycle } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { OwnPublicationFilter, Reads, StoredComponent, StoredPublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { sameLifecycle } from "../lifecycles/lifecycle-fields.ts";
import type { Needs } from "../needs.ts";
import { packRevision } from "../revisions/pack-revision.ts";

/** The content of a bundle, without the signer and the date. */
export type PackedPublications = Pick<Bundle, "publications" | "lifecycles" | "revisions">;

/**
 * Packs publications of the actor's account with their revisions, everything these pin, and the lifecycles of all of
 * them. A publication that exists only as a template's dependency travels with the template.
 */
export async function packPublications(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	{ actor, published }: { readonly actor: Actor; readonly published: readonly StoredPublication[] },
): Promise<PackedPublications> {
	const told = published.filter((one) => !one.isDependency);
	const components = new Map<string, StoredComponent | undefined>();
	const revisions = new Map<string, PackedRevision>();
	for (const one of told.filter(({ state }) => state !== "retracted")) await add(one, one.id);
	// A pinned HEAD that is itself shared is packed as it was shared.
	for (const packed of [...revisions.values()]) {
		for (const { lineage, revision: number } of pinnedRevisions(packed.content)) await add({ lineage, number }, null);
	}
	return {
		publications: told.map(publicationOf),
		lifecycles: await listLifecycles([...published, ...revisions.values()]),
		revisions: [...revisions.values()],
	};

	async function add(one: Pick<PackedRevision, "lineage" | "number">, publicationId: number | null): Promise<void> {
		if (revisions.has(revisionKey(one))) return;
		const snapshot =
			publicationId === null || one.number > 0 ? undefined : await reads.publications.snapshot(publicationId);
		const packed = snapshot ? parsePackedRevision(JSON.parse(snapshot)) : await packStored(one);
		if (packed) revisions.set(revisionKey(one), packed);
	}

	async function packStored({
		lineage,
		number,
	}: Pick<PackedRevision, "lineage" | "number">): Promise<PackedRevision | undefined> {
		const component = await componentOf(lineage);
		return component && packRevision(needs, reads, { component, number });
	}

	async function componentOf(lineage: string): Promise<StoredComponent | undefined> {
		if (!components.has(lineage))
			components.set(lineage, (await reads.components.listByLineages(actor.accountId, [lineage]))[0]);
		return components.get(lineage);
	}

	async function listLifecycles(
		of: readonly Pick<PackedRevision, "lineage" | "number">[],
	): Promise<RevisionLifecycle[]> {
		const wanted = new Set(of.map(revisionKey));
		const owners = new Map<number, string>();
		for (const { lineage } of of) {
			const component = await componentOf(lineage);
			if (component) owners.set(component.id, lineage);
		}
		const found = await reads.lifecycles.list([...owners.keys()]);
		return found.flatMap(({ componentId, number, ...lifecycle }) => {
			const lineage = owners.get(componentId) ?? "";
			return wanted.has(revisionKey({ lineage, number })) && !sameLifecycle(lifecycle, activeLifecycle)
				? [{ lineage, number, ...lifecycle }]
				: [];
		});
	}
}

/** All publications of the account that match a filter. */
export async function listPublications(
	reads: Reads,
	actor: Actor,
	filter: Omit<OwnPublicationFilter, "accountId" | "after" | "limit"> = {},
): Promise<StoredPublication[]> {
	const limit = 500;
	const found: StoredPublication[] = [];
	for (let after: number | undefined; ; after = found.at(-1)?.id) {
		const page = await reads.publications.listOwn({ ...filter, accountId: actor.accountId, after, limit });
		found.push(...page);
		if (page.length < limit) return found;
	}
}

/** The account's publisher profile. Throws `export-nothing` if it never published. */
export async function publisherOf(
	reads: Reads,
	actor: Actor,
	{ key, what }: { readonly key: string; readonly what: string },
): Promise<BundlePublisher> {
	const publisher = await reads.publishers.find(actor.accountId);
	if (!publisher) throw fault("export-nothing", { account: actor.account, what });
	return { name: publisher.name, url: publisher.url, key };
}

function publicationOf({ short, description, notes, ...published }: StoredPublication): BundledPublication {
	const { kind, lineage, number, name, digest, state, categories, publishedAt } = published;
	const words = { shortDescription: short, longDescription: description, releaseNotes: notes };
	return { kind, lineage, number, name, digest, state, ...words, categories, publishedAt };
}
