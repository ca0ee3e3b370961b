import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { isFault } from "../src/core/errors.ts";
import { digestOf } from "../src/registry/components/component-content.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { getHead, getRevision } from "../src/registry/components/get-component.ts";
import { searchComponents } from "../src/registry/components/search-components.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { resolveImage } from "../src/registry/resolve/resolve-image.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { engines, useRegistry } from "./registries.ts";

const commits = 200;

describe.each(engines)("two stores on one %s database", (engine) => {
	const registry = useRegistry(engine);
	let processes: readonly Needs[];

	beforeAll(async () => {
		processes = [registry.needs, await registry.second()];
	});

	function processOf(i: number): Needs {
		return processes[i % processes.length] ?? registry.needs;
	}

	it("accept 200 commits of 200 MCIs at once, each once", async () => {
		const actor = await registry.newActor();
		await all(commits, async (i) => {
			const needs = processOf(i);
			await createComponent(needs, actor, { kind: "mci", name: `mci-${i}` });
			await putSetting(needs, actor, {
				name: `mci-${i}`,
				expected: 1,
				cloud: "gcp",
				setting: { image: { uid: `i-${i % 7}` } },
			});
			const { revision } = await commitRevision(needs, actor, {
				kind: "mci",
				name: `mci-${i}`,
				expected: 2,
				message: `${i}`,
			});
			expect(revision.number).toBe(1);
		});
		const mcis = await searchComponents(registry.needs, actor, { kind: "mci", sort: "name", limit: 1000 });
		expect(mcis.map((mci) => `${mci.name} ${mci.latest} ${mci.headVersion}`).sort()).toEqual(
			Array.from({ length: commits }, (_, i) => `mci-${i} 1 3`).sort(),
		);
		for (const i of [0, 1, 99, 199]) {
			const answer = await resolveImage(processOf(i + 1), actor, {
				ref: `mci-${i}`,
				cloud: "gcp",
				requestedValues: {},
			});
			expect(answer).toMatchObject({ kind: "resolved", image: { uid: `i-${i % 7}` } });
		}
		const entries = await registry.needs.store.read.audit.list(actor.accountId, { limit: 1000 });
		expect(entries).toHaveLength(3 * commits + 1);
		expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => (entries[0]?.seq ?? 0) - i));
		expect(
			await registry.needs.store.read.images.search({ accountId: actor.accountId, sort: "oldest", limit: 100 }),
		).toHaveLength(7);
	});

	it("accept 200 commits of one MCI at once, none lost or doubled, each with its author's content", async () => {
		const actor = await registry.newActor();
		await createComponent(registry.needs, actor, { kind: "mci", name: "web" });
		const acknowledged: { number: number; digest: string; cloud: string; uid: string }[] = [];
		let stale = 0;
		/**
		 * Four users with a cloud each: they change HEAD as they read it, commit it as they left it, and start over when
		 * another was faster.
		 */
		await all(regions.length, async (hand) => {
			const needs = processOf(hand);
			const cloud = `azure-${regions[hand]}`;
			let uid = "";
			for (let done = 0, i = 0; done < commits / regions.length; i++) {
				try {
					const { component: mci, changes } = await getHead(needs, actor, { kind: "mci", name: "web" });
					let expected = mci.headVersion;
					if (!changes.some((change) => "cloud" in change && change.cloud === cloud)) {
						const edited = await putSetting(needs, actor, {
							name: "web",
							expected,
							cloud,
							setting: { image: { uid: `${hand}-${i}` } },
						});
						uid = `${hand}-${i}`;
						expected = edited.component.headVersion;
					}
					const { revision } = await commitRevision(needs, actor, { kind: "mci", name: "web", expected, message: uid });
					acknowledged.push({ number: revision.number, digest: revision.digest, cloud, uid });
					done++;
				} catch (error) {
					if (!isFault(error) || error.code !== "head-stale") throw error;
					stale++;
					await sleep(Math.random() * 20);
				}
			}
		});
		expect(stale, "they were in each other's way").toBeGreaterThan(0);
		expect((await getHead(registry.needs, actor, { kind: "mci", name: "web" })).component.latest).toBe(commits);
		expect(acknowledged.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
			Array.from({ length: commits }, (_, i) => i + 1),
		);
		for (const { number, digest, cloud, uid } of acknowledged) {
			const { revision, content } = await getRevision(processOf(number), actor, { kind: "mci", ref: `web@${number}` });
			expect(revision).toMatchObject({ digest, message: uid, settingsCount: content.settings.length });
			expect(digestOf(registry.needs, content)).toBe(digest);
			expect(content.settings.find((setting) => setting.cloud === cloud)?.image.uid).toBe(uid);
		}
	});
});

const regions = ["eastus", "westus2", "westeurope", "northeurope"];

async function all(count: number, act: (i: number) => Promise<void>): Promise<void> {
	await Promise.all(Array.from({ length: count }, (_, i) => act(i)));
}
