import type { PackedRevision } from "../../core/bundle/index.ts";
import { type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import { imageDoubts } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { lintRevision } from "../lint/lint-revision.ts";
import type { Needs } from "../needs.ts";
import type { ForeignDependency } from "./publication-needs.ts";

/** A warning to a publisher before others see the publication. */
export interface PublicationWarning {
	/** `image-…` about an image, `lint-error`, `deprecated`, `origin-hidden`. */
	readonly code: string;
	readonly text: string;
	/** The image's cloud; null if it is not about an image. */
	readonly cloud: string | null;
	readonly image: string | null;
}

/** One of the revisions that are published together. */
interface Offered {
	readonly component: StoredComponent;
	readonly number: number;
	readonly packed: PackedRevision;
}

/** Warnings about all revisions of a publication, and about the dependencies that its audience can't import. */
export async function publicationWarnings(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	{ offered, foreign }: { readonly offered: readonly Offered[]; readonly foreign: readonly ForeignDependency[] },
): Promise<PublicationWarning[]> {
	const warnings: PublicationWarning[] = [];
	for (const one of offered) warnings.push(...(await revisionWarnings(needs, reads, actor, one)));
	return [...warnings, ...foreign.filter(({ isSeen }) => !isSeen).map(originWarning)];
}

/**
 * Warnings about one of the account's own revisions: lint errors, its deprecation, and images that others may not be
 * able to use.
 */
async function revisionWarnings(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	offered: Offered,
): Promise<PublicationWarning[]> {
	const { component, number, packed } = offered;
	const ref = revisionRef(component.name, number);
	const found = { kind: component.kind, component, number, content: packed.content };
	const errors = (await lintRevision(needs, reads, { actor, found })).filter(({ severity }) => severity === "error");
	const lifecycle = number === 0 ? undefined : await reads.lifecycles.find(component.id, number);
	return [
		...errors.map(({ place, text }) => plain("lint-error", `${ref}: ${place}: ${text}`)),
		...(lifecycle && lifecycleState(lifecycle, needs.now()) === "deprecated"
			? [plain("deprecated", deprecationText(ref, lifecycle))]
			: []),
		...(await imageWarnings(needs, reads, actor, { ref, packed })),
	];
}

/** The warning that the audience may not see the origin of an imported dependency. */
function originWarning({ name, number, publisher }: ForeignDependency): PublicationWarning {
	const ref = revisionRef(name, number);
	return plain(
		"origin-hidden",
		`${ref} is ${publisher}'s, and not all to whom this is offered can import it from there; it is not published again here`,
	);
}

async function imageWarnings(
	needs: Pick<Needs, "now">,
	reads: Reads,
	actor: Actor,
	{ ref, packed }: { readonly ref: string; readonly packed: PackedRevision },
): Promise<PublicationWarning[]> {
	const { ownNames } = await reads.accounts.getPolicy(actor.accountId);
	const asked = { now: needs.now(), ownNames };
	return packed.images
		.flatMap((image) => imageDoubts(image, asked))
		.map(({ code, text, cloud, uid }) => ({ code, text: `${ref}: ${text} (as far as known here)`, cloud, image: uid }));
}

function deprecationText(ref: string, { reason, replacement }: Lifecycle): string {
	const because = reason === null ? "" : ` (${reason})`;
	return `${ref} is deprecated${because}${replacement === null ? "" : `; ${replacement} takes its place`}`;
}

function plain(code: string, text: string): PublicationWarning {
	return { code, text, cloud: null, image: null };
}
