import { isFault } from "../../core/errors.ts";
import { eventsOf } from "../../core/event/index.ts";
import type { NewJob, Reads, StoredAuditEntry, Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { addNotifications, type NewNotification } from "./add-notifications.ts";
import type { EventListener } from "./event-listener.ts";

/** The result of a dispatch. */
export interface Dispatched {
	/** Number of audit entries read. */
	readonly entries: number;
	readonly notifications: number;
	/** Entries at which a listener failed; the other listeners were called. */
	readonly problems: readonly { readonly seq: number; readonly error: unknown }[];
}

const batchSize = 100;

/**
 * Turns the audit entries after the cursor into notifications, deliveries and jobs, oldest first, up to `limit`
 * entries. The cursor moves in the same transaction, so each entry is dispatched exactly once, whatever crashes and
 * however many dispatch at the same time. Writes nothing if there are no entries.
 */
export async function dispatchEvents(
	needs: Needs,
	{ limit, listeners }: { readonly limit: number; readonly listeners: readonly EventListener[] },
): Promise<Dispatched> {
	const problems: { seq: number; error: unknown }[] = [];
	let [entries, notifications] = [0, 0];
	while (entries < limit && (await hasBacklog(needs))) {
		const done = await dispatchSome(needs, { size: Math.min(batchSize, limit - entries), listeners, problems });
		if (done.entries === 0) break;
		entries += done.entries;
		notifications += done.notifications;
	}
	return { entries, notifications, problems };
}

async function hasBacklog({ store }: Needs): Promise<boolean> {
	const { dispatched, newest } = await store.read.events.getBacklog();
	return dispatched < newest;
}

interface Batch {
	readonly size: number;
	readonly listeners: readonly EventListener[];
	readonly problems: { seq: number; error: unknown }[];
}

/**
 * A failing listener rolls back the whole transaction; its entry is then dispatched in a batch of one, without that
 * listener.
 */
async function dispatchSome(needs: Needs, batch: Batch): Promise<Pick<Dispatched, "entries" | "notifications">> {
	try {
		return await dispatchBatch(needs, batch);
	} catch (error) {
		if (!(error instanceof ListenerFailed)) throw error;
		if (batch.size > 1) return dispatchSome(needs, { ...batch, size: 1 });
		const done = await dispatchSome(needs, {
			...batch,
			listeners: batch.listeners.filter((one) => one !== error.listener),
		});
		batch.problems.push({ seq: error.seq, error: error.cause });
		return done;
	}
}

class ListenerFailed extends Error {
	readonly listener: EventListener;
	readonly seq: number;
	/** The cause's code; the store decides by it whether to retry the transaction. */
	readonly code: unknown;

	constructor(listener: EventListener, seq: number, cause: unknown) {
		super(`a listener failed at audit entry ${seq}`, { cause });
		this.listener = listener;
		this.seq = seq;
		this.code = cause instanceof Error && "code" in cause ? cause.code : undefined;
	}
}

async function hear(
	listener: EventListener,
	needs: Needs,
	{ reads, entry }: { readonly reads: Reads; readonly entry: StoredAuditEntry },
) {
	try {
		return await listener(needs, reads, entry);
	} catch (error) {
		// Not the listener's fault: the transaction must be retried, or the database is down.
		if (isFault(error) && error.kind === "unavailable") throw error;
		throw new ListenerFailed(listener, entry.seq, error);
	}
}

function dispatchBatch(
	needs: Needs,
	{ size, listeners }: Batch,
): Promise<Pick<Dispatched, "entries" | "notifications">> {
	return needs.store.keep(async (tx) => {
		const cursor = await tx.events.lockCursor();
		const entries = await tx.audit.listChain({ after: cursor, last: Number.MAX_SAFE_INTEGER, limit: size });
		const last = entries.at(-1);
		if (!last) return { entries: 0, notifications: 0 };
		const notifications: NewNotification[] = [];
		const jobs: NewJob[] = [];
		for (const entry of entries) {
			notifications.push(...ownNotifications(entry));
			for (const listen of listeners) {
				const told = await hear(listen, needs, { reads: tx, entry });
				notifications.push(...(told.notifications ?? []));
				jobs.push(...(told.jobs ?? []));
			}
		}
		await addNotifications(needs, tx, notifications);
		await putJobs(needs, tx, jobs);
		await tx.events.moveCursor(last.seq);
		return { entries: entries.length, notifications: notifications.length };
	});
}

function ownNotifications(entry: StoredAuditEntry): NewNotification[] {
	const { accountId, at, seq: auditSeq } = entry;
	return eventsOf(entry).map((event) => ({ ...event, accountId, at, auditSeq }));
}

async function putJobs(needs: Needs, tx: Transaction, jobs: readonly NewJob[]): Promise<void> {
	for (const job of jobs) await tx.jobs.put(job, needs.now());
}
