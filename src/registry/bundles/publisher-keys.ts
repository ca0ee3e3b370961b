import { type BundlePublisher, parseFingerprint } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import { publisherKey } from "../../core/marketplace/index.ts";
import type { AuditEntry, StoredPublisherKey, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/** The publisher keys that the account trusts, by publisher name. */
export function listPublisherKeys(needs: Needs, actor: Actor): Promise<StoredPublisherKey[]> {
	return needs.store.read.signingKeys.listTrusted(actor.accountId);
}

/**
 * Ends the trust in a key: what it signs is refused from now on; earlier imports stay. Throws
 * `publisher-key-not-found`.
 */
export function distrustKey(needs: Needs, actor: Actor, fingerprint: string): Promise<void> {
	assertMay(actor, "marketplace.import");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		const key = await tx.signingKeys.findTrusted(actor.accountId, fingerprint);
		if (!key) throw fault("publisher-key-not-found", { key: fingerprint.slice(0, 100) });
		await tx.signingKeys.distrust(actor.accountId, fingerprint);
		const before = { publisher: key.publisher, trustedBy: key.trustedBy, trustedAt: key.trustedAt };
		tx.record(
			auditEntry(
				actor,
				"publisher-key.distrust",
				{ id: null, name: fingerprint },
				{ at: needs.now(), before, after: null },
			),
		);
	});
}

/** The result of replacing a key. */
export interface ReplacedKey {
	readonly fingerprint: string;
	readonly publisher: string;
	/** Number of imported revisions that now belong to the new key. */
	readonly revisions: number;
	/** Number of feeds that are now signed by it. */
	readonly feeds: number;
}

/**
 * Trusts a publisher's new key in place of an old one, as a user confirmed over another channel. From then on only the
 * new key continues what came from the old one, and its feeds are read again. Throws `publisher-key-not-found` if the
 * old key is unknown here, `publisher-key-other` if the new key is trusted as another publisher's, `publisher-key-same`
 * and `publisher-key-invalid`.
 */
export function replacePublisherKey(
	needs: Needs,
	actor: Actor,
	keys: { readonly from: string; readonly to: string },
): Promise<ReplacedKey> {
	assertMay(actor, "marketplace.import");
	const fingerprint = parseFingerprint(keys.to);
	if (fingerprint === keys.from) throw fault("publisher-key-same", { key: fingerprint });
	return needs.store.write(async (tx) => {
		const { accountId } = actor;
		// No import signed by the old key runs at the same time.
		await tx.accounts.lock(accountId);
		const old = await tx.signingKeys.findTrusted(accountId, keys.from);
		const publisher =
			old?.publisher ??
			(await tx.imports.publisherOf(accountId, keys.from)) ??
			(await tx.feeds.publisherOf(accountId, keys.from));
		if (publisher === undefined) throw fault("publisher-key-not-found", { key: keys.from.slice(0, 100) });
		const known = await tx.signingKeys.findTrusted(accountId, fingerprint);
		if (known && publisherKey(known.publisher) !== publisherKey(publisher)) {
			throw fault("publisher-key-other", { key: fingerprint, other: known.publisher, publisher });
		}
		const at = needs.now();
		await tx.signingKeys.distrust(accountId, keys.from);
		await tx.signingKeys.trust({
			accountId,
			fingerprint,
			publisher,
			url: old?.url ?? null,
			trustedBy: actor.name,
			trustedAt: at,
		});
		const revisions = await tx.imports.rekey(accountId, keys.from, fingerprint);
		const feeds = await tx.feeds.rekey(accountId, keys.from, fingerprint);
		const after = { publisher, replaces: keys.from, revisions, feeds };
		tx.record(
			auditEntry(
				actor,
				"publisher-key.replace",
				{ id: null, name: fingerprint },
				{ at, before: { key: keys.from }, after },
			),
		);
		return { fingerprint, publisher, revisions, feeds };
	});
}

/** Records a publisher's key as trusted, unless it already is. */
export async function trustKey(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	publisher: BundlePublisher,
): Promise<void> {
	const { key: fingerprint, name, url } = publisher;
	if (await tx.signingKeys.findTrusted(actor.accountId, fingerprint)) return;
	const at = needs.now();
	await tx.signingKeys.trust({
		accountId: actor.accountId,
		fingerprint,
		publisher: name,
		url,
		trustedBy: actor.name,
		trustedAt: at,
	});
	tx.record(
		auditEntry(
			actor,
			"publisher-key.trust",
			{ id: null, name: fingerprint },
			{ at, before: null, after: { publisher: name, url } },
		),
	);
}

/**
 * The fingerprint that a file must be signed with: the one that a user gave, or the file's own if the account trusts
 * it. Throws `bundle-key-unknown`.
 */
export async function trustedKey(
	needs: Needs,
	actor: Actor,
	key: { readonly given: string | undefined; readonly ofFile: string },
): Promise<string> {
	if (key.given !== undefined) return parseFingerprint(key.given);
	if (await needs.store.read.signingKeys.findTrusted(actor.accountId, key.ofFile)) return key.ofFile;
	throw fault("bundle-key-unknown", { key: key.ofFile });
}
