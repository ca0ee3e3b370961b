import type { Change, Client } from "../../../client/generated/registry.ts";
import { ProblemError } from "../../../client/request.ts";
import type { AppliedDocument } from "../../documents/documents.ts";
import { ifMatch } from "../../versions/head-edit.ts";
import { type CommitSummary, kindApi, type Summary, summaryIn } from "../../versions/kind-api.ts";

/** The result of applying a patch. */
export interface Patched {
	readonly created: false;
	readonly changes: readonly Change[];
	/** The new commit; null if none was requested, or there was nothing to commit. */
	readonly revision: CommitSummary | null;
}

/**
 * Applies a patch to HEAD, all changes or none, and commits if there is a message. A dry run writes nothing. Rejects
 * with `patch-rejected`.
 */
export async function applyPatch(
	client: Client,
	{ kind, name, patch }: Extract<AppliedDocument, { readonly patch: unknown }>,
	options: { readonly dryRun: boolean; readonly message?: string | undefined },
): Promise<Patched> {
	const api = kindApi(client, kind);
	const before = summaryIn(kind, await api.get(name));
	const patched = await api.patch(
		name,
		patch.changes,
		options.dryRun ? { dryRun: "true" } : undefined,
		ifMatch(before),
	);
	const { changes } = patched;
	if (options.dryRun || options.message === undefined) return { ...patched, created: false, changes, revision: null };
	return {
		...patched,
		created: false,
		changes,
		revision: await commitIfChanged(summaryIn(kind, patched), options.message),
	};

	async function commitIfChanged(now: Summary, message: string): Promise<CommitSummary | null> {
		try {
			return (await api.commit(now.name, { message }, ifMatch(now))).revision;
		} catch (error) {
			if (error instanceof ProblemError && error.code === "nothing-to-commit") return null;
			throw error;
		}
	}
}
