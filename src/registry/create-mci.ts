import { fault, mciContent, parseComponentName } from "../core/index.ts";
import type { StoredMci } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** Makes an MCI with an empty HEAD. Throws `mci-exists` when the name is taken. */
export async function createMci(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly description?: string | undefined; readonly tags?: readonly string[] | undefined },
): Promise<StoredMci> {
	assertMay(actor, "writer", "create MultiCloud Images");
	const words = mciContent({ name: parseComponentName(input.name), description: input.description ?? "", tags: input.tags ?? [] });
	return needs.store.write(async (tx) => {
		if (await tx.mcis.find(actor.accountId, words.name)) throw fault("mci-exists", { name: words.name });
		const at = needs.now();
		const id = await tx.mcis.insert({ accountId: actor.accountId, lineage: needs.newLineage(), ...words, originKey: null, at });
		tx.record({
			accountId: actor.accountId,
			at,
			actor: actor.name,
			act: "mci.create",
			subjectKind: "mci",
			subjectId: id,
			subjectName: words.name,
			headVersion: 1,
			before: null,
			after: { name: words.name, description: words.description, tags: words.tags },
		});
		return (await tx.mcis.find(actor.accountId, words.name)) as StoredMci;
	});
}
