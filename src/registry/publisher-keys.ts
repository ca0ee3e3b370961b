import { type BundlePublisher, fault, parseFingerprint } from "../core/index.ts";
import type { AuditEntry, StoredPublisherKey, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** Keys of publishers that the account trusts, by the publisher's name. */
export function listPublisherKeys(needs: Needs, actor: Actor): Promise<StoredPublisherKey[]> {
	return needs.store.read.signingKeys.listTrusted(actor.accountId);
}

/** Trusts a key no longer: what it signed is refused from now on, and what came from it stays. Throws `publisher-key-not-found`. */
export function distrustKey(needs: Needs, actor: Actor, fingerprint: string): Promise<void> {
	assertMay(actor, "marketplace.import");
	return needs.store.write(async (tx) => {
		const key = await tx.signingKeys.findTrusted(actor.accountId, fingerprint);
		if (!key) throw fault("publisher-key-not-found", { key: fingerprint.slice(0, 100) });
		await tx.signingKeys.distrust(actor.accountId, fingerprint);
		const before = { publisher: key.publisher, trustedBy: key.trustedBy, trustedAt: key.trustedAt };
		tx.record(keyEntry(actor, { fingerprint, at: needs.now(), act: "publisher-key.distrust", before, after: null }));
	});
}

/** Remembers a publisher's key as trusted, unless it is already. */
export async function trustKey(needs: Pick<Needs, "now">, tx: Transaction, actor: Actor, publisher: BundlePublisher): Promise<void> {
	const { key: fingerprint, name, url } = publisher;
	if (await tx.signingKeys.findTrusted(actor.accountId, fingerprint)) return;
	const at = needs.now();
	await tx.signingKeys.trust({ accountId: actor.accountId, fingerprint, publisher: name, url, trustedBy: actor.name, trustedAt: at });
	tx.record(keyEntry(actor, { fingerprint, at, act: "publisher-key.trust", before: null, after: { publisher: name, url } }));
}

/**
 * The fingerprint that a file must be signed with: the one that a person gave, or the file's own when the account trusts it. Throws
 * `bundle-key-unknown`.
 */
export async function trustedKey(needs: Needs, actor: Actor, key: { readonly given: string | undefined; readonly ofFile: string }): Promise<string> {
	if (key.given !== undefined) return parseFingerprint(key.given);
	if (await needs.store.read.signingKeys.findTrusted(actor.accountId, key.ofFile)) return key.ofFile;
	throw fault("bundle-key-unknown", { key: key.ofFile });
}

function keyEntry(
	actor: Actor,
	done: { readonly fingerprint: string; readonly at: string; readonly act: string; readonly before: unknown; readonly after: unknown },
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: done.at,
		actor: actor.name,
		act: done.act,
		subjectKind: "publisher-key",
		subjectId: null,
		subjectName: done.fingerprint,
		headVersion: null,
		before: done.before,
		after: done.after,
	};
}
