import type { EventListener } from "./event-listener.ts";
import { listenToPublishers } from "./follow-listener.ts";
import { listenToGroups, listenToSubscriptions } from "./publication-listeners.ts";

/** Every listener. */
export const eventListeners: readonly EventListener[] = [listenToPublishers, listenToGroups, listenToSubscriptions];
