import { type ComponentVerb, componentAct } from "../../core/audit/index.ts";
import { type ComponentKind, type ContentOf, componentNouns, versioned } from "../../core/component/index.ts";
import type { ChangeOf } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import {
	type Cloud,
	findKnownCloud,
	knownCloudSlugs,
	type MciContent,
	nearestNames,
	type Setting,
} from "../../core/image/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { SharedFacts, StoredComponent, StoredImage, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { documentOf, headContent, headNumber } from "./component-content.ts";
import { enterImages } from "./enter-images.ts";
import { getComponent } from "./get-component.ts";
import { checkPins, pinsOf } from "./template-pins.ts";

/** HEAD's version that a change was based on; null = any (`If-Match: *`). */
export type ExpectedHead = number | null;

/** The HEAD to change, and the version that the change was based on. */
export interface HeadOf<K extends ComponentKind = ComponentKind> {
	readonly kind: K;
	readonly name: string;
	readonly expected: ExpectedHead;
}

export interface HeadEdit<K extends ComponentKind> extends HeadOf<K> {
	/** The verb of the audit act: `describe`, `put-setting`. */
	readonly act: ComponentVerb;
	/** Dry run: report the changes, and save nothing. */
	readonly dryRun?: boolean | undefined;
	/** Returns HEAD's new content. The name can't change. */
	change(head: ContentOf<K>, component: StoredComponent, tx: Transaction): ContentOf<K> | Promise<ContentOf<K>>;
	/** Writes more in the same transaction, after HEAD has changed. */
	also?(tx: Transaction, edited: EditedHead<K>): Promise<void>;
	/**
	 * Called after `change` if it changed no value: whether there is still something to write. If omitted, true if `also`
	 * is there.
	 */
	isNews?(): boolean;
	/** Further facts for the audit entry; a function is called after `change`. */
	readonly told?: object | (() => object);
}

export interface EditedHead<K extends ComponentKind = ComponentKind> {
	readonly component: StoredComponent;
	readonly content: ContentOf<K>;
	/** The changes; empty if the content stays the same. */
	readonly changes: readonly ChangeOf<K>[];
	/** False if nothing had to change and nothing was written. */
	readonly isChanged: boolean;
}

/**
 * Edits HEAD in one transaction. Throws `head-stale`, with the changes made by others, if HEAD is not the expected
 * version; `cloud-not-found` for a cloud that is neither registered nor public; `pin-invalid` for a pinned revision
 * that does not exist. A change without effect keeps HEAD's version.
 */
export async function editHead<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	edit: HeadEdit<K>,
): Promise<EditedHead<K>> {
	return needs.store.write(
		async (tx) => {
			const edited = await editHeadIn(needs, tx, actor, edit);
			if (!edited.isChanged) return tx.undo(edited);
			return edit.dryRun ? { ...edited, component: beforeLock(edited.component) } : edited;
		},
		{ dryRun: edit.dryRun },
	);
}

/** Edits HEAD in a transaction that does more. If `isChanged` is false, the caller has nothing to keep of this edit. */
export async function editHeadIn<K extends ComponentKind>(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	edit: Omit<HeadEdit<K>, "dryRun">,
): Promise<EditedHead<K>> {
	assertMay(actor, "components.edit");
	const component = await lockHead(needs, tx, actor, edit);
	assertOwn(component);
	const before = await headContent(tx, edit.kind, component);
	const after = await enterContent(tx, actor, edit, before, await edit.change(before, component, tx));
	const changes = versioned[edit.kind].diff(before, after);
	const isChanged = changes.length > 0 || (edit.isNews ? edit.isNews() : edit.also !== undefined);
	if (!isChanged) return { component: beforeLock(component), content: after, changes, isChanged };
	await writeHead(needs, tx, { actor, kind: edit.kind, component, before, after });
	const told = typeof edit.told === "function" ? edit.told() : edit.told;
	const done = { at: needs.now(), after: told ? { ...told, changes } : changes };
	tx.record(auditEntry(actor, componentAct(edit.kind, edit.act), component, done));
	const [now] = await tx.components.listByIds([component.id]);
	const edited = { component: now ?? component, content: after, changes, isChanged };
	await edit.also?.(tx, edited);
	return edited;
}

/** Going back to content that was there before does not enter anything new. */
const returning: readonly ComponentVerb[] = ["restore", "undo"];

async function enterContent<K extends ComponentKind>(
	tx: Transaction,
	actor: Actor,
	{ kind, act }: Pick<HeadEdit<K>, "kind" | "act">,
	before: ContentOf<K>,
	after: ContentOf<K>,
): Promise<ContentOf<K>> {
	if (kind !== "mci" || returning.includes(act)) return after;
	const contents = { before: before as MciContent, after: after as MciContent };
	return (await enterImages(tx, actor, contents)) as ContentOf<K>;
}

