import type { ComponentKind, ContentOf } from "../../core/component/index.ts";
import { type MciContent, mciContent, type Setting } from "../../core/image/index.ts";
import { contentDigest } from "../../core/revision/index.ts";
import { type ScriptContent, type ScriptInput, scriptContent } from "../../core/script/index.ts";
import { type TemplateContent, templateContent } from "../../core/template/index.ts";
import type { Reads, StoredComponent, StoredRevision } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** HEAD's number in ranges of revisions: one after the newest commit. */
export function headNumber(component: Pick<StoredComponent, "latest">): number {
	return component.latest + 1;
}

/** HEAD's current content. */
export async function headContent<K extends ComponentKind>(
	reads: Reads,
	kind: K,
	component: StoredComponent,
): Promise<ContentOf<K>> {
	const settings = kind === "mci" ? await reads.settings.listAt(component.id, headNumber(component)) : [];
	return contentFrom(kind, component, settings);
}

/** A commit's content, which never changes. */
export async function revisionContent<K extends ComponentKind>(
	reads: Reads,
	kind: K,
	revision: StoredRevision,
): Promise<ContentOf<K>> {
	const settings = kind === "mci" ? await reads.settings.listAt(revision.componentId, revision.number) : [];
	return contentFrom(kind, revision, settings);
}

/** The digest of a content, from the canonical form of its kind. */
export function digestOf(needs: Pick<Needs, "sha256">, content: ContentOf<ComponentKind>): string {
	return contentDigest(content, needs.sha256);
}

/** The part of a content that is stored as a document; null for an MCI, whose settings are stored as rows. */
export function documentOf<K extends ComponentKind>(kind: K, content: ContentOf<K>): string | null {
	if (kind === "template") {
		const { mcis, defaultMci, scripts, inputs } = content as TemplateContent;
		return JSON.stringify({ mcis, defaultMci, scripts, inputs });
	}
	if (kind === "script") {
		const { source, inputs } = content as ScriptContent;
		return JSON.stringify({ source, inputs });
	}
	return null;
}

interface Words {
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	readonly document: string | null;
}

function contentFrom<K extends ComponentKind>(kind: K, words: Words, settings: readonly Setting[]): ContentOf<K> {
	const { name, description, tags } = words;
	const document: unknown = words.document === null ? {} : JSON.parse(words.document);
	switch (kind) {
		case "template":
			return templateContent({ name, description, tags, ...(document as TemplateDocument) }) as ContentOf<K>;
		case "script":
			return scriptContent({ name, description, tags, ...(document as ScriptDocument) }) as ContentOf<K>;
		default:
			return mciFrom(words, settings) as ContentOf<K>;
	}
}

type TemplateDocument = Pick<TemplateContent, "mcis" | "defaultMci" | "scripts" | "inputs">;
interface ScriptDocument {
	readonly source: string;
	readonly inputs: readonly ScriptInput[];
}

function mciFrom({ name, description, tags }: Words, settings: readonly Setting[]): MciContent {
	return mciContent({
		name,
		description,
		tags,
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
