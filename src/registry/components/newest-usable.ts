import { lifecycleState } from "../../core/component/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import type { NamedRevision } from "./named-revision.ts";

/** The newest commit of a component that is neither revoked nor held back; undefined if there is none. */
export async function newestUsable(
	needs: Pick<Needs, "now">,
	reads: Reads,
	component: StoredComponent,
): Promise<NamedRevision | undefined> {
	const revoked = await revokedNumbers(needs, reads, component.id);
	if (component.current === 0) return undefined;
	const newest = await reads.revisions.list(component.id, {
		before: component.current + 1,
		limit: revoked.size + 1 + component.latest - component.current,
	});
	const revision = newest.find(({ number }) => !revoked.has(number));
	return revision && { name: component.name, number: revision.number, digest: revision.digest };
}

/** The numbers of a component's commits that are revoked now. */
export async function revokedNumbers(
	needs: Pick<Needs, "now">,
	reads: Reads,
	componentId: number,
): Promise<ReadonlySet<number>> {
	const now = needs.now();
	const lifecycles = await reads.lifecycles.list([componentId]);
	return new Set(lifecycles.filter((one) => lifecycleState(one, now) === "revoked").map((one) => one.number));
}
