import { feedHandlers } from "../registry/feeds/feed-handlers.ts";
import { followHandlers } from "../registry/imports/follow-handlers.ts";
import type { JobHandler } from "../registry/jobs/job-handler.ts";

/** The handler of each kind of job. */
export const jobHandlers: Readonly<Record<string, JobHandler>> = { ...followHandlers, ...feedHandlers };
