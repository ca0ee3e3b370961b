import {
	type ComponentKind,
	type LifecycleState,
	lifecycleState,
	nextLifecycleChange,
} from "../../core/component/index.ts";
import type { NumberedLifecycle, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";

/** The lifecycle of one commit. */
export interface CommitLifecycle extends NumberedLifecycle {
	readonly state: LifecycleState;
	/** When the state changes next, UTC ISO 8601; null = no date ahead. */
	readonly changesAt: string | null;
}

/** The lifecycles of a component's commits, newest first. Commits without one are active and left out. */
export async function listLifecycles(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string },
): Promise<{ readonly component: StoredComponent; readonly lifecycles: readonly CommitLifecycle[] }> {
	const reads = needs.store.read;
	const now = needs.now();
	const component = await getComponent(reads, actor, { ...asked, at: now });
	const said = (await reads.lifecycles.list([component.id])).filter(
		(one) => one.deprecatedAt !== null || one.revokedAt !== null,
	);
	return {
		component,
		lifecycles: said
			.toReversed()
			.map((one) => ({ ...one, state: lifecycleState(one, now), changesAt: nextLifecycleChange(one, now) })),
	};
}
