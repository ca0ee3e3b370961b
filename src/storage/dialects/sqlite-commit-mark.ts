import { closeSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";

/** Tells whether anything was committed to an embedded database, without asking it. */
export interface CommitMark {
	/** True when no process has committed anything since the last call; false when one has, or when it can't be told. */
	isSame(): boolean;
	close(): void;
}

/** First field of the WAL index: the version of its format (https://www.sqlite.org/walformat.html, 2.1). */
const knownFormat = 3_007_000;
const headerSize = 48;

interface OpenFile {
	readonly descriptor: number;
	users: number;
}

/** Closing a descriptor ends all locks that the process has on the file (POSIX), SQLite's too: so one for all, closed after the last. */
const openFiles = new Map<string, OpenFile>();

/**
 * Watches the header of the WAL index, in which each commit of each process changes a counter and a checksum before it is done. Reading
 * those 48 bytes takes a fifteenth of what the smallest query takes among requests. The database must have been read before.
 */
export function openCommitMark(databasePath: string): CommitMark {
	const path = resolve(`${databasePath}-shm`);
	const file = take(path);
	if (!file) return { isSame: () => false, close: () => undefined };
	let seen = Buffer.alloc(headerSize);
	let now = Buffer.alloc(headerSize);
	return {
		isSame: () => {
			if (readSync(file.descriptor, now, 0, headerSize, 0) !== headerSize) return false;
			if (now.equals(seen)) return true;
			[seen, now] = [now, seen];
			return false;
		},
		close: () => giveBack(path, file),
	};
}

function take(path: string): OpenFile | undefined {
	const known = openFiles.get(path);
	if (known) {
		known.users++;
		return known;
	}
	try {
		const file = { descriptor: openSync(path, "r"), users: 1 };
		openFiles.set(path, file);
		if (isKnown(file.descriptor)) return file;
		giveBack(path, file);
	} catch {
		// There is none where a file system has no shared memory.
	}
	return undefined;
}

function isKnown(descriptor: number): boolean {
	const bytes = new Uint32Array(1);
	return readSync(descriptor, bytes, 0, 4, 0) === 4 && bytes[0] === knownFormat;
}

function giveBack(path: string, file: OpenFile): void {
	file.users--;
	if (file.users > 0) return;
	openFiles.delete(path);
	closeSync(file.descriptor);
}
