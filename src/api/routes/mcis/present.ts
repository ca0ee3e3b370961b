import type { ComponentRevision } from "../../../registry/get-component.ts";
import type { StoredComponent, StoredRevision } from "../../../registry/stored.ts";

/** An MCI as the API shows it. */
export function presentMci(mci: StoredComponent, account: string) {
	const { name, lineage, description, tags, latest, headVersion, os, osVersion, architecture, createdAt, updatedAt } = mci;
	return {
		name,
		account,
		lineage,
		description,
		tags: [...tags],
		latest,
		headVersion,
		upstream: mci.origin?.key ?? null,
		os,
		osVersion,
		architecture,
		createdAt,
		updatedAt,
	};
}

export function presentSummary(mci: string, revision: StoredRevision) {
	const { number, digest, message, author, createdAt, settingsCount, changesCount, release } = revision;
	return {
		mci,
		number,
		digest,
		message,
		author,
		createdAt,
		release: release && { version: release.version, releasedAt: release.releasedAt },
		settingsCount,
		changesCount,
	};
}

export function presentRevision({ component, revision, content, digest }: ComponentRevision<"mci">) {
	return {
		mci: component.name,
		number: revision?.number ?? 0,
		digest,
		description: content.description,
		tags: [...content.tags],
		settings: [...content.settings],
		commit: revision && presentSummary(component.name, revision),
	};
}
