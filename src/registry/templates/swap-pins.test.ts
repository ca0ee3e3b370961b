import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { importAll, packed } from "../../../test/import-scenes.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { getRevision } from "../components/get-component.ts";
import { addServer } from "../servers/add-server.ts";
import { createDeployment } from "../servers/create-deployment.ts";
import { type SwapInput, swapPins } from "./swap-pins.ts";

describe.each(engines)("swapping in all templates on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let us: Actor;
	let ours: Components;

	/** `web` has three commits; `a` uses the first, `b` the second, `c` HEAD, `d` the third, and `e` none. */
	beforeEach(async () => {
		us = await registry.newActor("admin");
		ours = componentsOf(needs, us);
		await ours.history("web", "i1", "i2", "i3");
		await ours.history("db", "j1", "j2");
		for (const [name, ref] of Object.entries({ a: "web@1", b: "web@2", c: "web@head", d: "web@3", e: "db@1" })) {
			await ours.template(name, { mcis: [ref] });
			await ours.commit("template", name, { heads: "keep" });
		}
	});

	const swap = (more: Partial<SwapInput> = {}) => swapPins(needs, us, { kind: "mci", name: "web", ...more });
	const used = async (name: string, suffix = "head") =>
		(await getRevision(needs, us, { kind: "template", ref: `${name}@${suffix}` })).content.mcis.map(
			({ revision }) => revision,
		);
	const heads = async () => (await Promise.all(["a", "b", "c", "d", "e"].map((name) => used(name)))).flat();
	const named = (report: Awaited<ReturnType<typeof swap>>) =>
		report.templates.map(({ name, from }) => `${name} ${from}`);

	it("pins the newest commit in every HEAD that uses another revision, and changes no commit", async () => {
		const report = await swap();
		expect(named(report)).toEqual(["a 1", "b 2", "c 0"]);
		expect(report).toMatchObject({ to: { name: "web", number: 3 }, imported: [] });
		expect(report.templates[0]).toMatchObject({ changes: [{ kind: "mci-changed" }], revision: null, problem: null });
		expect(await heads()).toEqual([3, 3, 3, 3, 1]);
		expect(await used("a", "1")).toEqual([1]);
		expect(named(await swap())).toEqual([]);
	});

	it.each<[string, Partial<SwapInput>, number[]]>([
		["only where one revision is used", { from: 1 }, [3, 2, 0, 3, 1]],
		["only where HEAD is used", { from: 0 }, [1, 2, 3, 3, 1]],
		["only in some templates", { templates: ["b"] }, [1, 3, 0, 3, 1]],
		["to an older revision", { to: 1 }, [1, 1, 1, 1, 1]],
		["to HEAD", { to: 0, from: 3 }, [1, 2, 0, 0, 1]],
	])("%s", async (_what, more, after) => {
		await swap(more);
		expect(await heads()).toEqual(after);
	});

	it("saves nothing in a dry run, which reports the same", async () => {
		const told = await swap({ dryRun: true, commit: "web 3" });
		expect(await heads()).toEqual([1, 2, 0, 3, 1]);
		expect(told.templates.map(({ revision }) => revision)).toEqual([2, 2, 2]);
		expect(await swap({ commit: "web 3" })).toEqual(told);
		expect(await used("a", "latest")).toEqual([3]);
	});

	it("changes nothing when one template can't be committed, and names it", async () => {
		await ours.pin("b", { mcis: ["web@2", "db@head"] });
		expect(await swap({ commit: "web 3", dryRun: true })).toMatchObject({
			templates: [{ problem: null }, { name: "b", problem: { code: "template-pins-head" } }, { problem: null }],
		});
		expect(await faultOf(() => swap({ commit: "web 3" }))).toMatchObject({
			code: "swap-refused",
			details: { templates: [{ name: "b" }] },
		});
		expect(await heads()).toEqual([1, 2, 0, 3, 1].toSpliced(2, 0, 0));
		await swap({ commit: "web 3", templates: ["a", "c"] });
		expect(await used("a", "latest")).toEqual([3]);
	});

	it("reports the servers that follow a template, and changes none", async () => {
		await createDeployment(needs, us, { name: "prod" });
		const server = (name: string, template: string) =>
			addServer(needs, us, { deployment: "prod", name, template, cloud: "gcp", instanceType: "m" });
		await server("fixed", "a@1");
		await server("newest", "a");
		await server("head", "a@head");
		expect((await swap({ dryRun: true })).templates[0]?.servers).toEqual(["prod/head"]);
		expect((await swap({ dryRun: true, commit: "m" })).templates[0]?.servers).toEqual(["prod/head", "prod/newest"]);
	});

	it("swaps scripts in every sequence", async () => {
		await ours.script("boot");
		await ours.commit("script", "boot");
		await ours.template("s", { mcis: ["db@1"], boot: ["boot@1"] });
		await ours.write("boot", "#!/bin/sh\necho two\n");
		await ours.commit("script", "boot");
		expect(await swapPins(needs, us, { kind: "script", name: "boot" })).toMatchObject({
			to: { number: 2 },
			templates: [{ name: "s", from: [1] }],
		});
		expect((await getRevision(needs, us, { kind: "template", ref: "s@head" })).content.scripts.boot).toMatchObject([
			{ revision: 2 },
		]);
	});

	it("skips imported templates, and reports them", async () => {
		const acme = await registry.newActor("admin");
		const theirs = componentsOf(needs, acme);
		await theirs.history("base", "k1", "k2");
		await theirs.template("shop", { mcis: ["base@1"] });
		await theirs.commit("template", "shop");
		await importAll(needs, us, await packed(needs, acme, { kind: "template", ref: "shop@1" }));
		await importAll(needs, us, await packed(needs, acme, { kind: "mci", ref: "base@2" }));
		expect(await swapPins(needs, us, { kind: "mci", name: "base" })).toMatchObject({
			templates: [],
			imported: ["shop"],
		});
	});

	it("requires permission to edit, and existing revisions", async () => {
		expect(await faultOf(() => swapPins(needs, withRoles(us, "reader"), { kind: "mci", name: "web" }))).toMatchObject({
			code: "permission-denied",
		});
		expect(await faultOf(() => swap({ to: 9 }))).toMatchObject({ code: "revision-not-found" });
		expect(await faultOf(() => swap({ templates: ["nope"] }))).toMatchObject({ code: "template-not-found" });
	});

	it("by two at once ends like one after the other", async () => {
		const other = await registry.second();
		await Promise.all([swap({ to: 1 }), swapPins(other, us, { kind: "mci", name: "web", to: 2 })]);
		const after = (await heads()).slice(0, 4);
		expect([1, 2]).toContain(after[0]);
		expect(new Set(after).size).toBe(1);
	});
});
