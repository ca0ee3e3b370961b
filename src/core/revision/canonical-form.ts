import { canonicalJson } from "../../base/canonical-json.ts";
import type { ComponentContent } from "../component/content.ts";
import type { Pin } from "../component/pin.ts";
import type { Setting } from "../image/setting.ts";
import type { ScriptInput } from "../script/script-content.ts";

/** Names the form of each kind; a change of one is a new word, so that digests never change their meaning. */
export const canonicalFormats = { mci: "mci/1", template: "template/1", script: "script/1" } as const;

/**
 * The one text of a revision's content: canonical JSON (RFC 8785) of format, name, description, tags and what its kind
 * says, in the content's order, with absent values left out. Its own number, times, authors and database ids are no
 * part of it, so two installations that hold the same content name it the same.
 */
export function canonicalForm(content: ComponentContent): string {
	const { name, description, tags } = content;
	if ("settings" in content) {
		return canonicalJson({
			format: canonicalFormats.mci,
			name,
			description,
			tags,
			settings: content.settings.map(canonicalSetting),
		});
	}
	if ("source" in content) {
		const { source, inputs } = content;
		return canonicalJson({
			format: canonicalFormats.script,
			name,
			description,
			tags,
			source,
			inputs: inputs.map(canonicalInput),
		});
	}
	const { mcis, defaultMci, scripts, inputs } = content;
	return canonicalJson({
		format: canonicalFormats.template,
		name,
		description,
		tags,
		mcis: mcis.map(canonicalPin),
		default: defaultMci ?? undefined,
		scripts: {
			boot: scripts.boot.map(canonicalPin),
			operational: scripts.operational.map(canonicalPin),
			decommission: scripts.decommission.map(canonicalPin),
		},
		inputs,
	});
}

/** `sha256:<hex>` of the canonical form. The hash function is handed in: the core runs where there is no Node. */
export function contentDigest(content: ComponentContent, sha256Hex: (text: string) => string): string {
	return `sha256:${sha256Hex(canonicalForm(content))}`;
}

function canonicalPin({ lineage, revision, digest }: Pin): Record<string, unknown> {
	return { lineage, revision, digest: digest ?? undefined };
}

function canonicalInput({ name, description, default: value, required }: ScriptInput): Record<string, unknown> {
	return { name, description, default: value ?? undefined, required };
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
