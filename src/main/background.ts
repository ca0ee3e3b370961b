import { setImmediate as letOthers, setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { dispatchEvents } from "../registry/events/dispatch-events.ts";
import { forgetEvents } from "../registry/events/forget-events.ts";
import { runJobs } from "../registry/jobs/run-jobs.ts";
import type { Needs } from "../registry/needs.ts";
import { claimDeliveries } from "../registry/webhooks/deliver-webhooks.ts";
import { sendDelivery } from "../registry/webhooks/send-delivery.ts";
import { eventListeners } from "./event-listeners.ts";
import { jobHandlers } from "./job-handlers.ts";

/** The background work of a server. */
export interface Background {
	/** Ends it: what is under way is ended or given back. */
	stop(): Promise<void>;
}

/** Wait times of its loops, in milliseconds. */
export interface Pace {
	/** How often it is looked whether something was written. */
	readonly pulseMs: number;
	/** The longest sleep, for what becomes due without being written; and the pause after a failure. */
	readonly longestMs: number;
}

const usualPace: Pace = { pulseMs: 500, longestMs: 5000 };
const hourMs = 3_600_000;
/** Limits per turn, so that no kind of work blocks the others. */
const most = { entries: 100, jobs: 10, forgotten: 5000 } as const;
/** Concurrent jobs that wait for a remote server. */
const remoteLoops = 4;
/** Concurrent deliveries. */
const slots = 32;

/**
 * Starts the loops that dispatch events, run jobs, deliver webhooks and delete old rows, each independently, until
 * stopped. A loop runs again at once while there is work; else after a write, and every five seconds. A failure is
 * logged once and retried.
 */
export function startBackground(needs: Needs, log: FastifyBaseLogger, pace = usualPace): Background {
	const stopping = new AbortController();
	const { signal } = stopping;
	const pulse = openPulse(needs.store, signal, pace);
	const underWay = new Set<Promise<void>>();
	const loops = [
		pulse.end,
		repeat("events", async () => {
			const { entries, problems } = await dispatchEvents(needs, { limit: most.entries, listeners: eventListeners });
			for (const { seq, error } of problems)
				log.error({ err: error, seq }, "an event listener failed; the other listeners were called");
			return entries > 0;
		}),
		repeat("jobs", () => jobs("local")),
		// What waits for somebody's server keeps no notices waiting, and no others' jobs of the network as long as a few
		// don't.
		...Array.from({ length: remoteLoops }, () => repeat("jobs of the network", () => jobs("remote"))),
		repeat("webhooks", async () => {
			const taken = await claimDeliveries(needs, slots - underWay.size);
			for (const one of taken) {
				const sending: Promise<void> = sendDelivery(needs, one, signal)
					.catch((error: unknown) =>
						log.error({ err: error, delivery: one.delivery.id }, "a webhook delivery could not be attempted"),
					)
					.finally(() => underWay.delete(sending));
				underWay.add(sending);
			}
			return taken.length > 0 && underWay.size < slots;
		}),
		repeat("forgetting", forgetHourly(needs)),
	];
	return {
		stop: async () => {
			stopping.abort();
			await Promise.all(loops);
			await Promise.all(underWay);
		},
	};

	async function jobs(only: "local" | "remote"): Promise<boolean> {
		const { done, failed } = await runJobs(needs, { limit: most.jobs, only, signal, handlers: jobHandlers });
		for (const { kind, key, error, gaveUp } of failed) {
			if (!signal.aborted) log.warn({ err: error, kind, key, gaveUp }, "a job failed");
		}
		return done + failed.length > 0;
	}

	async function repeat(what: string, turn: () => Promise<boolean>): Promise<void> {
		let problem: string | undefined;
		while (!signal.aborted) {
			const seen = pulse.count();
			try {
				if (await turn()) {
					// The embedded database answers in this thread: requests come between two turns or never.
					await letOthers();
					continue;
				}
				if (problem !== undefined) log.info({ what }, "background work continues");
				problem = undefined;
			} catch (error) {
				const now = error instanceof Error ? error.message : String(error);
				if (now !== problem) log.error({ err: error, what }, "background work failed and will be retried");
				problem = now;
				await pause(pace.longestMs, signal);
			}
			await pulse.next(seen);
		}
	}
}

/** A turn that runs once an hour; deleting old rows is not urgent. */
function forgetHourly(needs: Needs): () => Promise<boolean> {
	let next = 0;
	return async () => {
		const now = Date.parse(needs.now());
		if (now < next) return false;
		const { notifications, deliveries } = await forgetEvents(needs, { limit: most.forgotten });
		const isMore = Math.max(notifications, deliveries) >= most.forgotten;
		if (!isMore) next = now + hourMs;
		return isMore;
	};
}

/** Wakes all waiting loops after a write by any process. */
function openPulse(store: Needs["store"], signal: AbortSignal, { pulseMs, longestMs }: Pace) {
	let beats = 0;
	const waiting = new Set<() => void>();
	const wake = () => {
		for (const resolve of waiting) resolve();
		waiting.clear();
	};
	return { count: () => beats, next, end: beat() };

	async function beat(): Promise<void> {
		let known: number | undefined;
		while (!signal.aborted) {
			// A database that is away for a time is told by whoever works with it.
			const generation = await ask().catch(() => known);
			if (generation !== known) {
				known = generation;
				beats++;
				wake();
			}
			await pause(pulseMs, signal);
		}
		wake();
	}

	async function ask(): Promise<number> {
		return store.generation();
	}

	/** The first beat after the one that was counted, or five seconds. */
	async function next(seen: number): Promise<void> {
		if (signal.aborted || beats !== seen) return;
		const over = new AbortController();
		const { promise, resolve } = Promise.withResolvers<void>();
		waiting.add(resolve);
		await Promise.race([promise, pause(longestMs, AbortSignal.any([signal, over.signal]))]);
		waiting.delete(resolve);
		over.abort();
	}
}

/** Waits, at most until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
	await sleep(ms, undefined, { signal }).catch(() => undefined);
}
