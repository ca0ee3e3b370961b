import type { Change, Client, Head, HeadContent, Mci, RevisionSummary } from "../../../client/generated/registry.ts";
import { ProblemError } from "../../../client/request.ts";
import { diffContents } from "../../../core/diff/index.ts";
import { type MciContent, mciContent } from "../../../core/image/index.ts";
import type { MciFile } from "../../documents/mci-file.ts";
import { ifMatch } from "../../versions/head-edit.ts";
import { addMissingClouds } from "../../versions/missing-clouds.ts";

/** The result of applying one MCI of a file. */
export interface Applied {
	/** Null if it does not exist and nothing was written. */
	readonly mci: Mci | null;
	readonly created: boolean;
	readonly changes: readonly Change[];
	/** The new commit; null if none was requested, or there was nothing to commit. */
	readonly revision: RevisionSummary | null;
}

/**
 * Sets HEAD of an MCI to the file's content, creates it and its clouds if they don't exist, and commits if there is a
 * message. A dry run writes nothing.
 */
export async function applyContent(
	client: Client,
	{ content, clouds }: MciFile,
	options: { readonly dryRun: boolean; readonly message?: string | undefined },
): Promise<Applied> {
	const { name, description, tags, settings } = content;
	const head = await findHead(client, name);
	const there = new Set(head?.settings.map((setting) => setting.cloud));
	await addMissingClouds(
		client,
		settings.map((setting) => setting.cloud).filter((cloud) => !there.has(cloud)),
		{ given: clouds, dryRun: options.dryRun },
	);
	const sent: HeadContent = { description, tags: [...tags], settings: settings.map((setting) => ({ ...setting })) };
	if (options.dryRun) {
		const changes = head
			? (await client.replaceHead(name, sent, { dryRun: "true" }, ifMatch(head.mci))).changes
			: fromNothing(content);
		return { mci: head?.mci ?? null, created: !head, changes, revision: null };
	}
	const before = head?.mci ?? (await client.createMci({ name, description, tags: [...tags] }));
	const edited = await client.replaceHead(name, sent, undefined, ifMatch(before));
	const changes = head ? edited.changes : fromNothing(content);
	const revision = options.message === undefined ? null : await commitIfChanged(client, edited.mci, options.message);
	return { mci: edited.mci, created: !head, changes, revision };
}

/** The changes in the form of the API. */
function fromNothing(content: MciContent): Change[] {
	return diffContents(mciContent({ name: content.name }), content) as Change[];
}

async function commitIfChanged(client: Client, mci: Mci, message: string): Promise<RevisionSummary | null> {
	try {
		return (await client.commitRevision(mci.name, { message }, ifMatch(mci))).revision;
	} catch (error) {
		if (error instanceof ProblemError && error.code === "nothing-to-commit") return null;
		throw error;
	}
}

async function findHead(client: Client, name: string): Promise<Head | undefined> {
	try {
		return await client.getMci(name);
	} catch (error) {
		if (error instanceof ProblemError && error.code === "mci-not-found") return undefined;
		throw error;
	}
}
