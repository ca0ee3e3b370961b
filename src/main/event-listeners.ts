import type { EventListener } from "../registry/events/event-listener.ts";
import { listenToGroups, listenToSubscriptions } from "../registry/imports/membership-events.ts";
import { listenToPublishers } from "../registry/imports/publication-events.ts";

/** Every listener. */
export const eventListeners: readonly EventListener[] = [listenToPublishers, listenToGroups, listenToSubscriptions];
