import { setTimeout as sleep } from "node:timers/promises";
import { eventListeners } from "../src/main/event-listeners.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { dispatchEvents } from "../src/registry/events/dispatch-events.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { createWebhook } from "../src/registry/webhooks/create-webhook.ts";
import { openStore } from "../src/storage/open-store.ts";
import { type Location, needsOn, newActor } from "./registries.ts";

const parent = process.ppid;

/**
 * A process to be killed at any time: commits in a loop, and dispatches its events twice at a time, through two stores.
 * Prints the account that it works in, and a line when it has dispatched something.
 */
const location = JSON.parse(process.argv[2] ?? "") as Location;
const stores = [await openStore(location), await openStore(location)] as const;
const [needs, others] = [
	needsOn(stores[0], () => new Date().toISOString()),
	needsOn(stores[1], () => new Date().toISOString()),
];

const actor = await newActor(stores[0]);
await createComponent(needs, actor, { kind: "mci", name: "web" });
for (const name of ["all", "commits"]) {
	await createWebhook(needs, actor, {
		name,
		url: "https://hooks.invalid/",
		events: [name === "all" ? "*" : "component.committed"],
	});
}
process.stdout.write(`account ${actor.accountId}\n`);
await Promise.race([commitInLoop(), Promise.all([dispatchInLoop(needs), dispatchInLoop(others)])]);
process.exit(1);

async function commitInLoop(): Promise<void> {
	// Ends automatically when the process that was to kill it is gone.
	for (let i = 1; process.ppid === parent; i++) {
		await putSetting(needs, actor, {
			name: "web",
			expected: null,
			cloud: "gcp",
			setting: { image: { uid: `i-${i}` } },
		});
		await commitRevision(needs, actor, { kind: "mci", name: "web", expected: null, message: `commit ${i}` });
		// The embedded database answers in this thread: without a turn of the event loop no other work would proceed.
		await sleep(1);
	}
}

async function dispatchInLoop(on: typeof needs): Promise<void> {
	for (;;) {
		const { notifications } = await dispatchEvents(on, { limit: 3, listeners: eventListeners });
		if (notifications > 0) process.stdout.write(`told ${notifications}\n`);
		// Slower than the commits, so that a kill at any time leaves some undispatched.
		await sleep(20);
	}
}
