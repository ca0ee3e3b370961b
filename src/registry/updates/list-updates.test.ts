import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import { getHead } from "../components/get-component.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { listAllUpdates, listUpdates } from "./list-updates.ts";
import { type TakeUpdatesInput, takeUpdates } from "./take-updates.ts";

describe.each(engines)("updates on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		make = componentsOf(needs, actor);
		await make.history("web", "i1", "i2", "i3");
		await make.history("db", "d1", "d2");
		await make.script("setup");
		await make.commit("script", "setup");
	});

	const updates = async (name: string, kind: ComponentKind = "mci") => listUpdates(needs, actor, { kind, name });
	const told = async (name: string, kind: ComponentKind = "mci") =>
		(await updates(name, kind)).map(
			({ part, from, to }) => `${part ?? "origin"} ${from.name} ${from.number}→${to.number}`,
		);
	const take = (more: Partial<TakeUpdatesInput> = {}) =>
		takeUpdates(needs, actor, { name: "app", expected: null, ...more });
	const pins = async () => {
		const { content } = await getHead(needs, actor, { kind: "template", name: "app" });
		return [...content.mcis, ...content.scripts.boot].map(({ revision }) => revision);
	};
	const revoke = (ref: string) => setLifecycle(needs, actor, { kind: "mci", ref, state: "revoked", reason: "r" });

	describe("of a clone", () => {
		beforeEach(() => make.clone("mci", "web@1", "copy"));

		it("are its origin's newer commits, with their changes and the command that merges them", async () => {
			expect(await updates("copy")).toMatchObject([
				{
					kind: "origin",
					component: { kind: "mci", name: "copy" },
					part: null,
					from: { name: "web", number: 1 },
					to: { name: "web", number: 3 },
					changes: [{ kind: "setting-changed", before: { uid: "i1" }, after: { uid: "i3" } }],
					command: "mci merge copy --from web@3",
				},
			]);
			await make.merge("mci", "copy", "web@2");
			expect(await told("copy")).toEqual(["origin web 2→3"]);
			await make.merge("mci", "copy", "web@3");
			expect(await told("copy")).toEqual([]);
		});

		it("never include a revoked commit", async () => {
			await revoke("web@3");
			expect(await told("copy")).toEqual(["origin web 1→2"]);
			await revoke("web@2");
			expect(await told("copy")).toEqual([]);
		});

		it("quote names for a shell", async () => {
			await make.clone("mci", "web@1", "it's a copy");
			expect((await updates("it's a copy"))[0]?.command).toBe(`mci merge 'it'\\''s a copy' --from web@3`);
		});
	});

	describe("of a template", () => {
		beforeEach(() => make.template("app", { mcis: ["web@1", "db@2"], boot: ["setup@1"] }));

		it("are the newer commits of its pins, and none for a HEAD", async () => {
			await make.write("setup", "#!/bin/sh\necho two\n");
			await make.commit("script", "setup");
			expect(await told("app", "template")).toEqual(["mci web 1→3", "boot setup 1→2"]);
			expect((await updates("app", "template")).map(({ command }) => command)).toEqual([
				"mci template update app --mci web",
				"mci template update app --script setup",
			]);
			await make.pin("app", { mcis: ["web@head", "db@2"] });
			expect(await told("app", "template")).toEqual([]);
		});

		it("skip revoked ones, and replace a revoked pin, even by an older commit", async () => {
			await revoke("web@3");
			expect(await told("app", "template")).toEqual(["mci web 1→2"]);
			await revoke("db@2");
			expect(await told("app", "template")).toEqual(["mci web 1→2", "mci db 2→1"]);
			await revoke("db@1");
			expect(await told("app", "template")).toEqual(["mci web 1→2"]);
		});

		it("are applied all at once, in one edit that one undo reverts", async () => {
			await make.write("setup", "#!/bin/sh\necho two\n");
			await make.commit("script", "setup");
			const before = await getHead(needs, actor, { kind: "template", name: "app" });
			const taken = await take({ expected: before.component.headVersion });
			expect(taken.updates.map(({ to }) => `${to.name}@${to.number}`)).toEqual(["web@3", "setup@2"]);
			expect(taken.changes.map(({ kind }) => kind)).toEqual(["mci-changed", "scripts-changed"]);
			expect(taken.component.headVersion).toBe(before.component.headVersion + 1);
			expect(await pins()).toEqual([3, 2, 2]);
			expect(await told("app", "template")).toEqual([]);
			expect(await take()).toMatchObject({
				updates: [],
				changes: [],
				component: { headVersion: taken.component.headVersion },
			});
			expect((await needs.store.read.audit.list(actor.accountId, { limit: 1 }))[0]).toMatchObject({
				act: "template.update",
			});
		});

		it("are applied only to the named ones", async () => {
			await make.put("db", "d3");
			await make.commit("mci", "db");
			await take({ mcis: ["db"] });
			expect(await pins()).toEqual([1, 3, 1]);
			await take({ scripts: ["setup"] });
			expect(await pins()).toEqual([1, 3, 1]);
		});

		it("leave no trace of a dry run", async () => {
			expect(await take({ dryRun: true })).toMatchObject({ changes: [{ kind: "mci-changed" }] });
			expect(await pins()).toEqual([1, 2, 1]);
		});

		it.each<readonly [Partial<TakeUpdatesInput>, string]>([
			[{ mcis: ["cache"] }, "template-mci-absent"],
			[{ mcis: ["setup"] }, "template-mci-absent"],
			[{ scripts: ["web"] }, "template-script-absent"],
			[{ expected: 1 }, "head-stale"],
			[{ name: "apq" }, "template-not-found"],
		])("are not applied with %j: %s", async (more, code) => {
			expect(await faultOf(() => take(more))).toMatchObject({ code });
			expect(await pins()).toEqual([1, 2, 1]);
		});

		it("can't be applied by a reader", async () => {
			expect(
				await faultOf(() => takeUpdates(needs, withRoles(actor, "reader"), { name: "app", expected: null })),
			).toMatchObject({
				code: "permission-denied",
			});
		});
	});

	it("of all components of a kind are listed in pages by name", async () => {
		await make.clone("mci", "web@2", "a");
		await make.clone("mci", "db@1", "z");
		const found: string[] = [];
		let after: string | undefined;
		do {
			const page = await listAllUpdates(needs, actor, { kind: "mci", after, limit: 2 });
			found.push(...page.updates.map(({ component, to }) => `${component.name} ${to.name}@${to.number}`));
			after = page.after ?? undefined;
		} while (after !== undefined);
		expect(found).toEqual(["a web@3", "z db@2"]);
	});
});
