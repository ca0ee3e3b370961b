import { componentAct } from "../../core/audit/index.ts";
import type { PackedRevision } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { MciContent } from "../../core/image/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { PinToPut, RevisionRange, StoredComponent, StoredRevision, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { documentOf, headNumber, revisionContent } from "../components/component-content.ts";
import { updateSharedFacts } from "../components/edit-head.ts";
import { allPins, checkPins, pinsOf } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { changesTo } from "../revisions/diff-revisions.ts";
import type { ImportOrigin, SortedLineage } from "./compare-with-account.ts";
import type { ImportPlaces } from "./import-clouds-and-images.ts";

interface Writing {
	readonly actor: Actor;
	readonly input: ImportOrigin;
	readonly one: SortedLineage;
	/** Its name in this account. */
	readonly name: string;
	readonly places: ImportPlaces;
}

/**
 * Writes the new revisions of a lineage: each commit at its own number, and HEAD as the shared HEAD or else the newest
 * commit. Throws `bundle-invalid` for a template that pins something that is not here.
 */
export async function writeImport(needs: Needs, tx: Transaction, writing: Writing): Promise<StoredComponent> {
	const { actor, input, one, places } = writing;
	const at = needs.now();
	const commits = one.fresh.filter(({ number }) => number > 0);
	const shared = one.fresh.find(({ number }) => number === 0);
	const component = one.component ? await taken(tx, one.component, at) : await insert(needs, tx, writing);
	const latest = Math.max(component.latest, ...commits.map(({ number }) => number));
	if (latest !== component.latest) {
		// HEAD's rows have the number after the newest commit: they move before the commits are written.
		await rowsOf(tx, component).moveHead(component.id, headNumber({ latest }));
		await tx.components.setLatest(component.id, latest, null);
	}
	for (const commit of commits) await writeCommit(tx, { actor, component, commit, places });
	await tx.components.refreshCurrent(component.id);
	await writeImportedHead(tx, {
		actor,
		component,
		latest,
		shared,
		newest: commits.find(({ number }) => number === latest),
		places,
	});
	for (const { number, digest, lineage } of one.fresh) {
		await tx.imports.put({
			accountId: actor.accountId,
			componentId: component.id,
			number,
			digest,
			publicationId: input.publicationIds?.get(`${lineage}@${number}`) ?? null,
			publisher: one.publisher.name,
			publisherKey: one.publisher.key,
			source: input.source,
			sourceRef: input.sourceRef,
			importedBy: actor.name,
			importedAt: at,
		});
	}
	const [written = component] = await tx.components.listByIds([component.id]);
	if (one.kind === "mci") await updateSharedFacts(tx, written);
	const { publisher, fresh, publishedName } = one;
	const { source, sourceRef } = input;
	tx.record(
		auditEntry(actor, componentAct(written.kind, "import"), written, {
			at,
			before: one.component ? { revision: one.component.latest } : null,
			after: {
				publisher: publisher.name,
				publishedName,
				source,
				sourceRef,
				revisions: fresh.map(({ number, digest }) => ({ number, digest })),
			},
		}),
	);
	return written;
}

async function taken(tx: Transaction, component: StoredComponent, at: string): Promise<StoredComponent> {
	await tx.components.lockHead(component.id, null, at);
	const [now = component] = await tx.components.listByIds([component.id]);
	return now;
}

async function insert(needs: Needs, tx: Transaction, { actor, one, name }: Writing): Promise<StoredComponent> {
	const { kind, lineage, publisher, fresh } = one;
	const content = headOf(fresh).content;
	await tx.components.forgetFormerNames({ accountId: actor.accountId, kind, name });
	const id = await tx.components.insert({
		accountId: actor.accountId,
		kind,
		lineage,
		name,
		description: content.description,
		tags: content.tags,
		originKey: null,
		publisher: publisher.name,
		document: documentOf(kind, content),
		at: needs.now(),
	});
	const [component] = await tx.components.listByIds([id]);
	if (!component) throw new Error(`component ${id} was written and is not there`);
	return component;
}

