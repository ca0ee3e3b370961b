import type { EventListener } from "./event-listener.ts";
import { listenToPublishers } from "./follow-listener.ts";

/** Every listener. */
export const eventListeners: readonly EventListener[] = [listenToPublishers];
