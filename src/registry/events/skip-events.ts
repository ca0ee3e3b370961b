import type { Needs } from "../needs.ts";

/** Skips all events up to now: no one is notified of them. */
export async function skipEvents(needs: Needs): Promise<void> {
	await needs.store.keep(async (tx) => {
		const cursor = await tx.events.lockCursor();
		const { newest } = await tx.events.getBacklog();
		if (newest > cursor) await tx.events.moveCursor(newest);
	});
}
