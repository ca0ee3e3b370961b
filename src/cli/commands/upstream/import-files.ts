import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { comparePath } from "../../../base/compare-path.ts";
import type { NewImportFilesItem } from "../../../client/generated/registry.ts";
import { UsageError } from "../../usage-error.ts";
import type { World } from "../../world.ts";

/** Files of a folder that can be lists; the others are named on standard error. */
const listPattern = /\.(json|jsonc|jsonl|ndjson|ya?ml|csv|tsv|xml|sjson)(\.gz)?$/i;
/** The most files of one import. */
const mostFiles = 1000;

export interface ImportFiles {
	readonly files: readonly NewImportFilesItem[];
	/** Files of folders whose names are not a list's. */
	readonly leftOut: readonly string[];
}

/**
 * Reads the files to import, in the given order: files, folders with their files sorted by path
 * (v1.9.0 before v1.10.0), `-` for standard
 * input. Bytes that are not UTF-8 are sent as base64. Throws `UsageError` for a URL and for a folder without lists.
 */
export async function readImportFiles(
	places: readonly string[],
	world: Pick<World, "cwd" | "stdin">,
): Promise<ImportFiles> {
	const files: NewImportFilesItem[] = [];
	const leftOut: string[] = [];
	for (const place of places) {
		if (/^https?:\/\//i.test(place)) {
			throw new UsageError(
				`${place} is a URL, not a file.`,
				`Let the registry fetch it: mci upstream add NAME ${place} --sync`,
			);
		}
		if (place === "-") {
			files.push(fileOf("stdin", await buffer(world.stdin)));
			continue;
		}
		const path = resolve(world.cwd, place);
		if ((await stat(path)).isDirectory()) {
			const inside = await listFolder(path);
			const lists = inside.filter((name) => listPattern.test(name));
			if (lists.length === 0)
				throw new UsageError(
					`${place} contains no lists.`,
					"Lists end in .json, .yaml, .csv or .xml. Name a file to import one with another ending.",
				);
			leftOut.push(...inside.filter((name) => !lists.includes(name)).map((name) => join(place, name)));
			for (const name of lists)
				files.push(fileOf(sentPath(world.cwd, join(path, name)), await readFile(join(path, name))));
		} else files.push(fileOf(sentPath(world.cwd, path), await readFile(path)));
	}
	if (files.length > mostFiles)
		throw new UsageError(
			`${files.length} files are too many for one import (at most ${mostFiles}).`,
			"Import them in parts, in the order of their releases.",
		);
	return { files, leftOut };
}

async function listFolder(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
		.filter((name) => !name.split(sep).some((part) => part.startsWith(".")))
		.sort(comparePath);
}

/**
 * Below the working directory the path shows product and version; elsewhere it would only reveal the sender's machine.
 */
function sentPath(cwd: string, path: string): string {
	const below = relative(cwd, path);
	const parts = (below.startsWith("..") ? path.split(sep).slice(-3) : below.split(sep)).filter((part) => part !== "");
	return parts.join("/");
}

function fileOf(path: string, bytes: Buffer): NewImportFilesItem {
	// A byte order mark stays: the text is sent byte for byte.
	return isUtf8(bytes)
		? { path, content: bytes.toString("utf8"), encoding: "text" }
		: { path, content: bytes.toString("base64"), encoding: "base64" };
}
