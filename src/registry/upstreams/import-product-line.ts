import { type MciContent, mciContent } from "../../core/image/index.ts";
import type { StoredComponent, Transaction, WantedImage } from "../../storage/store.ts";
import type { ProductLine, Release } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";
import { headContent, headNumber } from "../components/component-content.ts";
import { updateSharedFacts } from "../components/edit-head.ts";
import { findComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { commitReleases, identityKey, recordImport } from "./commit-releases.ts";
import { HeadMoved } from "./head-moved.ts";
import { type LineState, planImport, type ReleaseOutcome } from "./plan-commits.ts";
import type { LineTask } from "./product-line-task.ts";
import { releaseParts } from "./scope-parts.ts";

/** What an import came to for one product line. */
export interface LineReport {
	readonly name: string;
	/** True when this import made the MCI. */
	readonly made: boolean;
	/** What else a person should know: that the name had to be another one. */
	readonly note: string | null;
	readonly releases: readonly ReleaseOutcome[];
}

export interface ImportedLine {
	readonly report: LineReport;
	readonly imagesAdded: number;
	readonly imagesChanged: number;
}

/** Brings one product line in, within a transaction. Throws `HeadMoved` when the MCI is not as it was read. */
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
	const images = await tx.images.ensure(actor.accountId, wanted, { refresh: isCurrent(plan.outcomes, state) });
	const report: LineReport = {
		name: found?.name ?? line.name,
		made: !found && plan.commits.length > 0,
		note,
		releases: plan.outcomes,
	};
	if (plan.commits.length > 0) {
		const imageIds = new Map(wanted.map((image, i) => [identityKey(image.cloudId, image), images.ids[i] ?? 0]));
		await commitReleases(needs, tx, { ...task, line, key, found, state, commits: plan.commits, cloudIds, imageIds });
	} else if (found && images.added + images.changed > 0) {
		// HEAD's ETag covers what is said of it: news of its OS is a new version, though the map is as it was.
		if (await updateSharedFacts(tx, found)) await tx.components.take(found.id, null, needs.now());
		recordImport(needs, tx, {
			...task,
			mci: found,
			after: { imagesAdded: images.added, imagesChanged: images.changed },
		});
	}
	return { report, imagesAdded: images.added, imagesChanged: images.changed };
}

/** True when the list is not behind what was imported before: only then what it says of known images is news. */
function isCurrent(outcomes: readonly ReleaseOutcome[], state: LineState): boolean {
	const last = outcomes.at(-1);
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

/** Two lists may call different things alike: the second is told apart by its format, and never written over the first. */
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

/** Why nothing of a line can be imported. `found` is its MCI, or the key of a line that has none. */
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
 * True when the name is an MCI's, or still answers for one after a rename. Throws `HeadMoved` when another import of this very line has
 * made its MCI since we looked for it.
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
	return { version: release.version, releasedAt: release.releasedAt, outcome: "blocked", revision: null, text };
}

async function stateOf(tx: Transaction, mci: StoredComponent): Promise<LineState> {
	const content = await headContent(tx, "mci", mci);
	const releases = await tx.revisions.listReleases(mci.id);
	return { content, latest: mci.latest, listed: await listedContent(tx, mci, { content, releases }), releases };
}

/** The content as the upstream alone would have it: each cloud as the last release that changed it left it. */
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
