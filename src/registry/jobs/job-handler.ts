import type { StoredJob } from "../../storage/store.ts";
import type { NewNotification } from "../events/add-notifications.ts";
import type { Needs } from "../needs.ts";

/** What is done for one kind of job. */
export interface JobHandler {
	/** True = it asks nothing of the network: the command line on a data directory does it too. */
	readonly isLocal: boolean;
	/** How long it may take at most; after that somebody else begins it anew, so it ends before. */
	readonly leaseMs: number;
	/**
	 * Does the work. It may be run again though it was done, when its process was killed: doing it twice must be as doing it once. Gives when
	 * it is to be run next (UTC ISO); undefined = it is done. What it throws is tried again, seven times over a day.
	 */
	run(needs: Needs, job: StoredJob, signal: AbortSignal | undefined): Promise<string | undefined>;
	/** Whom to tell that it was given up; `problem` is what the last try came to. */
	gaveUp?(needs: Needs, job: StoredJob, problem: string): Promise<readonly NewNotification[]>;
}
