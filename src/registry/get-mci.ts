import { diffContents, fault, type MciChange, type MciContent, nearestNames, parseReference, type Reference } from "../core/index.ts";
import type { Reads, StoredMci, StoredRevision } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { digestOf, headContent, revisionContent } from "./mci-content.ts";
import type { Needs } from "./needs.ts";

/** One revision of an MCI with its content. */
export interface MciRevision {
	readonly mci: StoredMci;
	/** Null for HEAD. */
	readonly revision: StoredRevision | null;
	readonly content: MciContent;
	readonly digest: string;
}

/** The MCI of that name in the actor's account. Throws `mci-not-found` with the names that come near. */
export async function getMci(reads: Reads, actor: Actor, name: string): Promise<StoredMci> {
	const mci = await reads.mcis.find(actor.accountId, name);
	if (mci) return mci;
	const near = nearestNames(name, await reads.mcis.names(actor.accountId));
	throw fault("mci-not-found", { name, account: actor.account, near });
}

/** Reads a reference and checks that its account is the actor's own. Throws `reference-invalid` or `account-not-found`. */
export function ownReference(actor: Actor, ref: string): Reference {
	const reference = parseReference(ref);
	if (reference.account !== null && reference.account !== actor.account) throw fault("account-not-found", { account: reference.account });
	return reference;
}

/** The revision that a reference names, with content and digest. Throws the `…-not-found` of the part that is missing. */
export async function getRevision(needs: Needs, actor: Actor, ref: string): Promise<MciRevision> {
	const reads = needs.store.read;
	const { name, selector } = ownReference(actor, ref);
	const mci = await getMci(reads, actor, name);
	switch (selector.kind) {
		case "head": {
			const content = await headContent(reads, mci);
			return { mci, revision: null, content, digest: digestOf(needs, content) };
		}
		case "channel":
			throw fault("channel-not-found", { name, channel: selector.channel });
		case "latest":
			if (mci.latest === 0) throw fault("nothing-committed", { name });
			return commitOf(reads, mci, mci.latest);
		case "number":
			return commitOf(reads, mci, selector.number);
	}
}

/** What HEAD says, its digest, and how it differs from the newest commit. */
export async function getHead(needs: Needs, actor: Actor, name: string): Promise<MciRevision & { readonly changes: readonly MciChange[] }> {
	const head = await getRevision(needs, actor, `${name}@head`);
	return { ...head, changes: await uncommittedChanges(needs.store.read, head.mci, head.content) };
}

/** What HEAD changes against the newest commit; all of it when there is none. */
export async function uncommittedChanges(reads: Reads, mci: StoredMci, head: MciContent): Promise<MciChange[]> {
	const latest = mci.latest === 0 ? undefined : await reads.revisions.find(mci.id, mci.latest);
	const before: MciContent = latest ? await revisionContent(reads, latest) : { name: mci.name, description: "", tags: [], settings: [] };
	return diffContents(before, head);
}

/** The words for the revisions an MCI has: "only HEAD", "1 to 12". */
export function availableRevisions(mci: Pick<StoredMci, "latest">): string {
	if (mci.latest === 0) return "only HEAD";
	return mci.latest === 1 ? "1" : `1 to ${mci.latest}`;
}

async function commitOf(reads: Reads, mci: StoredMci, number: number): Promise<MciRevision> {
	const revision = await reads.revisions.find(mci.id, number);
	if (!revision) throw fault("revision-not-found", { name: mci.name, revision: number, available: availableRevisions(mci), latest: mci.latest });
	return { mci, revision, content: await revisionContent(reads, revision), digest: revision.digest };
}
