import type { LivingPublication, OwnPublication } from "../../../registry/marketplace/get-publication.ts";
import type { NamedAudience } from "../../../registry/marketplace/publication-audience.ts";
import type { Published } from "../../../registry/marketplace/publish-revision.ts";
import type { ChangedPublication } from "../../../registry/marketplace/set-publication-state.ts";
import type { StoredPublisher } from "../../../registry/stored.ts";
import { presentLifecycle } from "../lifecycles/present.ts";

/** The fields of a publication that every reader sees. */
export function presentPublic(publication: LivingPublication) {
	const { id, kind, lineage, number, name, digest, short, categories, state, revisionState, lifecycle, isDependency } =
		publication;
	const { clouds, os, osVersion, architecture, importsCount, publisher, publishedAt, updatedAt } = publication;
	return {
		...{
			id,
			kind,
			lineage,
			number,
			name,
			digest,
			short,
			state,
			revisionState,
			isDependency,
			os,
			osVersion,
			architecture,
		},
		categories: [...categories],
		lifecycle: presentLifecycle(lifecycle),
		clouds: [...clouds],
		imports: importsCount,
		...{ publisher, publishedAt, updatedAt },
	};
}

/** A publication as its own account sees it. */
export function presentOwn(publication: OwnPublication) {
	const { description, notes, to, publishedBy } = publication;
	return { ...presentPublic(publication), description, notes, to: presentAudience(to), publishedBy };
}

export function presentChanged({ publication, changed, also, endedSubscriptions, consequences }: ChangedPublication) {
	return {
		publication: presentOwn(publication),
		changed,
		also: [...also],
		endedSubscriptions,
		consequences: [...consequences],
	};
}

export function presentPublished(published: Published) {
	const { publisher, isNewPublisher, audience, members, items, imported, committed, warnings, publication } = published;
	return {
		publisher: publisher.name,
		isNewPublisher,
		to: presentAudience(audience),
		members,
		items: [...items],
		imported: imported.map(({ kind, name, number, publisher: theirs, isSeen }) => ({
			kind,
			name,
			number,
			publisher: theirs,
			isSeen,
		})),
		committed: [...committed],
		warnings: [...warnings],
		publication: publication && presentOwn(publication),
	};
}

export function presentPublisher({
	name,
	email,
	url,
	description,
}: Pick<StoredPublisher, "name" | "email" | "url" | "description">) {
	return { name, email, url, description };
}

function presentAudience({ everyone, groups }: NamedAudience) {
	return { everyone, groups: groups.map(({ name }) => name) };
}
