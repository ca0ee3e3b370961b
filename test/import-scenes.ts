import type { PackedRevision } from "../src/core/bundle/index.ts";
import type { ComponentKind } from "../src/core/component/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import { ownReference } from "../src/registry/components/get-component.ts";
import { type ImportReport, importRevisions, type PackedImport } from "../src/registry/imports/import-revisions.ts";
import type { Needs } from "../src/registry/needs.ts";
import { packWithDependencies } from "../src/registry/revisions/pack-revision.ts";

/** Packs the revision of a reference and all its pins; `@head` packs HEAD. */
export async function packed(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly ref: string },
): Promise<PackedRevision[]> {
	const { name, selector } = ownReference(actor, asked.ref);
	const component = await needs.store.read.components.find(actor.accountId, asked.kind, name);
	if (!component) throw new Error(`no ${asked.ref}`);
	const number = selector.kind === "head" ? 0 : selector.kind === "number" ? selector.number : component.latest;
	const found = await packWithDependencies(needs, needs.store.read, { component, number });
	if (!found) throw new Error(`no ${asked.ref}`);
	return found;
}

/** Imports packed revisions as if they came from a bundle of “Acme”. */
export function importAll(
	needs: Needs,
	actor: Actor,
	revisions: readonly PackedRevision[],
	more: Partial<PackedImport> = {},
): Promise<ImportReport> {
	const publisher = { name: "Acme", key: null };
	return importRevisions(needs, actor, { packed: revisions, publisher, source: "bundle", sourceRef: null, ...more });
}
