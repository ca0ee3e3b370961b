import { type MciContent, mciContent } from "../../core/image/index.ts";
import type { StoredComponent, Transaction, WantedImage } from "../../storage/store.ts";
import type { ProductLine, Release } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";
import { headContent, headNumber } from "../components/component-content.ts";
import { updateSharedFacts } from "../components/edit-head.ts";
import { findComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { architectureNotes } from "./architecture-notes.ts";
import { commitReleases, identityKey, markReleases, recordImport } from "./commit-releases.ts";
import { HeadMoved } from "./head-moved.ts";
import { type LineState, planImport } from "./plan-commits.ts";
import type { LineTask } from "./product-line-task.ts";
import type { ReleaseOutcome } from "./release-outcome.ts";
import { releaseParts } from "./scope-parts.ts";

/** The result of an import for one product line. */
export interface LineReport {
	readonly name: string;
	/** True if this import created the MCI. */
	readonly made: boolean;
	/** A note for the user, such as that another name had to be chosen. */
	readonly note: string | null;
	readonly releases: readonly ReleaseOutcome[];
}

export interface ImportedLine {
	readonly report: LineReport;
	readonly imagesAdded: number;
	readonly imagesChanged: number;
}

/** Imports one product line within a transaction. Throws `HeadMoved` if the MCI is not as it was read. */
export async function importLine(needs: Needs, tx: Transaction, task: LineTask): Promise<ImportedLine> {
	const { actor, format } = task;
	const key = `${format}:${task.line.key}`;
	const found = await tx.components.findByOrigin(actor.accountId, key);
	const { line, note } = found
		? { line: task.line, note: null }
		: await withFreeName(needs, tx, actor, { format, line: task.line, key });
	const blocked = await blockOf(needs, tx, actor, { line, found: found ?? key });
	if (blocked)
		return {
			report: { name: found?.name ?? line.name, made: false, note, releases: blocked },
			imagesAdded: 0,
			imagesChanged: 0,
		};
	const state = found ? await stateOf(tx, found) : emptyState(line);
	const plan = planImport(line, state, {
		allowOlder: task.allowOlder,
		partsOf: (scope, release) => releaseParts(scope, release, needs.sha256),
	});
	const clouds = line.releases.flatMap((release) => release.images.map((listed) => listed.cloud));
	const cloudIds = await tx.clouds.ensure(actor.accountId, clouds, needs.now());
	const wanted = line.releases.flatMap((release) => wantedImages(release, cloudIds));
	const marked = found && (await markReleases(needs, tx, { ...task, mci: found, marks: plan.marks }));
	const images = await tx.images.ensure(actor.accountId, wanted, { refresh: isCurrent(plan.outcomes, state) });
	const newest = plan.commits.at(-1);
	const remarks = newest
		? await architectureNotes(tx, { mci: found, content: newest.content, cloudIds, wanted, imageIds: images.ids })
		: [];
	const report: LineReport = {
		name: found?.name ?? line.name,
		made: !found && plan.commits.length > 0,
		note: [note, ...remarks].filter((text) => text !== null).join("; ") || null,
		releases: plan.outcomes,
	};
	if (newest) {
		const imageIds = new Map(wanted.map((image, i) => [identityKey(image.cloudId, image), images.ids[i] ?? 0]));
		const commits = plan.commits.with(-1, { ...newest, message: [newest.message, ...remarks].join("\n") });
		await commitReleases(needs, tx, { ...task, line, key, found: marked, state, commits, cloudIds, imageIds });
	} else if (marked && images.added + images.changed > 0) {
		// HEAD's ETag covers its search facts: a change of its OS is a new version, even with the same map.
		if (await updateSharedFacts(tx, marked)) await tx.components.lockHead(marked.id, null, needs.now());
		recordImport(needs, tx, {
			...task,
			mci: marked,
			after: { imagesAdded: images.added, imagesChanged: images.changed },
		});
	}
	return { report, imagesAdded: images.added, imagesChanged: images.changed };
}

/** True if the list is at least as new as the earlier imports: only then do its facts replace those of known images. */
function isCurrent(outcomes: readonly ReleaseOutcome[], state: LineState): boolean {
	const last = outcomes.at(-1);
	if (last?.outcome === "held-back" || last?.outcome === "released") return true;
	if (last?.outcome === "known") return last.revision === state.releases.at(-1)?.number;
	return last?.outcome === "committed" || last?.outcome === "unchanged";
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

/**
 * Two lists may use one name for different things: the second gets its format added, and never overwrites the first.
 */
async function withFreeName(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	task: { format: string; line: ProductLine; key: string },
): Promise<{ line: ProductLine; note: string | null }> {
	const { format, line, key } = task;
	if (!(await isNameTaken(needs, tx, actor, { name: line.name, key }))) return { line, note: null };
	const name = `${line.name}-${format}`;
	return { line: { ...line, name }, note: `named “${name}”, because “${line.name}” is another MCI` };
}

/** The reason why nothing of a line can be imported. `found` is its MCI, or the key of a line without one. */
async function blockOf(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	{ line, found }: { readonly line: ProductLine; readonly found: StoredComponent | string },
): Promise<ReleaseOutcome[] | undefined> {
	if (typeof found !== "string") {
		if (!(await isHeadChanged(tx, found))) return undefined;
		return line.releases.map((release) =>
			block(release, `HEAD of “${found.name}” has uncommitted changes; commit them first`),
		);
	}
	if (!(await isNameTaken(needs, tx, actor, { name: line.name, key: found }))) return undefined;
	return line.releases.map((release) =>
		block(release, `the name “${line.name}” is taken by an MCI that is not from this list`),
	);
}

/**
 * True if the name is an MCI's, or still answers for one after a rename. Throws `HeadMoved` if another import of this
 * line has created its MCI meanwhile.
 */
async function isNameTaken(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	{ name, key }: { readonly name: string; readonly key: string },
): Promise<boolean> {
	const taken = await findComponent(tx, actor, { kind: "mci", name, at: needs.now() });
	if (taken?.origin?.key === key) throw new HeadMoved();
	return taken !== undefined;
}

async function isHeadChanged(tx: Transaction, mci: StoredComponent): Promise<boolean> {
	if (await tx.settings.isHeadChanged(mci.id, headNumber(mci))) return true;
	const latest = await tx.revisions.find(mci.id, mci.latest);
	return (
		latest !== undefined && (latest.description !== mci.description || latest.tags.join("\n") !== mci.tags.join("\n"))
	);
}

function block(release: Release, text: string): ReleaseOutcome {
	return {
		version: release.version,
		releasedAt: release.releasedAt,
		outcome: "blocked",
		revision: null,
		text,
		heldBack: null,
		lost: [],
	};
}

async function stateOf(tx: Transaction, mci: StoredComponent): Promise<LineState> {
	const content = await headContent(tx, "mci", mci);
	const releases = await tx.revisions.listReleases(mci.id);
	return { content, latest: mci.latest, listed: await listedContent(tx, mci, { content, releases }), releases };
}

/** The content from the upstream only: each cloud as the last release that changed it left it. */
async function listedContent(
	tx: Transaction,
	mci: StoredComponent,
	{ content, releases }: Pick<LineState, "content" | "releases">,
): Promise<MciContent> {
	if (releases.length === mci.latest) return content;
	const settings = await tx.settings.listGivenBy(mci.id, new Set(releases.map((release) => release.number)));
	return mciContent({ ...content, settings });
}

function emptyState(line: ProductLine): LineState {
	return {
		content: mciContent({ name: line.name, description: line.description, tags: line.tags }),
		latest: 0,
		listed: null,
		releases: [],
	};
}
