import { parentPort, workerData } from "node:worker_threads";
import { isFault } from "../core/errors.ts";
import { type ListBytes, type ReadingOptions, readListings } from "../upstreams/read-listing.ts";

/** A worker thread that reads published lists, so that a large one does not hold up the requests of others. */
const { files, reading } = workerData as { files: ListBytes[]; reading: ReadingOptions };
try {
	parentPort?.postMessage({ listings: readListings(files, reading) });
} catch (error) {
	if (!isFault(error)) throw error;
	parentPort?.postMessage({ fault: { code: error.code, details: error.details } });
}
