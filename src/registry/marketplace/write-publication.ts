import { type PackedRevision, packedForm } from "../../core/bundle/index.ts";
import type { Audience, PublicationFields } from "../../core/marketplace/index.ts";
import type { PublicationToWrite, SharedFacts, StoredPublication, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { sharedFacts } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { nameAudience } from "./publication-audience.ts";
import type { Dependencies, OwnDependency } from "./publication-needs.ts";
import { publicationSubject } from "./publication-subject.ts";

/**
 * The facts by which a publication is found: the clouds of its settings, or of a template's MCIs, and what their images
 * share.
 */
export interface FoundBy extends SharedFacts {
	readonly clouds: readonly string[];
}

/** The search facts of a revision with all that it pins. */
export function foundBy(packed: PackedRevision, dependencies: Dependencies): FoundBy {
	const parts = [
		packed,
		...dependencies.own.map((one) => one.packed),
		...dependencies.foreign.map((one) => one.packed),
	];
	const clouds = new Set(
		parts.flatMap((part) =>
			"settings" in part.content ? part.content.settings.map(({ cloud }) => cloud as string) : [],
		),
	);
	return { clouds: [...clouds].sort(), ...sharedFacts(parts.flatMap(({ images }) => images)) };
}

/** The columns of a publication of a packed revision. */
export function toWrite(task: {
	readonly packed: PackedRevision;
	readonly words: PublicationFields;
	readonly audience: Audience;
	readonly isDependency: boolean;
	readonly found: FoundBy;
	readonly by: string;
	readonly at: string;
}): PublicationToWrite {
	const { packed, words, found, ...rest } = task;
	const snapshot = packed.number === 0 ? packedForm(packed) : null;
	return { name: packed.content.name, digest: packed.digest, snapshot, ...words, ...found, ...rest };
}

/** A publication's columns, to write it again with some of them changed. */
export function writtenPublication(
	publication: StoredPublication,
	snapshot: string | null,
	now: { readonly by: string; readonly at: string },
): PublicationToWrite {
	const {
		name,
		digest,
		short,
		description,
		notes,
		categories,
		audience,
		isDependency,
		clouds,
		os,
		osVersion,
		architecture,
	} = publication;
	return {
		name,
		digest,
		short,
		description,
		notes,
		categories,
		audience,
		isDependency,
		clouds,
		os,
		osVersion,
		architecture,
		snapshot,
		...now,
	};
}

/** Publishes a template's dependencies, or widens their audience. Returns the lineages that changed. */
export async function writeDependencies(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	task: { readonly actor: Actor; readonly because: string; readonly dependencies: readonly OwnDependency[] },
): Promise<string[]> {
	const touched: string[] = [];
	for (const dependency of task.dependencies) {
		const { component, act, audience, packed, publication } = dependency;
		if (act === "keep") continue;
		touched.push(component.lineage);
		const at = needs.now();
		const by = task.actor.name;
		const because = { because: task.because };
		const named = await nameAudience(tx, task.actor.accountId, audience);
		const to = { to: named.everyone ? "everyone" : named.groups.map(({ name }) => name) };
		if (publication === null) {
			const words = dependencyWords(packed);
			const written = toWrite({
				packed,
				words,
				audience,
				isDependency: true,
				found: foundBy(packed, { own: [], foreign: [] }),
				by,
				at,
			});
			const { kind, lineage, id: componentId, accountId } = component;
			const id = await tx.publications.insert({
				...written,
				accountId,
				kind,
				lineage,
				componentId,
				number: dependency.number,
			});
			const after = { digest: packed.digest, ...to, ...because };
			tx.record(
				auditEntry(
					task.actor,
					"publication.publish",
					publicationSubject({ id, name: written.name, number: dependency.number }),
					{ at, before: null, after },
				),
			);
			continue;
		}
		const snapshot = (await tx.publications.snapshot(publication.id)) ?? null;
		await tx.publications.replace(publication.id, {
			...writtenPublication(publication, snapshot, { by, at }),
			audience,
		});
		if (act === "revive") await tx.publications.setState(publication.id, "active", at);
		const had = await nameAudience(tx, task.actor.accountId, publication.audience);
		const before = { state: publication.state, to: had.everyone ? "everyone" : had.groups.map(({ name }) => name) };
		const done = { at, before, after: { ...to, ...because } };
		const edit = act === "revive" ? "publication.reactivate" : "publication.edit";
		tx.record(auditEntry(task.actor, edit, publicationSubject(publication), done));
	}
	return touched;
}

/** The texts of a dependency published without texts of its own: the component's description and the commit message. */
function dependencyWords(packed: PackedRevision): PublicationFields {
	const { description } = packed.content;
	const short = (description.split("\n")[0] ?? "").replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").trim();
	return {
		short: short.slice(0, 200).toWellFormed(),
		description,
		notes: packed.commit?.message ?? "",
		categories: [],
	};
}
