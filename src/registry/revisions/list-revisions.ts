import type { ComponentKind } from "../../core/component/index.ts";
import type { StoredComponent, StoredRevision } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";

/** One page of a component's commits, newest first. Throws the kind's `…-not-found`. */
export async function listRevisions(
	needs: Needs,
	actor: Actor,
	input: {
		readonly kind: ComponentKind;
		readonly name: string;
		readonly before?: number | undefined;
		readonly limit: number;
	},
): Promise<{ readonly component: StoredComponent; readonly revisions: readonly StoredRevision[] }> {
	const component = await getComponent(needs.store.read, actor, {
		kind: input.kind,
		name: input.name,
		at: needs.now(),
	});
	return { component, revisions: await needs.store.read.revisions.list(component.id, input) };
}
