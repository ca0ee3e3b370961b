import {
	type Bundle,
	type BundledPublication,
	type PackedRevision,
	pinnedRevisions,
	revisionKey,
} from "../../core/bundle/index.ts";
import { type Lifecycle, type LifecycleState, lifecycleState } from "../../core/component/index.ts";

/** A publication of a bundle or feed that is not imported automatically. */
export interface LeftOut {
	readonly name: string;
	readonly number: number;
	readonly why: "deprecated" | "retracted" | "revoked";
	/** The publisher's reason for a revocation. */
	readonly reason: string | null;
}

/** The part of a bundle that is imported. */
export interface TakenFromBundle {
	/** The importable publications with everything they pin. */
	readonly packed: readonly PackedRevision[];
	readonly leftOut: readonly LeftOut[];
}

/**
 * The importable part of a bundle: publications that are active and not revoked, with their dependencies. A deprecated
 * revision comes only as a dependency. A revoked dependency comes too, and is refused where it is used. `isWanted`
 * narrows the publications.
 */
export function offeredBy(
	bundle: Bundle,
	{ now, isWanted }: { readonly now: string; isWanted(publication: BundledPublication): boolean },
): TakenFromBundle {
	const lives = new Map<string, Lifecycle>(bundle.lifecycles.map((one) => [revisionKey(one), one]));
	const revisions = new Map(bundle.revisions.map((packed) => [revisionKey(packed), packed]));
	const taken = new Map<string, PackedRevision>();
	const leftOut: LeftOut[] = [];
	for (const publication of bundle.publications.filter(isWanted)) {
		const { name, number } = publication;
		const life = lives.get(revisionKey(publication)) ?? null;
		const why = reasonLeftOut(publication, lifecycleState(life, now));
		if (why) leftOut.push({ name, number, why, reason: why === "revoked" ? (life?.reason ?? null) : null });
		else take(revisionKey(publication));
	}
	return { packed: [...taken.values()], leftOut };

	function take(key: string): void {
		const packed = revisions.get(key);
		if (!packed || taken.has(key)) return;
		taken.set(key, packed);
		for (const { lineage, revision } of pinnedRevisions(packed.content))
			take(revisionKey({ lineage, number: revision }));
	}
}

/** The reason why a publication is not imported automatically; null if it may be. */
export function reasonLeftOut(
	{ state }: Pick<BundledPublication, "state">,
	life: LifecycleState,
): LeftOut["why"] | null {
	if (state !== "active") return state;
	return life === "revoked" ? "revoked" : null;
}
