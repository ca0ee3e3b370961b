import type { FastifyBaseLogger } from "fastify";
import { dispatchEvents } from "../registry/events/dispatch-events.ts";
import { runJobs } from "../registry/jobs/run-jobs.ts";
import type { Needs } from "../registry/needs.ts";
import { eventListeners } from "./event-listeners.ts";
import { jobHandlers } from "./job-handlers.ts";

/** Limits for the work after a command on a data directory; the next command, or a server, continues. */
const most = { entries: 1000, jobs: 20 } as const;

/**
 * Dispatches events and runs the jobs that need no network after a command wrote something, so that a registry
 * without a server has notifications too. The command has already succeeded, so failures are logged and left for
 * the next one.
 */
export async function settleLocally(needs: Needs, log: FastifyBaseLogger): Promise<void> {
	try {
		const { problems } = await dispatchEvents(needs, { limit: most.entries, listeners: eventListeners });
		for (const { seq, error } of problems)
			log.error({ err: error, seq }, "an event listener failed; the other listeners were called");
		const { failed } = await runJobs(needs, { limit: most.jobs, only: "local", handlers: jobHandlers });
		for (const { kind, key, error } of failed) log.error({ err: error, kind, key }, "a job failed");
	} catch (error) {
		log.error({ err: error }, "events were not dispatched");
	}
}
