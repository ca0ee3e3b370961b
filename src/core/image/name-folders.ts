import { findRelease } from "./find-release.ts";
import { type NamedOs, readOs } from "./read-os.ts";

/**
 * The folders above the name in a URL or path, without the host unless it serves one OS only; empty where they are
 * accounts and projects of a cloud, which say nothing about their images.
 */
export function foldersOf(whole: string, name: string): string {
	if (/^(?:projects\/|\/subscriptions\/)/i.test(whole) || !whole.endsWith(name)) return "";
	return whole.slice(0, whole.length - name.length).replace(/^[a-z]+:\/\/(?![^/]*talos\.dev\/)[^/]*/i, "");
}

/** Folders farther above say nothing about a file. */
const foldersRead = 8;

/** The nearest folder that names an OS, with its version from there: `…/talos/1.3.6/disk.raw`. */
export function osOfFolders(folders: string, name: string): NamedOs | undefined {
	const parts = folders
		.split("/")
		.filter((part) => part !== "")
		.slice(-foldersRead);
	for (const [i] of [...parts.entries()].reverse()) {
		const os = readOs(parts.slice(i).join("/"));
		if (!os) continue;
		const osVersion = os.osVersion ?? findRelease(name, os.os).osVersion;
		return withFolderVersion({ os: os.os, osVersion }, folders);
	}
	return undefined;
}

/** OSes with one number for version and release, which often is a folder's and not the file's. */
const numberedByFolder = ["flatcar", "coreos", "talos", "gardenlinux", "rancheros", "bottlerocket"];

/** The OS with the version that a folder is named after, where the name has none. */
export function withFolderVersion(os: NamedOs, folders: string): NamedOs {
	if (os.osVersion !== null || !numberedByFolder.includes(os.os)) return os;
	return { ...os, osVersion: [...folders.matchAll(/(?<=\/)v?(\d+(?:\.\d+)+)(?=\/)/gi)].at(-1)?.[1] ?? null };
}
