import { describe, expect, it } from "vitest";
import { componentsOf } from "../../test/components.ts";
import { engines, needsOn, useRegistry } from "../../test/registries.ts";
import { standIn } from "../../test/stand-in.ts";
import { openStore } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { setImageLifecycle } from "./images/set-image-lifecycle.ts";
import { listLifecycles } from "./lifecycles/list-lifecycles.ts";
import { setLifecycle } from "./lifecycles/set-lifecycle.ts";
import { registryTime } from "./registry-time.ts";
import { resolveImage } from "./resolve/resolve-image.ts";

const noon = "2026-03-03T12:00:00.000Z";
const twentySecondsBehind = "2026-03-03T11:59:40.000Z";
const twoDaysBack = "2026-03-01T12:00:00.000Z";

describe.each(engines)("the registry's time on %s", (engine) => {
	const registry = useRegistry(engine);
	let clock = noon;
	/** The registry with the real rule for its time, and a machine whose clock a test sets. */
	const needsAt = (store: Store, at: () => string) =>
		needsOn(
			store,
			registryTime(store, () => Date.parse(at())),
		);
	const needs = standIn(() => needsAt(registry.needs.store, () => clock));
	const question = { ref: "web", cloud: "gcp", requestedValues: {} };

	async function revokedWeb() {
		clock = noon;
		const actor = await registry.newActor();
		await componentsOf(needs, actor).history("web", "i1");
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE-1" });
		return actor;
	}

	it("keeps a revocation in force on a server whose clock is behind", async () => {
		const store = await openStore(registry.location);
		try {
			const behind = needsAt(store, () => twentySecondsBehind);
			await resolveImage(behind, await registry.newActor(), question).catch(() => undefined);
			const actor = await revokedWeb();
			await store.generation();
			expect(await resolveImage(behind, actor, question)).toMatchObject({ kind: "unresolved", verdict: "refused" });
			const { lifecycles } = await listLifecycles(behind, actor, { kind: "mci", name: "web" });
			expect(lifecycles).toMatchObject([{ number: 1, state: "revoked" }]);
		} finally {
			await store.close();
		}
	});

	it("keeps revocations of commits and images in force if the clock is set back", async () => {
		const actor = await revokedWeb();
		await componentsOf(needs, actor).history("db", "i9");
		await setImageLifecycle(needs, actor, { cloud: "gcp", uid: "i9", state: "revoked", reason: "CVE-2" });
		clock = twoDaysBack;
		for (const ref of ["web", "db"])
			expect(await resolveImage(needs, actor, { ...question, ref })).toMatchObject({ verdict: "refused" });
	});

	it("is remembered by a process that starts with a clock that is behind", async () => {
		await revokedWeb();
		const store = await openStore(registry.location);
		try {
			expect(registryTime(store, () => Date.parse(twoDaysBack))() >= noon).toBe(true);
		} finally {
			await store.close();
		}
	});

	it("is the machine's if that is ahead of everything recorded", async () => {
		await revokedWeb();
		const ahead = "2031-01-01T00:00:00.000Z";
		expect(registryTime(needs.store, () => Date.parse(ahead))()).toBe(ahead);
	});

	it("comes from the database's machine, and runs on", async () => {
		const { time } = needs.store;
		const before = time.machine();
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(time.machine()).toBeGreaterThan(before);
		// PostgreSQL runs on this machine in tests.
		expect(Math.abs(time.machine() - Date.now())).toBeLessThan(5000);
	});
});
