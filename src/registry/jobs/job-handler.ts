import type { StoredJob } from "../../storage/store.ts";
import type { NewNotification } from "../events/add-notifications.ts";
import type { Needs } from "../needs.ts";

/** The handler of one kind of job. */
export interface JobHandler {
	/** True if it needs no network: the command line on a data directory runs it too. */
	readonly isLocal: boolean;
	/**
	 * The longest a run may take, in milliseconds; after that another process may start it again, so a run must end
	 * before.
	 */
	readonly leaseMs: number;
	/**
	 * Does the work. Must be idempotent: a job is run again if its process was killed before it was marked done. Returns
	 * when to run it next (UTC ISO 8601); undefined = done. A run that throws is tried again, seven times over a day.
	 */
	run(needs: Needs, job: StoredJob, signal: AbortSignal | undefined): Promise<string | undefined>;
	/** The notifications for a job that was given up; `problem` is the failure of its last run. */
	gaveUp?(needs: Needs, job: StoredJob, problem: string): Promise<readonly NewNotification[]>;
}
