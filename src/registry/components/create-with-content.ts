import { type ComponentKind, type ContentOf, parseNewName, versioned } from "../../core/component/index.ts";
import type { ChangeOf } from "../../core/diff/index.ts";
import type { MciContent } from "../../core/image/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { insertComponent } from "./create-component.ts";
import { writeHead } from "./edit-head.ts";
import { enterImages } from "./enter-images.ts";
import { assertNameFree } from "./get-component.ts";

/** A component that was created with content. */
export interface CreatedHead<K extends ComponentKind = ComponentKind> {
	/** Null after a dry run. */
	readonly component: StoredComponent | null;
	readonly content: ContentOf<K>;
	/** Its whole content as changes. */
	readonly changes: readonly ChangeOf<K>[];
}

/**
 * Creates a component whose HEAD has content, in one transaction. Throws the kind's `…-exists`, `name-kept`, and
 * whatever making the content throws.
 */
export function createWithContent<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	made: {
		readonly kind: K;
		readonly name: string;
		readonly dryRun?: boolean | undefined;
		content(tx: Transaction): Promise<ContentOf<K>>;
	},
): Promise<CreatedHead<K>> {
	assertMay(actor, "components.edit");
	const { kind, name } = made;
	const act = async (tx: Transaction): Promise<CreatedHead<K>> => {
		const before = versioned[kind].empty(parseNewName(name));
		await assertNameFree(tx, actor, { kind, name, at: needs.now() });
		const given = await made.content(tx);
		const content =
			kind === "mci"
				? ((await enterImages(tx, actor, { before: before as MciContent, after: given as MciContent })) as ContentOf<K>)
				: given;
		const changes = versioned[kind].diff(before, content);
		const component = await insertComponent(needs, tx, { actor, kind, content, act: "create", told: { changes } });
		await writeHead(needs, tx, { actor, kind, component, before, after: content });
		const [now] = await tx.components.listByIds([component.id]);
		return { component: made.dryRun ? null : (now ?? component), content, changes };
	};
	return needs.store.write(act, { dryRun: made.dryRun });
}
