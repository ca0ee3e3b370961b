import { fault, type MciContent, mciContent } from "../core/index.ts";
import type { StoredMci, Transaction, WantedImage } from "../storage/store.ts";
import type { Listing, ProductLine, Release, Skipped } from "../upstreams/source.ts";
import { type Actor, assertMay } from "./actor.ts";
import { updateSharedFacts } from "./edit-head.ts";
import { digestOf, headContent, headNumber } from "./mci-content.ts";
import type { Needs } from "./needs.ts";
import { type LineState, type PlannedCommit, planImport, type ReleaseOutcome } from "./plan-import.ts";
import { releaseParts } from "./scope-parts.ts";

/** A listing that was read, and how to bring it in. */
export interface ImportInput {
	/** Id of the format, part of each MCI's origin. */
	readonly format: string;
	/** What people call the list: the file's name, or the upstream's. */
	readonly from: string;
	readonly listing: Listing;
	readonly allowOlder?: boolean | undefined;
	/** Nothing is kept; the report says what would come of it. */
	readonly rehearsal?: boolean | undefined;
	/** Called after each group of product lines. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ImportReport {
	readonly format: string;
	readonly from: string;
	readonly lines: readonly LineReport[];
	readonly skipped: readonly Skipped[];
	readonly counts: {
		readonly mcisMade: number;
		readonly committed: number;
		readonly imagesAdded: number;
		readonly imagesChanged: number;
		readonly skipped: number;
	};
	/** True when the registry is as it was. */
	readonly unchanged: boolean;
}

export interface LineReport {
	readonly name: string;
	/** True when this import made the MCI. */
	readonly made: boolean;
	/** What else a person should know: that the name had to be another one. */
	readonly note: string | null;
	readonly releases: readonly ReleaseOutcome[];
}

/** Images that one transaction brings in at most, unless one product line has more. */
const groupSize = 5000;
const tries = 20;

/**
 * Brings a listing into the registry: MCIs are made or found by the product line's key, each new release becomes a commit. Product
 * lines go in whole, several in one transaction: a crash leaves no half release, and the same import again brings in the rest.
 * Throws `upstream-file-unusable` when not one row could be used.
 */
export async function importUpstream(needs: Needs, actor: Actor, input: ImportInput): Promise<ImportReport> {
	assertMay(actor, "writer", "import upstream lists");
	const { listing } = input;
	if (listing.lines.length === 0) throw fault("upstream-file-unusable", { file: input.from, skipped: listing.skipped.slice(0, 100) });
	const lines: LineReport[] = [];
	const counts = { mcisMade: 0, committed: 0, imagesAdded: 0, imagesChanged: 0 };
	for (const group of groups(listing.lines)) {
		const done = await importGroup(needs, actor, input, group);
		for (const { report, imagesAdded, imagesChanged } of done) {
			lines.push(report);
			counts.mcisMade += report.made ? 1 : 0;
			counts.committed += report.releases.filter((release) => release.outcome === "committed").length;
			counts.imagesAdded += imagesAdded;
			counts.imagesChanged += imagesChanged;
		}
		input.onProgress?.(lines.length, listing.lines.length);
	}
	const unchanged = counts.committed === 0 && counts.imagesAdded === 0 && counts.imagesChanged === 0;
	return {
		format: input.format,
		from: input.from,
		lines,
		skipped: listing.skipped,
		counts: { ...counts, skipped: listing.skipped.length },
		unchanged,
	};
}

interface ImportedLine {
	readonly report: LineReport;
	readonly imagesAdded: number;
	readonly imagesChanged: number;
}

/** An MCI was made or changed between reading and taking it: the group starts over. */
class HeadMoved extends Error {}

async function importGroup(needs: Needs, actor: Actor, input: ImportInput, group: readonly ProductLine[]): Promise<ImportedLine[]> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await needs.store.write(async (tx) => {
				// A write that records nothing is undone: that is what a rehearsal is.
				const target = input.rehearsal ? { ...tx, record: () => undefined } : tx;
				const done: ImportedLine[] = [];
				for (const line of group) done.push(await importLine(needs, target, { actor, input, line }));
				return done;
			});
		} catch (error) {
			if (!(error instanceof HeadMoved)) throw error;
			if (attempt >= tries)
				throw fault("head-busy", {
					name: group
						.map((line) => line.name)
						.join(", ")
						.slice(0, 200),
				});
		}
	}
}

