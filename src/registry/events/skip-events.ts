import type { Needs } from "../needs.ts";

/** Takes all that was done until now for no news: nobody is told of it. */
export async function skipEvents(needs: Needs): Promise<void> {
	await needs.store.keep(async (tx) => {
		const cursor = await tx.events.takeCursor();
		const { newest } = await tx.events.getBacklog();
		if (newest > cursor) await tx.events.moveCursor(newest);
	});
}
