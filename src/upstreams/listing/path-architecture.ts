import { type Architecture, readImageName } from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { fileStem } from "./meaningful-name.ts";

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

/** The document without folders that only name an architecture (`arm64`, `amd64-usr`), and not a product. */
export function withoutArchitectureFolders(document: ListDocument): ListDocument {
	const folders = document.folders.filter((folder) => {
		const { publishedArchitecture } = readImageName(folder);
		return publishedArchitecture === null || !/^[-_.]*(?:usr|linux)?$/i.test(folder.replace(publishedArchitecture, ""));
	});
	return { ...document, folders };
}
