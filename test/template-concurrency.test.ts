import { beforeAll, describe, expect, it } from "vitest";
import { isFault } from "../src/core/errors.ts";
import { digestOf } from "../src/registry/components/component-content.ts";
import { getHead, getRevision } from "../src/registry/components/get-component.ts";
import { allPins } from "../src/registry/components/template-pins.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { changeTemplateInputs } from "../src/registry/templates/edit-template-inputs.ts";
import { setTemplateMcis } from "../src/registry/templates/edit-template-mcis.ts";
import { engines, useRegistry } from "./registries.ts";
import { templateBuilder } from "./template-builders.ts";

const people = 10;

describe.each(engines)("templates through two stores on one %s database", (engine) => {
	const registry = useRegistry(engine);
	let processes: readonly Needs[];

	beforeAll(async () => {
		processes = [registry.needs, await registry.second()];
	});

	const processOf = (i: number) => processes[i % processes.length] ?? registry.needs;
	const each = <T>(act: (i: number) => Promise<T>) => Promise.all(Array.from({ length: people }, (_, i) => act(i)));

	/** Returns `@n` of every commit, and checks that each one's pins are existing commits with the recorded digests. */
	async function checkTemplate(actor: Parameters<typeof getHead>[1], name: string): Promise<number[]> {
		const { component } = await getHead(registry.needs, actor, { kind: "template", name });
		const revisions = await registry.needs.store.read.revisions.list(component.id, { limit: 1000 });
		for (const { number, digest } of revisions) {
			const { content } = await getRevision(registry.needs, actor, { kind: "template", ref: `${name}@${number}` });
			expect(digestOf(registry.needs, content)).toBe(digest);
			for (const { pin } of allPins(content)) {
				const [pinned] = await registry.needs.store.read.components.listByLineages(actor.accountId, [pin.lineage]);
				expect(
					(await registry.needs.store.read.revisions.find(pinned?.id ?? 0, pin.revision))?.digest,
					`${name}@${number}`,
				).toBe(pin.digest);
			}
		}
		return revisions.map((revision) => revision.number).reverse();
	}

	it("accept commits with HEAD dependencies from ten users at once, without a loss, duplicate or gap", async () => {
		const actor = await registry.newActor();
		const build = templateBuilder(registry.needs, actor);
		for (const name of ["a", "b", "c"]) await build.mci(name, 1);
		await build.script("setup", 1);
		await build.template("shop", { mcis: ["a@head", "b@head", "c@head"], boot: ["setup@head"] });
		const mine = new Map<number, number>();
		await each(async (i) => {
			const needs = processOf(i);
			for (let round = 0; round < 4; round++) {
				// Each changes something of its own, so that there is something to commit; any of the commits may include it.
				await putSetting(needs, actor, {
					name: "abc"[i % 3] ?? "a",
					expected: null,
					cloud: `azure-westus${(i % 2) + 2}`,
					setting: { image: { uid: `i-${i}-${round}` } },
				});
				await changeTemplateInputs(needs, actor, {
					name: "shop",
					expected: null,
					inputs: { [`BY_${i}`]: String(round) },
				});
				try {
					const { revision } = await commitRevision(needs, actor, {
						kind: "template",
						name: "shop",
						expected: null,
						message: `${i}-${round}`,
						heads: "commit",
					});
					expect(mine.has(revision.number), "two people were told one number").toBe(false);
					mine.set(revision.number, i);
					const { content } = await getRevision(needs, actor, { kind: "template", ref: `shop@${revision.number}` });
					expect(content.inputs[`BY_${i}`]).toBe(String(round));
				} catch (error) {
					// Another user's commit included all the changes.
					if (!isFault(error) || error.code !== "nothing-to-commit") throw error;
				}
			}
		});
		const numbers = await checkTemplate(actor, "shop");
		expect(numbers).toEqual(Array.from({ length: mine.size }, (_, i) => i + 1));
		expect([...mine.keys()].sort((a, b) => a - b)).toEqual(numbers);
		const last = await getRevision(registry.needs, actor, { kind: "template", ref: "shop" });
		expect(last.content.inputs).toEqual(Object.fromEntries(Array.from({ length: people }, (_, i) => [`BY_${i}`, "3"])));
		for (const name of ["a", "b", "c"]) {
			const { component, changes } = await getHead(registry.needs, actor, { kind: "mci", name });
			const revisions = await registry.needs.store.read.revisions.list(component.id, { limit: 1000 });
			expect(revisions.map((revision) => revision.number).reverse()).toEqual(
				Array.from({ length: component.latest }, (_, i) => i + 1),
			);
			revisions.forEach((revision, i) => {
				if (i > 0)
					expect(revision.digest, `${name}@${revision.number} is committed twice`).not.toBe(revisions[i - 1]?.digest);
			});
			expect(changes, "the last commit took all there was").toEqual([]);
		}
	});

	it("that share HEADs in different orders are committed at once without a visible deadlock", async () => {
		const actor = await registry.newActor();
		const build = templateBuilder(registry.needs, actor);
		const names = ["a", "b", "c", "d"];
		for (const name of names) await build.mci(name, 1);
		for (let i = 0; i < people; i++) {
			const order = [...names.slice(i % 4), ...names.slice(0, i % 4)];
			await build.template(`t-${i}`, { mcis: (i % 2 ? order : order.reverse()).map((name) => `${name}@head`) });
		}
		for (let round = 0; round < 3; round++) {
			for (const name of names) await build.change(name, `round-${round}`);
			await each((i) => templateBuilder(processOf(i), actor).commit("template", `t-${i}`, "commit"));
			for (const name of names) {
				const { component, changes } = await getHead(registry.needs, actor, { kind: "mci", name });
				expect([name, component.latest, changes]).toEqual([name, round + 2, []]);
			}
		}
		for (let i = 0; i < people; i++) expect(await checkTemplate(actor, `t-${i}`)).toEqual([1, 2, 3]);
	});

	it("keep exactly one default however many users set their lists at once", async () => {
		const actor = await registry.newActor();
		const build = templateBuilder(registry.needs, actor);
		for (const name of ["a", "b", "c"]) await build.mci(name, 1);
		await build.template("shop", { mcis: ["a"] });
		const lists = [["a", "b"], ["b", "c"], ["c"], ["a", "b", "c"]];
		await each(async (i) => {
			const refs = lists[i % lists.length] ?? ["a"];
			await setTemplateMcis(processOf(i), actor, {
				name: "shop",
				expected: null,
				mcis: refs.map((ref, i) => ({ ref, isDefault: i === refs.length - 1 })),
			});
			const { content } = await getHead(processOf(i), actor, { kind: "template", name: "shop" });
			expect(content.mcis.filter((pin) => pin.lineage === content.defaultMci)).toHaveLength(1);
		});
	});
});
