import type { Pin } from "../../core/component/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getComponent, getRevision, ownReference } from "./get-component.ts";
import { pinTo } from "./template-pins.ts";

/**
 * The pin for a reference in a template: `web@4` and `web@head` as they are; `web@production` the revision that the
 * channel points to now; `web` the newest commit, or HEAD if there is none. Throws whatever a reference throws.
 */
export async function pinReference(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: "mci" | "script"; readonly ref: string; readonly reads: Reads },
): Promise<{ readonly pin: Pin; readonly component: StoredComponent }> {
	const { kind, ref, reads } = asked;
	const { name, selector } = ownReference(actor, ref);
	if (selector.kind === "head" || (selector.kind === "latest" && !ref.endsWith("@latest"))) {
		const component = await getComponent(reads, actor, { kind, name, at: needs.now() });
		if (selector.kind === "head" || component.latest === 0) return { pin: pinTo(component, null), component };
	}
	const { component, revision } = await getRevision(needs, actor, { kind, ref, reads });
	return { pin: pinTo(component, revision), component };
}
