import { type ComponentKind, versioned, withFields } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredComponent } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { insertComponent } from "./create-component.ts";
import { writeHead } from "./edit-head.ts";
import { getRevision } from "./get-component.ts";

/**
 * Creates a component of a new lineage whose HEAD has the content of a revision, under a new name. It records its
 * origin, so that later changes of the origin can be offered and merged. Throws the kind's `…-exists`, `name-kept`, and
 * whatever a reference throws.
 */
export async function cloneComponent<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: { readonly kind: K; readonly ref: string; readonly name: string; readonly description?: string | undefined },
): Promise<StoredComponent> {
	assertMay(actor, "components.edit");
	const { kind } = input;
	return needs.store.write(async (tx) => {
		const origin = await getRevision(needs, actor, { kind, ref: input.ref, reads: tx });
		const content = withFields(origin.content, {
			name: input.name,
			description: input.description ?? origin.content.description,
		});
		// A copy of HEAD descends from the newest commit.
		const number = origin.number === 0 ? origin.component.latest : origin.number;
		const { lineage, name } = origin.component;
		const component = await insertComponent(needs, tx, {
			actor,
			kind,
			content,
			act: "clone",
			parent: { lineage, number, name },
			told: { from: revisionRef(name, origin.number), digest: origin.digest },
		});
		await writeHead(needs, tx, { actor, kind, component, before: versioned[kind].empty(input.name), after: content });
		const [made] = await tx.components.listByIds([component.id]);
		return made ?? component;
	});
}
