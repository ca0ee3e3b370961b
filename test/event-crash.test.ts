import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventListeners } from "../src/main/event-listeners.ts";
import { dispatchEvents } from "../src/registry/events/dispatch-events.ts";
import { openStore } from "../src/storage/open-store.ts";
import type { Store } from "../src/storage/store.ts";
import { engines, type Location, needsOn, newLocation } from "./registries.ts";

const rounds = 4;

describe.concurrent.each(engines)("a process killed while it dispatches, on %s", (engine) => {
	it("notifies of each commit once, and sends each webhook message once", { timeout: 240_000 }, async () => {
		const { location, remove } = await newLocation(engine);
		try {
			const accounts: number[] = [];
			let cut = 0;
			for (let round = 0; round < rounds; round++) {
				accounts.push(await runAndKill(location));
				const store = await openStore(location);
				try {
					const { dispatched, newest } = await store.read.events.getBacklog();
					cut += newest - dispatched;
					// The event after the last dispatched one is dispatched by the next process, or here.
					if (round % 2 === 1)
						await dispatchEvents(
							needsOn(store, () => new Date().toISOString()),
							{ limit: 100_000, listeners: eventListeners },
						);
				} finally {
					await store.close();
				}
			}
			const store = await openStore(location);
			try {
				await dispatchEvents(
					needsOn(store, () => new Date().toISOString()),
					{ limit: 100_000, listeners: eventListeners },
				);
				for (const accountId of accounts) await check(store, accountId);
			} finally {
				await store.close();
			}
			expect(cut, "and was killed before it had told all").toBeGreaterThan(0);
		} finally {
			await remove();
		}
	});
});

async function check(store: Store, accountId: number): Promise<void> {
	const entries = await store.read.audit.search({ accountId, act: "mci.commit", sort: "oldest", limit: 100_000 });
	const told = (await store.read.notifications.list({ accountId, limit: 100_000 })).toReversed();
	expect(told.length, "the process did something").toBeGreaterThan(0);
	expect(told.map(({ auditSeq, at }) => [auditSeq, at])).toEqual(entries.map(({ seq, at }) => [seq, at]));
	for (const { id } of await store.read.webhooks.list(accountId)) {
		const deliveries = (await store.read.deliveries.list({ webhookId: id, limit: 100_000 })).toReversed();
		expect(deliveries.map(({ notificationId, messageId }) => [notificationId, messageId])).toEqual(
			told.map((one) => [one.id, one.messageId]),
		);
	}
}

/** Returns the account that the killed process worked in. */
async function runAndKill(location: Location): Promise<number> {
	const child = spawn(
		process.execPath,
		["--no-warnings", join(import.meta.dirname, "event-crash-child.ts"), JSON.stringify(location)],
		{
			stdio: ["ignore", "pipe", "pipe"],
		},
	);
	let [output, errors] = ["", ""];
	child.stdout.on("data", (bytes) => {
		output += bytes;
	});
	child.stderr.on("data", (bytes) => {
		errors += bytes;
	});
	const ended = once(child, "close");
	while (!output.includes("told ") && child.exitCode === null) await sleep(5);
	await sleep(20 + Math.random() * 400);
	child.kill("SIGKILL");
	await ended;
	expect(child.signalCode, errors).toBe("SIGKILL");
	return Number(/^account (\d+)$/m.exec(output)?.[1]);
}
