import { feedHandlers } from "./feed-handlers.ts";
import { followHandlers } from "./follow-handlers.ts";
import type { JobHandler } from "./job-handler.ts";

/** The handler of each kind of job. */
export const jobHandlers: Readonly<Record<string, JobHandler>> = { ...followHandlers, ...feedHandlers };
