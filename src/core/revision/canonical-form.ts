import { canonicalJson } from "../../base/canonical-json.ts";
import type { MciContent } from "../image/mci.ts";
import type { Setting } from "../image/setting.ts";

/** Names the form; a change of it is a new word, so that digests never change their meaning. */
export const canonicalFormat = "mci/1";

/**
 * The one text of a revision's content: canonical JSON (RFC 8785) of format, name, description, tags and settings, sorted, with
 * absent values left out. Numbers of revisions, times, authors and database ids are no part of it, so two installations that hold
 * the same content name it the same.
 */
export function canonicalForm(content: MciContent): string {
	return canonicalJson({
		format: canonicalFormat,
		name: content.name,
		description: content.description,
		tags: content.tags,
		settings: content.settings.map(canonicalSetting),
	});
}

/** `sha256:<hex>` of the canonical form. The hash function is handed in: the core runs where there is no Node. */
export function contentDigest(content: MciContent, sha256Hex: (text: string) => string): string {
	return `sha256:${sha256Hex(canonicalForm(content))}`;
}

function canonicalSetting(setting: Setting): Record<string, unknown> {
	return {
		cloud: setting.cloud,
		kind: setting.image.kind,
		uid: setting.image.uid,
		checksum: setting.image.checksum ?? undefined,
		instanceType: setting.instanceType ?? undefined,
		kernel: setting.kernel ?? undefined,
		ramdisk: setting.ramdisk ?? undefined,
		userData: setting.userData ?? undefined,
	};
}
