import { contentDigest, type MciContent, mciContent, type Setting } from "../core/index.ts";
import type { Reads, StoredMci, StoredRevision } from "../storage/store.ts";
import type { Needs } from "./needs.ts";

/** The number that HEAD has in the settings' ranges: one after the newest commit. */
export function headNumber(mci: Pick<StoredMci, "latest">): number {
	return mci.latest + 1;
}

/** What HEAD says now. */
export async function headContent(reads: Reads, mci: StoredMci): Promise<MciContent> {
	return contentOf(mci, await reads.settings.listAt(mci.id, headNumber(mci)));
}

/** What a commit says, for ever. */
export async function revisionContent(reads: Reads, revision: StoredRevision): Promise<MciContent> {
	return contentOf(revision, await reads.settings.listAt(revision.mciId, revision.number));
}

/** The digest of a content, by the one canonical form. */
export function digestOf(needs: Pick<Needs, "sha256">, content: MciContent): string {
	return contentDigest(content, needs.sha256);
}

function contentOf(words: { name: string; description: string; tags: readonly string[] }, settings: readonly Setting[]): MciContent {
	return mciContent({
		name: words.name,
		description: words.description,
		tags: words.tags,
		settings: settings.map(({ cloud, image, instanceType, kernel, ramdisk, userData }) => ({
			cloud,
			image,
			instanceType,
			kernel,
			ramdisk,
			userData,
		})),
	});
}
