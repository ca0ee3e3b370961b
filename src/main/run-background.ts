import type { BackgroundOptions, BackgroundRun } from "../cli/world.ts";
import { isFault } from "../core/errors.ts";
import { dispatchEvents } from "../registry/events/dispatch-events.ts";
import { forgetEvents } from "../registry/events/forget-events.ts";
import { runJobs } from "../registry/jobs/run-jobs.ts";
import type { Needs } from "../registry/needs.ts";
import { deliverWebhooks } from "../registry/webhooks/deliver-webhooks.ts";
import { assembleRegistry } from "./assemble.ts";
import { eventListeners } from "./event-listeners.ts";
import { jobHandlers } from "./job-handlers.ts";

/** Limits per round, and the maximum number of rounds while there is work. */
const most = { entries: 1000, jobs: 100, tries: 1000, rounds: 1000, forgotten: 100_000 } as const;

/** Runs all due background work once, without a server: jobs, deliveries, and the work that follows from them. */
export async function runBackground({
	data,
	databaseUrl,
	allowPrivateWebhooks,
}: BackgroundOptions): Promise<BackgroundRun> {
	const registry = await assembleRegistry({ data, databaseUrl, allowPrivateUpstreams: true, allowPrivateWebhooks });
	try {
		const { needs } = registry;
		let run: BackgroundRun = { entries: 0, notifications: 0, jobs: 0, failedJobs: [], tries: 0 };
		for (let round = 0; round < most.rounds; round++) {
			const done = await runRound(needs);
			run = sumOf(run, done);
			if (done.entries + done.jobs + done.failedJobs.length + done.tries === 0) break;
		}
		await forgetEvents(needs, { limit: most.forgotten });
		return run;
	} finally {
		await registry.close();
	}
}

async function runRound(needs: Needs): Promise<BackgroundRun> {
	const { entries, notifications } = await dispatchEvents(needs, { limit: most.entries, listeners: eventListeners });
	const { done: jobs, failed } = await runJobs(needs, { limit: most.jobs, handlers: jobHandlers });
	const tries = await deliverWebhooks(needs, { limit: most.tries });
	const failedJobs = failed.map(({ kind, key, error }) => ({
		kind,
		key,
		problem: isFault(error) ? error.message : String(error),
	}));
	return { entries, notifications, jobs, failedJobs, tries };
}

function sumOf(a: BackgroundRun, b: BackgroundRun): BackgroundRun {
	return {
		entries: a.entries + b.entries,
		notifications: a.notifications + b.notifications,
		jobs: a.jobs + b.jobs,
		failedJobs: [...a.failedJobs, ...b.failedJobs],
		tries: a.tries + b.tries,
	};
}
