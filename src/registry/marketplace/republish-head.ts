import { packedForm } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import { publicationFields } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { packRevision } from "../revisions/pack-revision.ts";
import { assertEditable } from "./edit-publication.ts";
import { getOwnPublication, ownPublication } from "./get-publication.ts";
import { type Dependencies, dependenciesOf, type OwnDependency } from "./publication-needs.ts";
import { type PublicationWarning, publicationWarnings } from "./publication-warnings.ts";
import type { ChangedPublication } from "./set-publication-state.ts";
import { foundBy, writeDependencies, writtenPublication } from "./write-publication.ts";

/**
 * Updates a shared HEAD, and the shared HEADs that it pins, to their current content. Throws `publication-state` for a
 * commit, which never changes, and for a retracted publication.
 */
export async function republishHead(
	needs: Needs,
	actor: Actor,
	input: { readonly publication: number; readonly notes?: string | undefined; readonly dryRun?: boolean | undefined },
): Promise<ChangedPublication & { readonly warnings: readonly PublicationWarning[] }> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(
		async (tx) => {
			await tx.accounts.lock(actor.accountId);
			const before = await getOwnPublication(tx, actor, input.publication);
			assertEditable(before);
			const { id, name, number, state, componentId } = before;
			if (number !== 0 || componentId === null) {
				const said = {
					problem: "only a shared HEAD can be republished",
					cure: "Publish the newer revision: `mci publish NAME`.",
				};
				throw fault("publication-state", { publication: id, ref: revisionRef(name, number), state, ...said });
			}
			await tx.components.lock([componentId]);
			const [component] = await tx.components.listByIds([componentId]);
			const packed = component && (await packRevision(needs, tx, { component, number: 0 }));
			if (!component || !packed) throw fault("publication-not-found", { publication: String(id) });
			const template = { name: component.name, number, content: packed.content as TemplateContent };
			const { kind } = component;
			const dependencies = await dependenciesOf(needs, tx, { actor, kind, template, audience: before.audience });
			const offered = [...dependencies.own, { component, number, packed }];
			const warnings = await publicationWarnings(needs, tx, actor, { offered, foreign: dependencies.foreign });
			const also = await republishDependencies(needs, tx, actor, dependencies.own);
			const because = revisionRef(component.name, 0);
			const touched = await writeDependencies(needs, tx, { actor, because, dependencies: dependencies.own });
			const notes = publicationFields({ notes: input.notes ?? before.notes }).notes;
			const isNews = packed.digest !== before.digest || component.name !== name || notes !== before.notes;
			const changed = isNews || also.length > 0 || touched.length > 0;
			if (changed) {
				const at = needs.now();
				const written = toRepublish({ before, packed, dependencies, notes, by: actor.name, at });
				await tx.publications.replace(id, written);
				await tx.publications.settleFront(actor.accountId, before.lineage);
				const told = {
					at,
					act: "republish",
					before: { digest: before.digest },
					after: { digest: packed.digest, also },
				};
				tx.record(auditEntry(actor, "publication.republish", { id, name: because }, told));
			}
			const publication = await ownPublication(needs, tx, await getOwnPublication(tx, actor, id));
			const consequences = changed
				? [`Those who follow ${because} get what HEAD says now.`]
				: ["HEAD says what it said when it was last published."];
			const done = { publication, changed, also, endedSubscriptions: 0, consequences, warnings };
			return changed ? done : tx.undo(done);
		},
		{ dryRun: input.dryRun },
	);
}

/** Also updates the shared HEADs that a template needs. */
async function republishDependencies(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	own: readonly OwnDependency[],
): Promise<string[]> {
	const also: string[] = [];
	for (const { number, packed, publication } of own) {
		if (number !== 0 || publication === null || packed.digest === publication.digest) continue;
		const at = needs.now();
		const dependencies = { own: [], foreign: [] };
		await tx.publications.replace(
			publication.id,
			toRepublish({ before: publication, packed, dependencies, notes: publication.notes, by: actor.name, at }),
		);
		const ref = revisionRef(packed.content.name, 0);
		also.push(ref);
		const told = { at, before: { digest: publication.digest }, after: { digest: packed.digest } };
		tx.record(auditEntry(actor, "publication.republish", { id: publication.id, name: ref }, told));
	}
	return also;
}

function toRepublish(task: {
	readonly before: Parameters<typeof writtenPublication>[0];
	readonly packed: OwnDependency["packed"];
	readonly dependencies: Dependencies;
	readonly notes: string;
	readonly by: string;
	readonly at: string;
}) {
	const { before, packed, dependencies, notes, by, at } = task;
	const { name } = packed.content;
	return {
		...writtenPublication(before, packedForm(packed), { by, at }),
		name,
		digest: packed.digest,
		notes,
		...foundBy(packed, dependencies),
		republish: true,
	};
}
