import {
	type Cloud,
	diffContents,
	fault,
	findKnownCloud,
	knownCloudSlugs,
	type MciChange,
	type MciContent,
	nearestNames,
	type Setting,
} from "../core/index.ts";
import type { SharedFacts, StoredImage, StoredMci, Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { getMci } from "./get-mci.ts";
import { headContent, headNumber } from "./mci-content.ts";
import type { Needs } from "./needs.ts";

/** HEAD's version that a change was made on; null = whatever is there (`If-Match: *`). */
export type ExpectedHead = number | null;

export interface HeadEdit {
	readonly name: string;
	readonly expected: ExpectedHead;
	/** Word of the audit: `setting.put`, `mci.describe`. */
	readonly act: string;
	/** True = nothing is kept: the changes are only told. */
	readonly rehearsal?: boolean;
	/** HEAD's new content, from what it is. Its name stays. */
	change(head: MciContent): MciContent;
}

export interface EditedHead {
	readonly mci: StoredMci;
	readonly content: MciContent;
	/** What the edit changed; empty = it was so already. */
	readonly changes: readonly MciChange[];
}

/**
 * Changes HEAD in one transaction. Throws `head-stale`, with what others changed, when HEAD is not the expected one;
 * `cloud-not-found` for a cloud that is neither here nor public. A change that changes nothing leaves HEAD's version as it is.
 */
export async function editHead(needs: Needs, actor: Actor, edit: HeadEdit): Promise<EditedHead> {
	assertMay(actor, "writer", "change MultiCloud Images");
	return needs.store.write(async (tx) => {
		const mci = await takeHead(needs, tx, actor, edit);
		const before = await headContent(tx, mci);
		const after = edit.change(before);
		const changes = diffContents(before, after);
		// Nothing is recorded, so the taking is undone too: HEAD keeps the version that it had.
		if (changes.length === 0 || edit.rehearsal) return { mci: { ...mci, headVersion: mci.headVersion - 1 }, content: after, changes };
		await writeHead(needs, tx, { actor, mci, before, after });
		const at = needs.now();
		tx.record({
			accountId: actor.accountId,
			at,
			actor: actor.name,
			act: edit.act,
			subjectKind: "mci",
			subjectId: mci.id,
			subjectName: mci.name,
			headVersion: mci.headVersion,
			before: null,
			after: changes,
		});
		return { mci: await getMci(tx, actor, mci.name), content: after, changes };
	});
}

/** Takes the MCI for this transaction and gives it as it is then. Throws `head-stale` when HEAD has moved. */
export async function takeHead(needs: Needs, tx: Transaction, actor: Actor, asked: { name: string; expected: ExpectedHead }): Promise<StoredMci> {
	const seen = await getMci(tx, actor, asked.name);
	if (await tx.mcis.take(seen.id, asked.expected, needs.now())) return getMci(tx, actor, asked.name);
	const now = await getMci(tx, actor, asked.name);
	const since = await tx.audit.listAfter(now.id, asked.expected ?? 0, 20);
	throw fault("head-stale", {
		name: asked.name,
		have: asked.expected,
		now: now.headVersion,
		changed: since.map((entry) => ({ at: entry.at, by: entry.actor, act: entry.act, changes: entry.after })),
	});
}

/** Writes HEAD's new content over its old one: words, settings, and the facts it is found by. */
export async function writeHead(
	needs: Needs,
	tx: Transaction,
	head: { readonly actor: Actor; readonly mci: StoredMci; readonly before: MciContent; readonly after: MciContent },
): Promise<void> {
	const { actor, mci, before, after } = head;
	if (before.description !== after.description || before.tags.join("\n") !== after.tags.join("\n")) {
		await tx.mcis.describe(mci, after.description, after.tags);
	}
	const kept = new Map(before.settings.map((setting) => [setting.cloud as string, setting]));
	const puts = after.settings.filter((setting) => kept.get(setting.cloud) !== setting);
	const has = new Set(after.settings.map((setting) => setting.cloud as string));
	const removed = before.settings.filter((setting) => !has.has(setting.cloud));
	const cloudIds = await ensureClouds(needs, tx, actor, puts);
	for (const setting of removed) {
		const cloud = await tx.clouds.find(actor.accountId, setting.cloud);
		if (cloud) cloudIds.set(setting.cloud, cloud.id);
	}
	const { ids } = await tx.images.ensure(
		actor.accountId,
		puts.map((setting) => ({ ...setting.image, cloudId: cloudIds.get(setting.cloud) ?? 0, facts: {} })),
	);
	await tx.settings.changeHead(mci.id, headNumber(mci), {
		puts: puts.map((setting, i) => ({ setting, cloudId: cloudIds.get(setting.cloud) ?? 0, imageId: ids[i] ?? 0 })),
		removes: removed.map((setting) => cloudIds.get(setting.cloud) ?? 0),
	});
	await updateSharedFacts(tx, mci);
}

/** Notes the OS and architecture that all images of HEAD share. Gives whether that is news. */
export async function updateSharedFacts(tx: Transaction, mci: StoredMci): Promise<boolean> {
	const settings = await tx.settings.listAt(mci.id, headNumber(mci));
	const facts = sharedFacts(await tx.images.listByIds(settings.map((setting) => setting.imageId)));
	if (facts.os === mci.os && facts.osVersion === mci.osVersion && facts.architecture === mci.architecture) return false;
	await tx.mcis.setFacts(mci.id, facts);
	return true;
}

/** The OS, version and architecture that all these images share, as far as they say; null where they differ. */
export function sharedFacts(images: readonly Pick<StoredImage, "os" | "osVersion" | "architecture">[]): SharedFacts {
	const shared = (field: "os" | "osVersion" | "architecture") => {
		const values = new Set(images.map((image) => image[field]).filter((value) => value !== null));
		return values.size === 1 ? ([...values][0] ?? null) : null;
	};
	return { os: shared("os"), osVersion: shared("osVersion"), architecture: shared("architecture") };
}

async function ensureClouds(needs: Needs, tx: Transaction, actor: Actor, settings: readonly Setting[]): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	const toMake: Cloud[] = [];
	for (const { cloud } of settings) {
		const here = await tx.clouds.find(actor.accountId, cloud);
		const known = here ?? findKnownCloud(cloud);
		if (here) ids.set(cloud, here.id);
		else if (known) toMake.push(known);
		else throw fault("cloud-not-found", { cloud, near: nearestNames(cloud, [...(await tx.clouds.slugs(actor.accountId)), ...knownCloudSlugs()]) });
	}
	for (const [slug, id] of await tx.clouds.ensure(actor.accountId, toMake, needs.now())) ids.set(slug, id);
	return ids;
}
