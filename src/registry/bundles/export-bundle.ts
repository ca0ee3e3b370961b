import { type Bundle, type BundleFile, makeBundle, openBundle, readBundle } from "../../core/bundle/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Reads, StoredPublication } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { listPublications, packPublications, publisherOf } from "./pack-publications.ts";
import { ensureSigningKey, signerOf } from "./signing-keys.ts";

/** A publication by its name. */
export interface PublicationName {
	readonly kind: ComponentKind;
	readonly name: string;
	/** Null = its newest commit that is not retracted. */
	readonly number: number | null;
}

export interface ExportedBundle extends BundleFile {
	/** In bytes. */
	readonly size: number;
	readonly publications: Bundle["publications"];
	/** Fingerprint of the signing key. */
	readonly key: string;
}

/**
 * Signs publications of the account with everything they need, as one file for other installations. `null` = all that
 * is published to everyone, including retractions. A name exports also what only account groups see: anyone who gets
 * the file can import it. Throws `export-nothing`, and `bundle-invalid` if it is more than one file can hold.
 */
export async function exportBundle(
	needs: Needs,
	actor: Actor,
	names: readonly PublicationName[] | null,
): Promise<ExportedBundle> {
	assertMay(actor, "marketplace.publish");
	const key = await ensureSigningKey(needs, actor);
	const { read } = needs.store;
	const published = names === null ? await listAll(read, actor) : await listNamed(read, actor, names);
	const publisher = await publisherOf(read, actor, { key: key.fingerprint, what: "a bundle" });
	const bundle = { publisher, created: needs.now(), ...(await packPublications(needs, read, { actor, published })) };
	const file = signBundle(needs, bundle, key);
	await needs.store.write(async (tx) => {
		const told = bundle.publications.map(({ kind, name, number }) => `${kind} ${revisionRef(name, number)}`);
		tx.record(
			auditEntry(
				actor,
				"bundle.export",
				{ id: null, name: file.digest },
				{ at: bundle.created, after: { digest: file.digest, key: key.fingerprint, publications: told } },
			),
		);
	});
	return file;
}

/** Signs a bundle and opens it again as another installation will, so that only importable bundles are exported. */
export function signBundle(needs: Needs, bundle: Bundle, key: Parameters<typeof signerOf>[1]): ExportedBundle {
	const file = makeBundle(bundle, { key: signerOf(needs, key), sha256Hex: needs.sha256 });
	openBundle(readBundle(file.text, needs.sha256), key.fingerprint, {
		sha256Hex: needs.sha256,
		verify: needs.signing.verify,
	});
	return { ...file, size: Buffer.byteLength(file.text), publications: bundle.publications, key: key.fingerprint };
}

async function listAll(reads: Reads, actor: Actor): Promise<StoredPublication[]> {
	const all = (await listPublications(reads, actor)).filter(({ audience }) => audience.everyone);
	if (all.length === 0) throw fault("export-nothing", { account: actor.account, what: "the marketplace" });
	return all;
}

async function listNamed(reads: Reads, actor: Actor, names: readonly PublicationName[]): Promise<StoredPublication[]> {
	const found = new Map<string, StoredPublication>();
	for (const { kind, name, number } of names) {
		const all = await listPublications(reads, actor, { kind, name });
		const one = number === null ? newest(all) : all.find((published) => published.number === number);
		if (!one)
			throw fault("export-nothing", {
				account: actor.account,
				what: number === null ? name : revisionRef(name, number),
			});
		// A publication that is named is exported as itself, even if it was published as a dependency.
		found.set(`${one.lineage}@${one.number}`, { ...one, isDependency: false });
	}
	return [...found.values()];
}

/** The newest commit that is not retracted, or a shared HEAD if there is no such commit. */
function newest(all: readonly StoredPublication[]): StoredPublication | undefined {
	return all.filter(({ state }) => state !== "retracted").toSorted((a, b) => b.number - a.number)[0];
}
