import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleFileName, feedIndexName, foreignFault, type Sha256Hex } from "../../../core/bundle/index.ts";

/** A directory that any web server can serve as a feed: bundles named by their digests, and their index. */
export interface FeedDirectory {
	/** Digests of the complete bundles in it. */
	list(): Promise<string[]>;
	/** Writes a bundle after checking its digest. Throws `bundle-invalid`. */
	writeBundle(digest: string, text: string): Promise<void>;
	writeIndex(text: string): Promise<void>;
	removeBundle(digest: string): Promise<void>;
}

/** Opens a directory, creating it if needed. Readers only ever see complete files. */
export async function openFeedDirectory(path: string, sha256Hex: Sha256Hex): Promise<FeedDirectory> {
	await mkdir(path, { recursive: true });
	return {
		list: async () => {
			const digests: string[] = [];
			for (const name of await readdir(path)) {
				const digest = /^([0-9a-f]{64})\.mcib$/.exec(name)?.[1];
				if (digest !== undefined && sha256Hex(await readFile(join(path, name))) === digest) digests.push(digest);
			}
			return digests;
		},
		writeBundle: (digest, text) => {
			// The name comes from the content, so no answer of a registry can name another file.
			const name = bundleFileName(sha256Hex(text));
			if (name !== bundleFileName(digest))
				throw foreignFault(bundleFileName(digest.slice(0, 64)), "does not have the SHA-256 of the registry");
			return write(name, text);
		},
		writeIndex: (text) => write(feedIndexName, text),
		removeBundle: (digest) => rm(join(path, bundleFileName(digest)), { force: true }),
	};

	async function write(name: string, text: string): Promise<void> {
		const part = join(path, `.${name}.part`);
		await writeFile(part, text);
		await rename(part, join(path, name));
	}
}
