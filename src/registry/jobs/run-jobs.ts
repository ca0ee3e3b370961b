import { isFault } from "../../core/errors.ts";
import { retryDelayMs } from "../../core/event/index.ts";
import type { StoredJob } from "../../storage/store.ts";
import { addNotifications } from "../events/add-notifications.ts";
import type { Needs } from "../needs.ts";
import { afterMs, retryShare } from "../retry-time.ts";
import type { JobHandler } from "./job-handler.ts";

/** The result of running jobs. */
export interface JobsRun {
	readonly done: number;
	/** Failed jobs; each is tried again until it is given up. */
	readonly failed: readonly {
		readonly kind: string;
		readonly key: string;
		readonly error: unknown;
		readonly gaveUp: boolean;
	}[];
}

/**
 * Runs the jobs that are due, one after the other, up to `limit`; with `only`, those that need no network, or those
 * that do. A job is leased, so only one process runs it at a time. A failed job is tried again, after longer and longer
 * pauses, and given up after eight runs.
 */
export async function runJobs(
	needs: Needs,
	options: {
		readonly limit: number;
		readonly only?: "local" | "remote" | undefined;
		readonly signal?: AbortSignal | undefined;
		readonly handlers: Readonly<Record<string, JobHandler>>;
	},
): Promise<JobsRun> {
	const { limit, only, signal, handlers } = options;
	const kinds = Object.keys(handlers).filter(
		(kind) => only === undefined || handlers[kind]?.isLocal === (only === "local"),
	);
	const failed: JobsRun["failed"][number][] = [];
	let done = 0;
	for (let i = 0; i < limit && !signal?.aborted; i++) {
		const job = await claimJob(needs, kinds, handlers);
		const handler = job && handlers[job.kind];
		if (!job || !handler) break;
		try {
			const again = await handler.run(needs, job, signal);
			await needs.store.keep((tx) => tx.jobs.endTry(job, { again: again ?? null, tries: 0, problem: null }));
			done++;
		} catch (error) {
			failed.push({ kind: job.kind, key: job.key, error, gaveUp: await endFailed(needs, { job, handler, error }) });
		}
	}
	return { done, failed };
}

async function claimJob(
	needs: Needs,
	kinds: readonly string[],
	handlers: Readonly<Record<string, JobHandler>>,
): Promise<StoredJob | undefined> {
	const now = needs.now();
	if (!(await needs.store.read.jobs.hasDue(kinds, now))) return undefined;
	const longest = Math.max(...kinds.map((kind) => handlers[kind]?.leaseMs ?? 0));
	const [job] = await needs.store.keep((tx) => tx.jobs.claim({ kinds, now, until: afterMs(now, longest), limit: 1 }));
	return job;
}

/**
 * Postpones a failed job, or gives it up and notifies the accounts that it concerns. Returns true if it was given up.
 */
async function endFailed(
	needs: Needs,
	failed: { readonly job: StoredJob; readonly handler: JobHandler; readonly error: unknown },
): Promise<boolean> {
	const { job, handler, error } = failed;
	const now = needs.now();
	const problem = isFault(error) ? error.message : "something went wrong in the registry";
	const wait = retryDelayMs(job.tries, retryShare(needs, `${job.key} ${job.tries}`));
	const told = wait === undefined ? ((await handler.gaveUp?.(needs, job, problem)) ?? []) : [];
	await needs.store.keep(async (tx) => {
		await tx.jobs.endTry(job, { again: wait === undefined ? null : afterMs(now, wait), tries: job.tries, problem });
		await addNotifications(needs, tx, told);
	});
	return wait === undefined;
}