/**
 * Throws `component-imported` for a component of another publisher: only the publisher changes its HEAD and commits.
 */
export function assertOwn({ kind, name, publisher }: Pick<StoredComponent, "kind" | "name" | "publisher">): void {
	if (publisher !== null) throw fault("component-imported", { name, publisher, command: componentNouns[kind].command });
}

/**
 * Locks the component for this transaction and returns it as it is then. Throws `head-stale` if HEAD has another
 * version.
 */
export async function lockHead(needs: Needs, tx: Transaction, actor: Actor, asked: HeadOf): Promise<StoredComponent> {
	const at = needs.now();
	const { kind, name, expected } = asked;
	const seen = await getComponent(tx, actor, { kind, name, at });
	if (await tx.components.lockHead(seen.id, expected, at)) {
		const [taken] = await tx.components.listByIds([seen.id]);
		// Deleted by a transaction that this one waited for.
		return taken ?? getComponent(tx, actor, { kind, name, at });
	}
	const now = await getComponent(tx, actor, { kind, name, at });
	const since = await tx.audit.listAfter({ kind, id: now.id }, expected ?? 0, 20);
	throw fault("head-stale", {
		name: now.name,
		have: expected,
		now: now.headVersion,
		changed: since.map((entry) => ({ at: entry.at, by: entry.actor, act: entry.act, changes: entry.after })),
	});
}

/** A locked component with the version that is stored: `lockHead` raised it, and that is rolled back. */
export function beforeLock(component: StoredComponent): StoredComponent {
	return { ...component, headVersion: component.headVersion - 1 };
}

/** Replaces HEAD's content: fields, document or settings, pins, and the facts for search. */
export async function writeHead<K extends ComponentKind>(
	needs: Needs,
	tx: Transaction,
	head: {
		readonly actor: Actor;
		readonly kind: K;
		readonly component: StoredComponent;
		readonly before: ContentOf<K>;
		readonly after: ContentOf<K>;
	},
): Promise<void> {
	const { actor, kind, component, before, after } = head;
	if (before.description !== after.description || before.tags.join("\n") !== after.tags.join("\n")) {
		await tx.components.describe(component, after.description, after.tags);
	}
	const document = documentOf(kind, after);
	if (document !== null && document !== documentOf(kind, before))
		await tx.components.setDocument(component.id, document);
	if (kind === "template") {
		const pinned = await checkPins(tx, actor, after as TemplateContent);
		await tx.pins.changeHead(component.id, headNumber(component), pinsOf(after as TemplateContent, pinned));
	}
	if (kind === "mci")
		await writeSettings(needs, tx, { actor, mci: component, before: before as MciContent, after: after as MciContent });
}

async function writeSettings(
	needs: Needs,
	tx: Transaction,
	head: {
		readonly actor: Actor;
		readonly mci: StoredComponent;
		readonly before: MciContent;
		readonly after: MciContent;
	},
): Promise<void> {
	const { actor, mci, before, after } = head;
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

/** Stores the OS and architecture that all images of HEAD share. Returns whether they changed. */
export async function updateSharedFacts(tx: Transaction, mci: StoredComponent): Promise<boolean> {
	const settings = await tx.settings.listAt(mci.id, headNumber(mci));
	const facts = sharedFacts(await tx.images.listByIds(settings.map((setting) => setting.imageId)));
	if (facts.os === mci.os && facts.osVersion === mci.osVersion && facts.architecture === mci.architecture) return false;
	await tx.components.setFacts(mci.id, facts);
	return true;
}

/** The OS, version and architecture that all these images share, where known; null where they differ. */
export function sharedFacts(images: readonly Pick<StoredImage, "os" | "osVersion" | "architecture">[]): SharedFacts {
	const shared = (field: "os" | "osVersion" | "architecture") => {
		const values = new Set(images.map((image) => image[field]).filter((value) => value !== null));
		return values.size === 1 ? ([...values][0] ?? null) : null;
	};
	return { os: shared("os"), osVersion: shared("osVersion"), architecture: shared("architecture") };
}

async function ensureClouds(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	settings: readonly Setting[],
): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	const toMake: Cloud[] = [];
	for (const { cloud } of settings) {
		const here = await tx.clouds.find(actor.accountId, cloud);
		const known = here ?? findKnownCloud(cloud);
		if (here) ids.set(cloud, here.id);
		else if (known) toMake.push(known);
		else
			throw fault("cloud-not-found", {
				cloud,
				near: nearestNames(cloud, [...(await tx.clouds.slugs(actor.accountId)), ...knownCloudSlugs()]),
			});
	}
	for (const [slug, id] of await tx.clouds.ensure(actor.accountId, toMake, needs.now())) ids.set(slug, id);
	return ids;
}
