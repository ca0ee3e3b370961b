import type { TakenDelivery } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-moment.ts";
import { deliveryLeaseMs, sendDelivery } from "./send-delivery.ts";

/** Of one receiver under way at a time, over all servers: a slow one holds up no other. */
const perWebhook = 3;
const perAccount = 8;
const together = 16;

/** Takes what is due, up to so many. Whoever took it sends it, within the lease. Writes nothing when nothing is due. */
export async function takeDeliveries(needs: Needs, limit: number): Promise<TakenDelivery[]> {
	const now = needs.now();
	if (limit < 1 || !(await needs.store.read.deliveries.hasDue(now))) return [];
	return needs.store.keep((tx) =>
		tx.deliveries.take({ now, until: afterMs(now, deliveryLeaseMs), limit, perWebhook, perAccount }),
	);
}

/** Sends all that is due now, some at a time, up to `limit` tries. Gives how many were made. */
export async function deliverWebhooks(
	needs: Needs,
	{ limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
): Promise<number> {
	let tried = 0;
	while (tried < limit && !signal?.aborted) {
		const taken = await takeDeliveries(needs, Math.min(together, limit - tried));
		if (taken.length === 0) break;
		await Promise.all(taken.map((one) => sendDelivery(needs, one, signal)));
		tried += taken.length;
	}
	return tried;
}
