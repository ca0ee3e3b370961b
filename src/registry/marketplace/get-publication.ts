import { activeLifecycle, type Lifecycle, type LifecycleState, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { OwnPublicationFilter, Reads, StoredPublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type NamedAudience, nameAudience } from "./publication-audience.ts";
import { listNeeding } from "./publication-needs.ts";

/** A publication with its publisher's lifecycle of the commit. */
export interface LivingPublication extends StoredPublication {
	readonly lifecycle: Lifecycle;
	/** The state of the commit; a shared HEAD is always active. A revoked one can't be imported. */
	readonly revisionState: LifecycleState;
}

/** A publication of the account's own. */
export interface OwnPublication extends LivingPublication {
	readonly to: NamedAudience;
}

/** The account's own publication of that id. Throws `publication-not-found`. */
export async function getOwnPublication(reads: Reads, actor: Actor, id: number): Promise<StoredPublication> {
	const found = await reads.publications.find(actor.accountId, id);
	if (!found) throw fault("publication-not-found", { publication: String(id) });
	return found;
}

/** The account's own publication with its lifecycle, its audience by name, and the templates that need it. */
export async function showPublication(
	needs: Needs,
	actor: Actor,
	id: number,
): Promise<OwnPublication & { readonly neededBy: readonly string[] }> {
	const reads = needs.store.read;
	const found = await getOwnPublication(reads, actor, id);
	const needing = await listNeeding(reads, found);
	return {
		...(await ownPublication(needs, reads, found)),
		neededBy: needing.map(({ name, number }) => revisionRef(name, number)),
	};
}

/** A publication of the account with what only its owner sees. */
export async function ownPublication(
	needs: Pick<Needs, "now">,
	reads: Reads,
	publication: StoredPublication,
): Promise<OwnPublication> {
	const [living = { ...publication, lifecycle: activeLifecycle, revisionState: "active" as const }] =
		await withLifecycles(needs, reads, [publication]);
	return { ...living, to: await nameAudience(reads, publication.accountId, publication.audience) };
}

/** One page of the account's own publications, newest first. */
export async function listPublications(
	needs: Needs,
	actor: Actor,
	filter: Omit<OwnPublicationFilter, "accountId">,
): Promise<OwnPublication[]> {
	const reads = needs.store.read;
	const found = await reads.publications.listOwn({ ...filter, accountId: actor.accountId });
	const groups = new Map(
		(
			await reads.accountGroups.listByIds(actor.accountId, [
				...new Set(found.flatMap(({ audience }) => audience.groups)),
			])
		).map((group) => [group.id, group]),
	);
	return (await withLifecycles(needs, reads, found)).map((publication) => ({
		...publication,
		to: {
			everyone: publication.audience.everyone,
			groups: publication.audience.groups.flatMap((id) => {
				const group = groups.get(id);
				return group ? [{ id, name: group.name }] : [];
			}),
		},
	}));
}

/** Publications with their publishers' lifecycles of the commits. */
export async function withLifecycles(
	needs: Pick<Needs, "now">,
	reads: Reads,
	publications: readonly StoredPublication[],
): Promise<LivingPublication[]> {
	const said = await reads.lifecycles.list([...new Set(publications.flatMap(({ componentId }) => componentId ?? []))]);
	const byRevision = new Map(said.map((one) => [`${one.componentId}@${one.number}`, one]));
	const now = needs.now();
	return publications.map((publication) => {
		const found =
			publication.number === 0 ? undefined : byRevision.get(`${publication.componentId}@${publication.number}`);
		const { deprecatedAt, revokedAt, reason, replacement } = found ?? activeLifecycle;
		const lifecycle = { deprecatedAt, revokedAt, reason, replacement };
		return { ...publication, lifecycle, revisionState: lifecycleState(lifecycle, now) };
	});
}
