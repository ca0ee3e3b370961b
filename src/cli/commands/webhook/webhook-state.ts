import type { Webhook } from "../../../client/generated/registry.ts";
import { formatTime } from "../../output/format-time.ts";

/** A webhook's state, in a few words. */
export function webhookState({
	active,
	pausedBecause,
	failingSince,
}: Pick<Webhook, "active" | "pausedBecause" | "failingSince">): string {
	if (!active) return pausedBecause === null ? "paused" : `paused: ${pausedBecause}`;
	return failingSince === null ? "active" : `failing since ${formatTime(failingSince)}`;
}
