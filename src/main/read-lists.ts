import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type FaultCode, type FaultDetails, fault } from "../core/errors.ts";
import type { ListBytes, ReadingOptions, ReadListing } from "../upstreams/read-listing.ts";
import { isGzip } from "../upstreams/reading/gzip.ts";
import { packageFolder } from "./package-folder.ts";

/**
 * Smaller lists are read in this thread, as starting another would cost more than it saves. The size of a compressed
 * one is not known.
 */
const smallEnough = 512 * 1024;
const timeLimitMs = 120_000;
const memoryLimitMb = 4096;

type Message =
	| { readonly listings: ReadListing[] }
	| { readonly fault: { readonly code: FaultCode; readonly details: FaultDetails } };

/**
 * Reads published lists, large ones in a thread of their own with limits of time and memory. Throws what `readListings`
 * throws.
 */
export async function readLists(files: readonly ListBytes[], reading: ReadingOptions): Promise<ReadListing[]> {
	const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
	if (size <= smallEnough && !files.some(({ bytes }) => isGzip(bytes)))
		return (await import("../upstreams/read-listing.ts")).readListings(files, reading);
	const message = await inThread(files, reading);
	if ("fault" in message) throw fault(message.fault.code, message.fault.details);
	return message.listings;
}

function inThread(files: readonly ListBytes[], reading: ReadingOptions): Promise<Message> {
	const name = files[0]?.path.split("/").at(-1) ?? "list";
	return new Promise((resolve, reject) => {
		const worker = new Worker(workerFile(), {
			workerData: { files, reading },
			resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
		});
		const refuse = (problem: string) =>
			reject(fault("upstream-file-malformed", { file: name, line: 1, column: 1, problem }));
		const timer = setTimeout(() => {
			refuse(`reading it took longer than ${timeLimitMs / 1000} seconds`);
			void worker.terminate();
		}, timeLimitMs);
		worker.once("message", resolve);
		worker.once("error", (error) => {
			if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY")
				refuse(`reading it took more than ${memoryLimitMb} MiB of memory`);
			else reject(error);
		});
		worker.once("exit", () => clearTimeout(timer));
	});
}

/** The worker next to the bundle if there is one, else the source. */
function workerFile(): string {
	const bundled = join(packageFolder(), "dist", "read-lists.js");
	return process.env.MCI_VERSION !== undefined && existsSync(bundled)
		? bundled
		: join(import.meta.dirname, "read-lists-worker.ts");
}
