import { compareText } from "../../base/compare-text.ts";
import { isWholePacked, type PackedRevision } from "../../core/bundle/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type ImportName, nameNewImports } from "./choose-names.ts";
import { compareWithAccount, type ImportOrigin, type ImportPublisher } from "./compare-with-account.ts";
import { type ImportWarning, importPlaces } from "./import-clouds-and-images.ts";
import { writeImport } from "./write-imported-revisions.ts";

/** Revisions to import, and their origin. */
export interface PackedImport extends ImportOrigin {
	/** With everything they pin, unless the account has it. In any order. */
	readonly packed: readonly PackedRevision[];
	readonly publisher: ImportPublisher;
	/** By lineage: other publishers among them. */
	readonly publishers?: ReadonlyMap<string, ImportPublisher>;
	/** By lineage: the name in this account; omit to use the publisher's. */
	readonly names?: ReadonlyMap<string, string>;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

/** One revision of an import report. */
export interface ImportedRevision {
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** Its name in this account. */
	readonly name: string;
	/** Its publisher's name for it. */
	readonly publishedName: string;
	/** 0 = a shared HEAD. */
	readonly number: number;
	readonly digest: string;
}

export interface ImportReport {
	/** The written revisions: a pinned one before those that pin it. */
	readonly imported: readonly ImportedRevision[];
	readonly alreadyThere: readonly ImportedRevision[];
	/** Slugs of clouds in these revisions that the account does not have. */
	readonly dormantClouds: readonly string[];
	/** Imports whose name differs from the publisher's. */
	readonly renamed: readonly ImportName[];
	readonly warnings: readonly ImportWarning[];
}

/** A bound that keeps number arithmetic exact and everything that walks revisions fast. */
const highestNumber = 1_000_000;

/**
 * Imports revisions as read-only copies that keep their lineage, number, name and digest: all of them in one
 * transaction, or none. Revisions that are already here stay unchanged, so importing again changes nothing. Throws
 * `bundle-invalid` for a revision that does not match its digest, or whose pins are neither here nor among them;
 * `import-differs` if the account has that revision with another digest; `import-own` if the lineage is the account's
 * own and lacks the revision; `import-publisher` if it was imported from another publisher; `import-name-taken` with
 * each clash and a free name.
 */
export function importRevisions(needs: Needs, actor: Actor, input: PackedImport): Promise<ImportReport> {
	return needs.store.write(
		async (tx) => {
			const report = await importPackedIn(needs, tx, actor, input);
			return report.imported.length > 0 ? report : tx.undo(report);
		},
		{ dryRun: input.dryRun },
	);
}

/** Like `importRevisions`, within a transaction that does more. */
export async function importPackedIn(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: PackedImport,
): Promise<ImportReport> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	checkPacked(needs, input.packed);
	// Two imports of one account wait for each other: the second sees the rows of the first.
	await tx.accounts.lock(actor.accountId);
	const lineages = [...Map.groupBy(input.packed, (one) => one.lineage)].map(([lineage, of]) => ({
		lineage,
		packed: [...of].sort((a, b) => a.number - b.number),
		publisher: input.publishers?.get(lineage) ?? input.publisher,
	}));
	const sorted = await compareWithAccount(tx, actor, lineages);
	const names = await nameNewImports(needs, tx, actor, { lineages: sorted, names: input.names ?? new Map() });
	const places = await importPlaces(
		needs,
		tx,
		actor,
		sorted.flatMap(({ fresh }) => fresh),
	);
	const written = new Map<string, StoredComponent>();
	// Pinned revisions first: a template is checked against what is there.
	for (const one of sorted.toSorted((a, b) => rank(a.kind) - rank(b.kind) || compareText(a.lineage, b.lineage))) {
		const name = names.get(one.lineage)?.name ?? one.component?.name ?? one.publishedName;
		if (one.fresh.length === 0) continue;
		written.set(one.lineage, await writeImport(needs, tx, { actor, input, one, name, places }));
	}
	const told = (one: PackedRevision): ImportedRevision => ({
		kind: one.kind,
		lineage: one.lineage,
		name:
			written.get(one.lineage)?.name ??
			sorted.find(({ lineage }) => lineage === one.lineage)?.component?.name ??
			one.content.name,
		publishedName: one.content.name,
		number: one.number,
		digest: one.digest,
	});
	const inOrder = (list: readonly PackedRevision[]) => list.toSorted((a, b) => rank(a.kind) - rank(b.kind)).map(told);
	return {
		imported: inOrder(sorted.flatMap(({ fresh }) => fresh)),
		alreadyThere: inOrder(sorted.flatMap(({ there }) => there)),
		dormantClouds: await dormantAmong(tx, actor, input.packed),
		renamed: [...names.values()].filter(({ name, publishedName }) => name !== publishedName),
		warnings: places.warnings,
	};
}

function rank(kind: ComponentKind): number {
	return kind === "template" ? 1 : 0;
}

function checkPacked(needs: Pick<Needs, "sha256">, packed: readonly PackedRevision[]): void {
	const seen = new Map<string, PackedRevision>();
	for (const one of packed) {
		const ref = revisionRef(one.content.name, one.number);
		const wrong = (problem: string) => fault("bundle-invalid", { place: ref, problem });
		if (!isWholePacked(one, needs.sha256)) throw wrong("does not match its digest: it was changed on the way");
		if (one.number > highestNumber) throw wrong(`has a number above ${highestNumber}`);
		const key = `${one.lineage}@${one.number}`;
		if ((seen.get(key)?.digest ?? one.digest) !== one.digest) throw wrong("is listed twice with different contents");
		seen.set(key, one);
	}
}

/** The clouds of these revisions that are dormant in the account. */
async function dormantAmong(tx: Transaction, actor: Actor, packed: readonly PackedRevision[]): Promise<string[]> {
	const slugs = [...new Set(packed.flatMap(({ clouds }) => clouds.map(({ slug }) => slug as string)))];
	const found = await tx.clouds.listBySlugs(actor.accountId, slugs);
	return found
		.filter(({ isDormant }) => isDormant)
		.map(({ slug }) => slug as string)
		.sort(compareText);
}
