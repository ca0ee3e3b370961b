import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-time.ts";

/** Days for which notifications and deliveries are kept. */
export const keptDays = 90;

const batchSize = 500;

/**
 * Deletes notifications and deliveries older than 90 days, oldest first, in transactions of up to 500, up to `limit` of
 * each. Returns how many it deleted. It goes in the order in which they were created, so a younger one blocks the ones
 * created after it.
 */
export async function forgetEvents(
	needs: Needs,
	{ limit }: { readonly limit: number },
): Promise<{ readonly notifications: number; readonly deliveries: number }> {
	const cutoff = afterMs(needs.now(), -keptDays * 86_400_000);
	const { read } = needs.store;
	const notifications = await forget(limit, async () => {
		const old = leading(await read.notifications.listOldest(batchSize), ({ at }) => at < cutoff);
		return { old, remove: (id) => needs.store.keep((tx) => tx.notifications.removeUpTo(id)) };
	});
	const deliveries = await forget(limit, async () => {
		const old = leading(await read.deliveries.listOldest(batchSize), ({ createdAt }) => createdAt < cutoff);
		return { old, remove: (id) => needs.store.keep((tx) => tx.deliveries.removeUpTo(id)) };
	});
	return { notifications, deliveries };
}

function leading<T>(rows: readonly T[], isOld: (row: T) => boolean): readonly T[] {
	const young = rows.findIndex((row) => !isOld(row));
	return young === -1 ? rows : rows.slice(0, young);
}

async function forget(
	limit: number,
	findOld: () => Promise<{ readonly old: readonly { readonly id: number }[]; remove(upTo: number): Promise<void> }>,
): Promise<number> {
	let gone = 0;
	while (gone < limit) {
		const { old, remove } = await findOld();
		const last = old.at(-1);
		if (!last) break;
		await remove(last.id);
		gone += old.length;
		if (old.length < batchSize) break;
	}
	return gone;
}