async function importLine(needs: Needs, tx: Transaction, task: { actor: Actor; input: ImportInput; line: ProductLine }): Promise<ImportedLine> {
	const { actor, input } = task;
	const key = `${input.format}:${task.line.key}`;
	const found = await tx.mcis.findByOrigin(actor.accountId, key);
	const { line, note } = found ? { line: task.line, note: null } : await withFreeName(tx, actor, { format: input.format, line: task.line, key });
	const blocked = await blockOf(tx, actor, line, found ?? key);
	if (blocked) return { report: { name: found?.name ?? line.name, made: false, note, releases: blocked }, imagesAdded: 0, imagesChanged: 0 };
	const state = found ? await stateOf(tx, found) : emptyState(line);
	const plan = planImport(line, state, {
		allowOlder: input.allowOlder ?? false,
		partsOf: (scope, release) => releaseParts(scope, release, needs.sha256),
	});
	const clouds = line.releases.flatMap((release) => release.images.map((listed) => listed.cloud));
	const cloudIds = await tx.clouds.ensure(actor.accountId, clouds, needs.now());
	const wanted = line.releases.flatMap((release) => wantedImages(release, cloudIds));
	const images = await tx.images.ensure(actor.accountId, wanted, { refresh: isCurrent(plan.outcomes, state) });
	const report: LineReport = { name: found?.name ?? line.name, made: !found && plan.commits.length > 0, note, releases: plan.outcomes };
	if (plan.commits.length > 0) {
		const imageIds = new Map(wanted.map((image, i) => [identityKey(image.cloudId, image), images.ids[i] ?? 0]));
		await commitAll(needs, tx, { actor, input, line, key, found, state, commits: plan.commits, cloudIds, imageIds });
	} else if (found && images.added + images.changed > 0) {
		// HEAD's ETag covers what is said of it: news of its OS is a new version, though the map is as it was.
		if (await updateSharedFacts(tx, found)) await tx.mcis.take(found.id, null, needs.now());
		recordImport(needs, tx, { actor, input, mci: found, after: { imagesAdded: images.added, imagesChanged: images.changed } });
	}
	return { report, imagesAdded: images.added, imagesChanged: images.changed };
}

/** True when the list is not behind what was imported before: only then what it says of known images is news. */
function isCurrent(outcomes: readonly ReleaseOutcome[], state: LineState): boolean {
	const last = outcomes.at(-1);
	if (last?.outcome === "known") return last.revision === state.releases.at(-1)?.number;
	return last?.outcome === "committed" || last?.outcome === "unchanged";
}

interface CommitTask {
	readonly actor: Actor;
	readonly input: ImportInput;
	readonly line: ProductLine;
	readonly key: string;
	readonly found: StoredMci | undefined;
	readonly state: LineState;
	readonly commits: readonly PlannedCommit[];
	readonly cloudIds: ReadonlyMap<string, number>;
	readonly imageIds: ReadonlyMap<string, number>;
}

async function commitAll(needs: Needs, tx: Transaction, task: CommitTask): Promise<void> {
	const { actor, input, line, commits } = task;
	const mci = await takeMci(needs, tx, task);
	const author = `upstream ${input.format}`;
	let { latest } = mci;
	let before = task.state.content;
	for (const commit of commits) {
		await putContent(tx, task, { mciId: mci.id, head: latest + 1, before, commit });
		latest++;
		before = commit.content;
		await tx.revisions.insert({
			mciId: mci.id,
			number: latest,
			name: commit.content.name,
			description: commit.content.description,
			tags: commit.content.tags,
			digest: digestOf(needs, commit.content),
			message: commit.message,
			author,
			createdAt: commit.release.releasedAt ?? needs.now(),
			settingsCount: commit.content.settings.length,
			changesCount: commit.changes.length,
			release: { version: commit.release.version, releasedAt: commit.release.releasedAt, parts: commit.parts },
		});
	}
	await tx.mcis.setLatest(mci.id, latest, latest);
	const after = await tx.mcis.findByOrigin(actor.accountId, task.key);
	if (after) await updateSharedFacts(tx, after);
	recordImport(needs, tx, {
		actor,
		input,
		mci,
		after: {
			line: line.key,
			revisions: [mci.latest + 1, latest],
			releases: commits.map((commit) => commit.release.version ?? commit.release.releasedAt),
		},
	});
}

async function takeMci(needs: Needs, tx: Transaction, task: CommitTask): Promise<StoredMci> {
	const { actor, line, found } = task;
	if (found) {
		if (!(await tx.mcis.take(found.id, found.headVersion, needs.now()))) throw new HeadMoved();
		return { ...found, headVersion: found.headVersion + 1 };
	}
	const words = mciContent({ name: line.name, description: line.description, tags: line.tags });
	await tx.mcis.insert({ accountId: actor.accountId, lineage: needs.newLineage(), ...words, originKey: task.key, at: needs.now() });
	return (await tx.mcis.findByOrigin(actor.accountId, task.key)) as StoredMci;
}

async function putContent(
	tx: Transaction,
	task: CommitTask,
	step: { mciId: number; head: number; before: LineState["content"]; commit: PlannedCommit },
): Promise<void> {
	const { commit } = step;
	const had = new Map(step.before.settings.map((setting) => [setting.cloud as string, setting]));
	const has = new Set(commit.content.settings.map((setting) => setting.cloud as string));
	const puts = commit.content.settings
		.filter((setting) => had.get(setting.cloud) !== setting)
		.map((setting) => {
			const cloudId = task.cloudIds.get(setting.cloud);
			const imageId = cloudId === undefined ? undefined : task.imageIds.get(identityKey(cloudId, setting.image));
			return { setting, cloudId, imageId };
		})
		// A setting that the release does not list is as it was, whatever object holds it.
		.filter(
			(put): put is { setting: (typeof put)["setting"]; cloudId: number; imageId: number } => put.cloudId !== undefined && put.imageId !== undefined,
		);
	const removes: number[] = [];
	for (const cloud of had.keys()) {
		if (has.has(cloud)) continue;
		const id = task.cloudIds.get(cloud) ?? (await tx.clouds.find(task.actor.accountId, cloud))?.id;
		if (id !== undefined) removes.push(id);
	}
	await tx.settings.changeHead(step.mciId, step.head, { puts, removes });
}

