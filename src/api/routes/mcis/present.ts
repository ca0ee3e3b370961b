import type { ComponentRevision } from "../../../registry/components/get-component.ts";
import type { PlaceBehind } from "../../../registry/components/place-releases.ts";
import type { RevisionStatus } from "../../../registry/components/revision-status.ts";
import type { StoredComponent, StoredRevision } from "../../../registry/stored.ts";
import { presentCommit, presentComponent } from "../components/present.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";

/** An MCI in an answer. */
export function presentMci(mci: StoredComponent, account: string) {
	const { os, osVersion, architecture } = mci;
	return { ...presentComponent(mci, account), upstream: mci.origin?.key ?? null, os, osVersion, architecture };
}

export function presentSummary(mci: string, revision: StoredRevision) {
	const { settingsCount, release } = revision;
	return {
		mci,
		...presentCommit(revision),
		release: release && { version: release.version, releasedAt: release.releasedAt },
		settingsCount,
	};
}

export function presentRevision(
	{ component, revision, content, digest }: ComponentRevision<"mci">,
	status: RevisionStatus,
	behind: readonly PlaceBehind[],
) {
	return {
		behind: [...behind],
		status: presentRevisionStatus(status),
		mci: component.name,
		number: revision?.number ?? 0,
		digest,
		description: content.description,
		tags: [...content.tags],
		settings: [...content.settings],
		commit: revision && presentSummary(component.name, revision),
	};
}
