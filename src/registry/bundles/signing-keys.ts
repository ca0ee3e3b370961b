import { keyFingerprint, type SigningKey } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { AuditEntry, StoredSigningKey, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/** The public part of the key that an account signs with. */
export type PublicSigningKey = Pick<StoredSigningKey, "fingerprint" | "publicKey" | "createdAt">;

/** The key that the account signs bundles and feeds with. The first call creates it. */
export async function getSigningKey(needs: Needs, actor: Actor): Promise<PublicSigningKey> {
	assertMay(actor, "marketplace.publish");
	const { fingerprint, publicKey, createdAt } = await ensureSigningKey(needs, actor);
	return { fingerprint, publicKey, createdAt };
}

/** The account's key; created if there is none. */
export function ensureSigningKey(needs: Needs, actor: Actor): Promise<StoredSigningKey> {
	return needs.store.write(async (tx) => {
		// Locked, because an account has one key.
		await tx.accounts.lock(actor.accountId);
		const known = await tx.signingKeys.find(actor.accountId);
		if (known) return tx.undo(known);
		const key = newKey(needs, actor);
		const id = await tx.signingKeys.insert(key);
		tx.record(keyEntry(actor, "signing-key.create", { id, key, before: null }));
		return { ...key, id, feedSequence: 0 };
	});
}

/**
 * Creates a new key, which the account signs with from now on; the old key's secret is deleted. Those who trust the old
 * key trust the new one only after a user confirms it on their side. Throws `signing-key-absent` if the account has
 * none.
 */
export function rotateSigningKey(
	needs: Needs,
	actor: Actor,
): Promise<PublicSigningKey & { readonly replaces: string }> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		const old = await tx.signingKeys.find(actor.accountId);
		if (!old) throw fault("signing-key-absent", { account: actor.account });
		const key = newKey(needs, actor);
		await tx.signingKeys.replace(old.id, key);
		tx.record(
			keyEntry(actor, "signing-key.rotate", {
				id: old.id,
				key,
				before: { fingerprint: old.fingerprint, publicKey: old.publicKey },
			}),
		);
		const { fingerprint, publicKey, createdAt } = key;
		return { fingerprint, publicKey, createdAt, replaces: old.fingerprint };
	});
}

type NewKey = Omit<StoredSigningKey, "id" | "feedSequence">;

function newKey(needs: Needs, actor: Actor): NewKey {
	const { publicKey, secretKey } = needs.signing.newKey();
	const fingerprint = keyFingerprint(publicKey, needs.sha256);
	const sealedSecret = needs.secrets.seal(secretKey, sealedFor(fingerprint));
	return { accountId: actor.accountId, fingerprint, publicKey, sealedSecret, createdAt: needs.now() };
}

function keyEntry(
	actor: Actor,
	act: "signing-key.create" | "signing-key.rotate",
	done: { readonly id: number; readonly key: NewKey; readonly before: object | null },
): AuditEntry {
	const { fingerprint, publicKey, createdAt: at } = done.key;
	const subject = { id: done.id, name: fingerprint };
	return auditEntry(actor, act, subject, { at, before: done.before, after: { fingerprint, publicKey } });
}
/** A stored key that can sign. Its secret is opened here and used nowhere else. */
export function signerOf(
	needs: Needs,
	key: Pick<StoredSigningKey, "publicKey" | "fingerprint" | "sealedSecret">,
): SigningKey {
	const secret = needs.secrets.open(key.sealedSecret, sealedFor(key.fingerprint));
	return { publicKey: key.publicKey, sign: (bytes) => needs.signing.sign(secret, bytes) };
}

function sealedFor(fingerprint: string): string {
	return `signing key ${fingerprint}`;
}
