import { componentAct } from "../../core/audit/index.ts";
import { type ComponentKind, type ContentOf, parseNewName, versioned, withFields } from "../../core/component/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { documentOf } from "./component-content.ts";
import { assertNameFree } from "./get-component.ts";

/** The first content of a new component. */
export interface NewComponentInput {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly description?: string | undefined;
	readonly tags?: readonly string[] | undefined;
}

/**
 * Creates a component with an empty HEAD. Throws the kind's `…-exists` if the name is taken, and `name-kept` if it
 * still answers for another component.
 */
export async function createComponent(needs: Needs, actor: Actor, input: NewComponentInput): Promise<StoredComponent> {
	assertMay(actor, "components.edit");
	const content = withFields(versioned[input.kind].empty(input.name), {
		description: input.description ?? "",
		tags: input.tags ?? [],
	});
	return needs.store.write((tx) => insertComponent(needs, tx, { actor, kind: input.kind, content, act: "create" }));
}

/** Writes a new component whose HEAD has the fields and document of a content. `writeHead` writes an MCI's settings. */
export async function insertComponent(
	needs: Needs,
	tx: Transaction,
	made: {
		readonly actor: Actor;
		readonly kind: ComponentKind;
		readonly content: ContentOf<ComponentKind>;
		readonly act: "create" | "clone";
		readonly parent?: StoredComponent["parent"];
		/** Further facts for the audit entry. */
		readonly told?: object;
	},
): Promise<StoredComponent> {
	const { actor, kind, content } = made;
	assertOnly(actor, null);
	const at = needs.now();
	const { name, description, tags } = content;
	parseNewName(name);
	await assertNameFree(tx, actor, { kind, name, at });
	// Frees a former name whose time is over.
	await tx.components.forgetFormerNames({ accountId: actor.accountId, kind, name });
	const id = await tx.components.insert({
		accountId: actor.accountId,
		kind,
		lineage: needs.newLineage(),
		name,
		description,
		tags,
		originKey: null,
		parent: made.parent ?? null,
		document: documentOf(kind, content),
		at,
	});
	const [component] = await tx.components.listByIds([id]);
	if (!component) throw new Error(`component ${id} was written and is not there`);
	tx.record(
		auditEntry(actor, componentAct(component.kind, made.act), component, {
			at,
			before: null,
			after: { name, description, tags, ...made.told },
		}),
	);
	return component;
}
