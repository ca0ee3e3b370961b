import { componentAct } from "../../core/audit/index.ts";
import { mciContent } from "../../core/image/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { digestOf } from "../components/component-content.ts";
import { updateSharedFacts } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { HeadMoved } from "./head-moved.ts";
import type { LineState, PlannedCommit, PlannedMark } from "./plan-commits.ts";
import type { LineTask } from "./product-line-task.ts";

/** Commits to make for one product line, and the state they are based on. */
export interface CommitTask extends LineTask {
	readonly key: string;
	readonly found: StoredComponent | undefined;
	readonly state: LineState;
	readonly commits: readonly PlannedCommit[];
	readonly cloudIds: ReadonlyMap<string, number>;
	readonly imageIds: ReadonlyMap<string, number>;
}

/** Writes the planned commits in order. Throws `HeadMoved` if the MCI is not as it was read. */
export async function commitReleases(needs: Needs, tx: Transaction, task: CommitTask): Promise<void> {
	const { actor, line, commits } = task;
	const mci = await lockMci(needs, tx, task);
	const author = `upstream ${task.format}`;
	let { latest } = mci;
	let before = task.state.content;
	for (const commit of commits) {
		await putContent(tx, task, { mciId: mci.id, head: latest + 1, before, commit });
		latest++;
		before = commit.content;
		await tx.revisions.insert({
			componentId: mci.id,
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
			release: {
				version: commit.release.version,
				releasedAt: commit.release.releasedAt,
				listedAt: commit.release.listedAt ?? null,
				parts: commit.parts,
			},
			document: null,
			notes: [],
			heldBack: commit.release.heldBack ?? null,
		});
	}
	await tx.components.setLatest(mci.id, latest, latest);
	const after = await tx.components.findByOrigin(actor.accountId, task.key);
	if (after) await updateSharedFacts(tx, after);
	recordImport(needs, tx, {
		...task,
		mci,
		before: mci.latest === 0 ? null : { revision: mci.latest },
		after: {
			line: line.key,
			revisions: [mci.latest + 1, latest],
			releases: commits.map((commit) => commit.release.version ?? commit.release.releasedAt),
		},
	});
}

async function lockMci(needs: Needs, tx: Transaction, task: CommitTask): Promise<StoredComponent> {
	const { actor, line, found } = task;
	if (found) {
		if (!(await tx.components.lockHead(found.id, found.headVersion, needs.now()))) throw new HeadMoved();
		return { ...found, headVersion: found.headVersion + 1 };
	}
	const words = mciContent({ name: line.name, description: line.description, tags: line.tags });
	await tx.components.insert({
		accountId: actor.accountId,
		kind: "mci",
		lineage: needs.newLineage(),
		...words,
		originKey: task.key,
		at: needs.now(),
	});
	return (await tx.components.findByOrigin(actor.accountId, task.key)) as StoredComponent;
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
		// A setting that the release does not list is unchanged, whichever object holds it.
		.filter(
			(put): put is { setting: (typeof put)["setting"]; cloudId: number; imageId: number } =>
				put.cloudId !== undefined && put.imageId !== undefined,
		);
	const removes: number[] = [];
	for (const cloud of had.keys()) {
		if (has.has(cloud)) continue;
		const id = task.cloudIds.get(cloud) ?? (await tx.clouds.find(task.actor.accountId, cloud))?.id;
		if (id !== undefined) removes.push(id);
	}
	await tx.settings.changeHead(step.mciId, step.head, { puts, removes });
}

/**
 * Marks known commits as held back, or as released, and records it. `@latest` follows. Throws `HeadMoved` if the MCI is
 * not as it was read.
 */
export async function markReleases(
	needs: Needs,
	tx: Transaction,
	task: LineTask & { readonly mci: StoredComponent; readonly marks: readonly PlannedMark[] },
): Promise<StoredComponent> {
	const { mci, marks, actor } = task;
	if (marks.length === 0) return mci;
	if (!(await tx.components.lockHead(mci.id, mci.headVersion, needs.now()))) throw new HeadMoved();
	for (const { number, heldBack } of marks) await tx.revisions.setHeldBack(mci.id, number, heldBack);
	await tx.components.refreshCurrent(mci.id);
	const after = (await tx.components.find(actor.accountId, mci.kind, mci.name)) ?? mci;
	recordImport(needs, tx, {
		...task,
		before: { latest: mci.current },
		after: { latest: after.current, marked: marks.map(({ number, heldBack }) => ({ revision: number, heldBack })) },
	});
	return after;
}

/** The key of an image within an import. */
export function identityKey(cloudId: number, image: { kind: string; uid: string; checksum: string | null }): string {
	return `${cloudId} ${image.kind} ${image.checksum ?? ""} ${image.uid}`;
}

/** Records the audit entry of an import for an MCI. */
export function recordImport(
	needs: Needs,
	tx: Transaction,
	entry: Pick<LineTask, "actor" | "from" | "format"> & { mci: StoredComponent; before?: object | null; after: object },
): void {
	const after = { from: entry.from, format: entry.format, ...entry.after };
	tx.record(
		auditEntry(entry.actor, componentAct(entry.mci.kind, "import"), entry.mci, {
			at: needs.now(),
			before: entry.before ?? null,
			after,
		}),
	);
}
