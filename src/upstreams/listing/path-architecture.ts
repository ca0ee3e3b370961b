import { type Architecture, readImageName } from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { fileStem, mapName } from "./meaningful-name.ts";

/** An architecture as a list's path names it. */
export interface PathArchitecture {
	readonly architecture: Architecture;
	readonly published: string;
}

/**
 * The architecture in the file's name, or else in the nearest folder that names one: `amd64-usr/current/amis.json` is
 * for x86_64. Null if none does.
 */
export function pathArchitecture(document: ListDocument): PathArchitecture | null {
	for (const part of [fileStem(document), ...document.folders.toReversed()]) {
		const { architecture, publishedArchitecture } = readImageName(part);
		if (architecture !== null) return { architecture, published: publishedArchitecture ?? architecture };
	}
	return null;
}

/**
 * The document without the parts of its path that only name an architecture (`arm64/…`, `amd64-usr/…`, `…/arm64.json`),
 * and not a product.
 */
export function withoutArchitectureParts(document: ListDocument): ListDocument {
	const folders = document.folders.filter((folder) => {
		const rest = withoutSpelling(folder);
		return rest === null || !/^[-_.]*(?:usr|linux)?$/i.test(rest);
	});
	const fileName = withoutSpelling(document.fileName);
	const isProduct = fileName === null || mapName({ ...document, folders: [], fileName }) !== null;
	return { ...document, folders, fileName: isProduct ? document.fileName : fileName };
}

function withoutSpelling(text: string): string | null {
	const { publishedArchitecture } = readImageName(text);
	return publishedArchitecture === null ? null : text.replace(publishedArchitecture, "");
}
