import { keyFingerprint, type SigningKey } from "../core/index.ts";
import type { StoredSigningKey, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** What others must know of the key that an account signs with. */
export type PublicSigningKey = Pick<StoredSigningKey, "fingerprint" | "publicKey" | "createdAt">;

/** The key that the account signs bundles and feeds with; the first call makes it. */
export function getSigningKey(needs: Needs, actor: Actor): Promise<PublicSigningKey> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(async (tx) => {
		const { fingerprint, publicKey, createdAt } = await ensureSigningKey(needs, tx, actor);
		return { fingerprint, publicKey, createdAt };
	});
}

/** The account's key, made in this transaction when there is none. */
export async function ensureSigningKey(needs: Needs, tx: Transaction, actor: Actor): Promise<StoredSigningKey> {
	// One after the other: an account has one key.
	await tx.accounts.take(actor.accountId);
	const known = await tx.signingKeys.find(actor.accountId);
	if (known) return known;
	const { publicKey, secretKey } = needs.signing.newKey();
	const fingerprint = keyFingerprint(publicKey, needs.sha256);
	const sealedSecret = needs.secrets.seal(secretKey, sealedFor(fingerprint));
	const key = { accountId: actor.accountId, fingerprint, publicKey, sealedSecret, createdAt: needs.now() };
	const id = await tx.signingKeys.insert(key);
	tx.record({
		accountId: actor.accountId,
		at: key.createdAt,
		actor: actor.name,
		act: "signing-key.create",
		subjectKind: "signing-key",
		subjectId: id,
		subjectName: fingerprint,
		headVersion: null,
		before: null,
		after: { fingerprint, publicKey },
	});
	return { ...key, id, feedSequence: 0 };
}

/** A stored key that can sign. Its secret is opened here and goes nowhere else. */
export function signerOf(needs: Needs, key: Pick<StoredSigningKey, "publicKey" | "fingerprint" | "sealedSecret">): SigningKey {
	const secret = needs.secrets.open(key.sealedSecret, sealedFor(key.fingerprint));
	return { publicKey: key.publicKey, sign: (bytes) => needs.signing.sign(secret, bytes) };
}

function sealedFor(fingerprint: string): string {
	return `signing key ${fingerprint}`;
}