/** HEAD's content for a new component: the shared HEAD, or the newest commit. */
function headOf(fresh: readonly PackedRevision[]): PackedRevision {
	const head = fresh.find(({ number }) => number === 0) ?? fresh.at(-1);
	if (!head) throw new Error("an import of nothing");
	return head;
}

interface Target {
	readonly actor: Actor;
	readonly component: StoredComponent;
	readonly places: ImportPlaces;
}

async function writeCommit(
	tx: Transaction,
	{ actor, component, commit, places }: Target & { readonly commit: PackedRevision },
): Promise<void> {
	const { kind, number, content, digest } = commit;
	if (!commit.commit) throw new Error("a commit that is none");
	const { message, author, at } = commit.commit;
	await writeRows(tx, { actor, component, places }, { range: { from: number, to: number + 1 }, packed: commit });
	const [below] = await tx.revisions.list(component.id, { before: number, limit: 1 });
	const before = below ? { content: await revisionContent(tx, kind, below) } : null;
	const revision: StoredRevision = {
		componentId: component.id,
		number,
		name: content.name,
		description: content.description,
		tags: content.tags,
		document: documentOf(kind, content),
		digest,
		message,
		author,
		createdAt: at,
		settingsCount: kind === "mci" ? (content as MciContent).settings.length : 0,
		changesCount: changesTo(before, { kind, content }).length,
		release: null,
		notes: notesOf(commit),
		heldBack: commit.commit.heldBack ?? null,
	};
	await tx.revisions.insert(revision);
}

/** Notes that stay with a commit: a template that pins HEADs says so here as it does at its origin. */
function notesOf({ content }: PackedRevision): StoredRevision["notes"] {
	const moving = "mcis" in content ? allPins(content).filter(({ pin }) => pin.revision === 0) : [];
	return moving.length === 0
		? []
		: [
				{
					code: "pins-head",
					text: `pins ${moving.length === 1 ? "a HEAD" : `${moving.length} HEADs`}, which may still move`,
				},
			];
}

async function writeImportedHead(
	tx: Transaction,
	head: Target & {
		/** The newest number now. */
		readonly latest: number;
		/** The shared HEAD, if it is among the new ones. */
		readonly shared: PackedRevision | undefined;
		/** The newest commit, if it is among the new ones. */
		readonly newest: PackedRevision | undefined;
	},
): Promise<void> {
	const { component, latest, shared, newest } = head;
	const keepsShared = !shared && (await tx.imports.find(component.id, 0)) !== undefined;
	const packed = shared ?? (keepsShared ? undefined : newest);
	if (!packed) return;
	await rowsOf(tx, component).dropHead(component.id);
	await writeRows(tx, head, { range: { from: headNumber({ latest }) }, packed });
	const { description, tags } = packed.content;
	await tx.components.describe(component, description, tags);
	const document = documentOf(packed.kind, packed.content);
	if (document !== null) await tx.components.setDocument(component.id, document);
}

/** A kind's rows over ranges of revisions: an MCI's settings, a template's pins. */
function rowsOf(tx: Transaction, { kind }: StoredComponent): Pick<Transaction["settings"], "moveHead" | "dropHead"> {
	return kind === "mci" ? tx.settings : tx.pins;
}

async function writeRows(
	tx: Transaction,
	{ actor, component, places }: Target,
	{ range, packed }: { readonly range: RevisionRange; readonly packed: PackedRevision },
): Promise<void> {
	if (packed.kind === "mci") await tx.settings.putRange(component.id, range, places.settingsOf(packed));
	if (packed.kind === "template") await tx.pins.putRange(component.id, range, await pinRows(tx, actor, packed));
}

async function pinRows(tx: Transaction, actor: Actor, packed: PackedRevision): Promise<PinToPut[]> {
	const content = packed.content as TemplateContent;
	try {
		return pinsOf(content, await checkPins(tx, actor, content));
	} catch (cause) {
		const problem = cause instanceof Error ? cause.message.replace(/\.$/, "") : "it pins a missing revision";
		throw fault(
			"bundle-invalid",
			{
				place: revisionRef(content.name, packed.number),
				problem: `can't be imported without its dependencies: ${problem}`,
			},
			cause,
		);
	}
}
