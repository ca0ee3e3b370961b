import { type ComponentKind, componentNouns, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { parsePublicationReference } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Reads, VisiblePublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The publication to find. */
export interface AskedPublication {
	/** A publication's id, `PUBLISHER/NAME` or `PUBLISHER/NAME@N`. */
	readonly ref: string;
	/** Needed if a publisher has an MCI and a template of one name. */
	readonly kind?: ComponentKind | undefined;
}

/**
 * The publication of a reference; without a number the newest active one, or the shared HEAD if no commit is published.
 * Throws `publication-not-found` alike if it does not exist and if the account may not see it, and
 * `publication-ambiguous`.
 */
export async function findPublication(
	reads: Reads,
	actor: Actor,
	asked: AskedPublication,
): Promise<VisiblePublication> {
	const reference = parsePublicationReference(asked.ref);
	const notFound = fault("publication-not-found", { publication: asked.ref });
	if ("publication" in reference) {
		const offer = await reads.visiblePublications.find(actor.accountId, reference.publication);
		if (!offer) throw notFound;
		return offer;
	}
	const { kind } = asked;
	const named = await reads.visiblePublications.listNamed(actor.accountId, reference);
	const found = named.filter((one) => kind === undefined || one.kind === kind);
	const wanted =
		reference.number === null ? found.filter(isFollowed) : found.filter((one) => one.number === reference.number);
	const lineages = new Map(wanted.map((one) => [one.lineage, one]));
	if (lineages.size > 1) {
		const told = [...lineages.values()].map(
			(one) => `${componentNouns[one.kind].one} ${revisionRef(one.name, one.number)} (${one.publicationId})`,
		);
		throw fault("publication-ambiguous", { ref: asked.ref, count: told.length, publications: told.join(", ") });
	}
	const [offer] = wanted;
	if (!offer) throw notFound;
	return offer;
}

/** True if followers of the lineage get it: active, and published for itself, not only as a dependency. */
export function isFollowed({ state, isDependency }: VisiblePublication): boolean {
	return state === "active" && !isDependency;
}

/** True if its publisher has revoked the commit. */
export function isRevoked(needs: Pick<Needs, "now">, { lifecycle }: VisiblePublication): boolean {
	return lifecycleState(lifecycle, needs.now()) === "revoked";
}

/**
 * By lineage: the newest commit and the shared HEAD that the account could import. Leaves out its own, deprecated and
 * revoked ones, and those published only as dependencies.
 */
export async function newestPublications(
	needs: Pick<Needs, "now">,
	reads: Reads,
	actor: Pick<Actor, "accountId">,
	lineages: readonly string[],
): Promise<
	Map<
		string,
		{
			readonly commit: VisiblePublication | undefined;
			readonly head: VisiblePublication | undefined;
			readonly all: readonly VisiblePublication[];
		}
	>
> {
	const offers = (await reads.visiblePublications.listByLineages(actor.accountId, lineages)).filter(
		(one) => one.accountId !== actor.accountId,
	);
	const groups = Map.groupBy(offers, (one) => one.lineage);
	return new Map(
		[...groups].map(([lineage, all]) => {
			const usable = all.filter((one) => isFollowed(one) && !isRevoked(needs, one));
			return [
				lineage,
				{ commit: usable.find(({ number }) => number > 0), head: usable.find(({ number }) => number === 0), all },
			];
		}),
	);
}
