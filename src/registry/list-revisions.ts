import type { StoredMci, StoredRevision } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { getMci } from "./get-mci.ts";
import type { Needs } from "./needs.ts";

/** The commits of an MCI, newest first, one page. Throws `mci-not-found`. */
export async function listRevisions(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly before?: number | undefined; readonly limit: number },
): Promise<{ readonly mci: StoredMci; readonly revisions: readonly StoredRevision[] }> {
	const mci = await getMci(needs.store.read, actor, input.name);
	return { mci, revisions: await needs.store.read.revisions.list(mci.id, input) };
}