function wantedImages(release: Release, cloudIds: ReadonlyMap<string, number>): WantedImage[] {
	return release.images.map(({ cloud, image, facts }) => ({
		...image,
		cloudId: cloudIds.get(cloud.slug) ?? 0,
		facts: {
			...(release.version === null ? {} : { release: release.version }),
			...(release.releasedAt === null ? {} : { createdAt: release.releasedAt }),
			...facts,
		},
	}));
}

function identityKey(cloudId: number, image: { kind: string; uid: string; checksum: string | null }): string {
	return `${cloudId} ${image.kind} ${image.checksum ?? ""} ${image.uid}`;
}

/** Two lists may call different things alike: the second is told apart by its format, and never written over the first. */
async function withFreeName(
	tx: Transaction,
	actor: Actor,
	task: { format: string; line: ProductLine; key: string },
): Promise<{ line: ProductLine; note: string | null }> {
	const { format, line, key } = task;
	if (!(await isNameTaken(tx, actor, line.name, key))) return { line, note: null };
	const name = `${line.name}-${format}`;
	return { line: { ...line, name }, note: `named “${name}”, because “${line.name}” is another MCI` };
}

/** Why nothing of a line can be imported. `found` is its MCI, or the key of a line that has none. */
async function blockOf(tx: Transaction, actor: Actor, line: ProductLine, found: StoredMci | string): Promise<ReleaseOutcome[] | undefined> {
	if (typeof found !== "string") {
		if (!(await isHeadChanged(tx, found))) return undefined;
		return line.releases.map((release) => block(release, `HEAD of “${found.name}” has uncommitted changes; commit them first`));
	}
	if (!(await isNameTaken(tx, actor, line.name, found))) return undefined;
	return line.releases.map((release) => block(release, `the name “${line.name}” is taken by an MCI that is not from this list`));
}

/** Throws `HeadMoved` when another import of this very line has made its MCI since we looked for it. */
async function isNameTaken(tx: Transaction, actor: Actor, name: string, key: string): Promise<boolean> {
	const taken = await tx.mcis.find(actor.accountId, name);
	if (taken?.origin?.key === key) throw new HeadMoved();
	return taken !== undefined;
}

async function isHeadChanged(tx: Transaction, mci: StoredMci): Promise<boolean> {
	if (await tx.settings.isHeadChanged(mci.id, headNumber(mci))) return true;
	const latest = await tx.revisions.find(mci.id, mci.latest);
	return latest !== undefined && (latest.description !== mci.description || latest.tags.join("\n") !== mci.tags.join("\n"));
}

function block(release: Release, text: string): ReleaseOutcome {
	return { version: release.version, releasedAt: release.releasedAt, outcome: "blocked", revision: null, text };
}

async function stateOf(tx: Transaction, mci: StoredMci): Promise<LineState> {
	const content = await headContent(tx, mci);
	const releases = await tx.revisions.listReleases(mci.id);
	return { content, latest: mci.latest, listed: await listedContent(tx, mci, { content, releases }), releases };
}

/** The content as the upstream alone would have it: each cloud as the last release that changed it left it. */
async function listedContent(tx: Transaction, mci: StoredMci, { content, releases }: Pick<LineState, "content" | "releases">): Promise<MciContent> {
	if (releases.length === mci.latest) return content;
	const settings = await tx.settings.listGivenBy(mci.id, new Set(releases.map((release) => release.number)));
	return mciContent({ ...content, settings });
}

function emptyState(line: ProductLine): LineState {
	return { content: mciContent({ name: line.name, description: line.description, tags: line.tags }), latest: 0, listed: null, releases: [] };
}

function recordImport(needs: Needs, tx: Transaction, entry: { actor: Actor; input: ImportInput; mci: StoredMci; after: unknown }): void {
	tx.record({
		accountId: entry.actor.accountId,
		at: needs.now(),
		actor: entry.actor.name,
		act: "upstream.import",
		subjectKind: "mci",
		subjectId: entry.mci.id,
		subjectName: entry.mci.name,
		headVersion: entry.mci.headVersion,
		before: null,
		after: { from: entry.input.from, format: entry.input.format, ...(entry.after as object) },
	});
}

function* groups(lines: readonly ProductLine[]): Generator<readonly ProductLine[]> {
	let group: ProductLine[] = [];
	let size = 0;
	for (const line of lines) {
		const images = line.releases.reduce((sum, release) => sum + release.images.length, 0);
		if (group.length > 0 && size + images > groupSize) {
			yield group;
			group = [];
			size = 0;
		}
		group.push(line);
		size += images;
	}
	if (group.length > 0) yield group;
}
