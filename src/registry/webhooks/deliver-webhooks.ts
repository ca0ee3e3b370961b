import type { TakenDelivery } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-time.ts";
import { deliveryLeaseMs, sendDelivery } from "./send-delivery.ts";

/** Deliveries in progress to one receiver, over all servers: a slow one does not hold up others. */
const perWebhook = 3;
const perAccount = 8;
const together = 16;

/**
 * Leases deliveries that are due, up to `limit`. The caller must send them within the lease. Writes nothing if none is
 * due.
 */
export async function claimDeliveries(needs: Needs, limit: number): Promise<TakenDelivery[]> {
	const now = needs.now();
	if (limit < 1 || !(await needs.store.read.deliveries.hasDue(now))) return [];
	return needs.store.keep((tx) =>
		tx.deliveries.claim({ now, until: afterMs(now, deliveryLeaseMs), limit, perWebhook, perAccount }),
	);
}

/** Sends all deliveries that are due, a few at a time, up to `limit` attempts. Returns the number of attempts. */
export async function deliverWebhooks(
	needs: Needs,
	{ limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
): Promise<number> {
	let tried = 0;
	while (tried < limit && !signal?.aborted) {
		const taken = await claimDeliveries(needs, Math.min(together, limit - tried));
		if (taken.length === 0) break;
		await Promise.all(taken.map((one) => sendDelivery(needs, one, signal)));
		tried += taken.length;
	}
	return tried;
}
