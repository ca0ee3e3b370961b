import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { type Scene, sceneOf } from "../../../test/version-scenes.ts";
import { componentKinds } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { restrictChannel } from "../channels/restrict-channel.ts";
import { cloneComponent } from "../components/clone-component.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import type { Needs } from "../needs.ts";
import { deleteComponent } from "./delete-component.ts";

describe.each(engines)("deleting on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let scene: Scene;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		scene = sceneOf(needs, actor);
	});

	const remove = (kind: (typeof componentKinds)[number], name: string, dryRun = false) =>
		deleteComponent(needs, actor, { kind, name, expected: null, dryRun });
	const pin = (template: string, mcis: Readonly<Record<string, number>>, through: Needs = needs) =>
		sceneOf(through, actor).pin(template, mcis);

	it.each(componentKinds)("deletes a %s with everything that belongs to it, and frees the name", async (kind) => {
		await scene.make(kind, "old");
		await renameComponent(needs, actor, { kind, name: "old", expected: null, to: "web" });
		await scene.put(kind, "web", { a: "v1" });
		await scene.commit(kind, "web");
		await scene.put(kind, "web", { b: "v1" });
		await cloneComponent(needs, actor, { kind, ref: "web", name: "copy" });
		if (kind !== "script") await moveChannel(needs, actor, { kind, name: "web", channel: "candidate", to: "1" });
		expect(await remove(kind, "web", true), "a dry run").toMatchObject({ name: "web" });
		await remove(kind, "web");
		for (const name of ["web", "old"]) {
			expect(await faultOf(() => getRevision(needs, actor, { kind, ref: `${name}@1` }))).toMatchObject({
				code: `${kind}-not-found`,
			});
		}
		expect(await scene.read(kind, "copy@head")).toEqual({ a: "v1" });
		await scene.make(kind, "old");
		const made = await scene.make(kind, "web");
		expect(made).toMatchObject({ latest: 0, parent: null });
		expect(await scene.read(kind, "web@head")).toEqual({});
		const [, , gone] = await needs.store.read.audit.list(actor.accountId, { limit: 3 });
		expect(gone).toMatchObject({
			act: `${kind}.delete`,
			subjectName: "web",
			before: { name: "web", latest: 1 },
			after: null,
		});
	});

	it("is refused with a list of all usages, and succeeds without any", async () => {
		await scene.make("mci", "base");
		await scene.put("mci", "base", { a: "v1" });
		await scene.commit("mci", "base");
		await scene.make("mci", "other");
		for (const name of ["web", "db"]) await scene.make("template", name);
		await pin("web", { base: 1 });
		await scene.commit("template", "web");
		await pin("web", { other: 0 });
		await pin("db", { base: 0 });
		await moveChannel(needs, actor, { kind: "mci", name: "base", channel: "open", to: "1" });
		const { code, details } = await faultOf(() => remove("mci", "base"));
		expect([code, details]).toMatchObject([
			"component-used",
			{
				name: "base",
				count: 2,
				users: "template db and template web",
				usages: [
					{ kind: "template", name: "db", revision: 0, templateRevisions: null, head: true },
					{ kind: "template", name: "web", revision: 1, templateRevisions: { first: 1, last: 1 }, head: false },
				],
			},
		]);
		await remove("template", "db");
		expect(await faultOf(() => remove("mci", "base", true))).toMatchObject({
			code: "component-used",
			details: { count: 1 },
		});
		await remove("template", "web");
		await remove("mci", "base");
	});

	it("is refused while a restricted channel points to it; an unrestricted channel is deleted too", async () => {
		await scene.make("mci", "base");
		await scene.put("mci", "base", { a: "v1" });
		await scene.commit("mci", "base");
		await moveChannel(needs, actor, { kind: "mci", name: "base", channel: "production", to: "1" });
		await restrictChannel(needs, withRoles(actor, "admin"), {
			kind: "mci",
			name: "base",
			channel: "production",
			movers: ["role:admin"],
		});
		expect(await faultOf(() => remove("mci", "base"))).toMatchObject({
			code: "component-used",
			details: { users: "channel base@production" },
		});
	});

	it("of a missing or meanwhile changed component deletes nothing", async () => {
		expect(await faultOf(() => remove("mci", "absent"))).toMatchObject({ code: "mci-not-found" });
		const { headVersion } = await scene.make("mci", "base");
		await scene.put("mci", "base", { a: "v1" });
		const late = () => deleteComponent(needs, actor, { kind: "mci", name: "base", expected: headVersion });
		expect(await faultOf(late)).toMatchObject({ code: "head-stale", details: { changed: [{ act: "mci.patch" }] } });
	});

	it("never leaves a dangling pin, in any order", async () => {
		const other = await registry.second();
		const outcomes = new Set<string>();
		for (let i = 0; i < 12; i++) {
			const [mci, template] = [`base-${i}`, `web-${i}`];
			await scene.make("mci", mci);
			await scene.make("template", template);
			const [deleted, pinned] = await Promise.allSettled([remove("mci", mci), pin(template, { [mci]: 0 }, other)]);
			const code = (result: PromiseSettledResult<unknown>) =>
				result.status === "fulfilled" ? "done" : String(result.reason.code);
			outcomes.add(`${code(deleted)} ${code(pinned)}`);
			const { content } = await getHead(needs, actor, { kind: "template", name: template });
			const isThere = (await needs.store.read.components.find(actor.accountId, "mci", mci)) !== undefined;
			expect(isThere).toBe(content.mcis.length === 1);
		}
		expect([...outcomes].filter((outcome) => !["done pin-invalid", "component-used done"].includes(outcome))).toEqual(
			[],
		);
	});
});
