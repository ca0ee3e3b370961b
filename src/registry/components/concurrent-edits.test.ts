import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { pathOf, type Scene, sceneOf } from "../../../test/version-scenes.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { mergeRevision } from "../revisions/merge-revision.ts";
import { undoEdit } from "../revisions/undo-edit.ts";
import { cloneComponent } from "./clone-component.ts";
import { getHead } from "./get-component.ts";
import { renameComponent } from "./rename-component.ts";

describe.each(engines)("two processes on one HEAD, on %s", (engine) => {
	const registry = useRegistry(engine);
	let processes: readonly [Needs, Needs];
	let actor: Actor;
	let scene: Scene;

	beforeAll(async () => {
		processes = [registry.needs, await registry.second()];
	});
	/** `web`, and two clones of its commit, each with a change at another place. */
	beforeEach(async () => {
		actor = await registry.newActor("writer");
		scene = sceneOf(registry.needs, actor);
		await scene.make("mci", "web");
		await scene.put("mci", "web", { a: "v1", b: "v1" });
		await scene.commit("mci", "web");
		for (const [i, name] of ["left", "right"].entries()) {
			await cloneComponent(registry.needs, actor, { kind: "mci", ref: "web", name });
			await scene.put("mci", name, i === 0 ? { a: "left" } : { b: "right" });
			await scene.commit("mci", name);
		}
	});

	const mergeAll = (expected: number | null) =>
		Promise.allSettled(
			["left", "right"].map((from, i) =>
				mergeRevision(processes[i === 0 ? 0 : 1], actor, {
					kind: "mci",
					name: "web",
					expected,
					from,
					answers: new Map(),
				}),
			),
		);

	it("the second of two users who edit the same HEAD is refused with the changes of the first", async () => {
		const { component } = await getHead(registry.needs, actor, { kind: "mci", name: "web" });
		const expected = component.headVersion;
		const people: readonly Actor[] = ["ann", "bob"].map((name) => ({ ...actor, name }));
		const results = await Promise.allSettled(
			people.map((as, i) =>
				sceneOf(processes[i === 0 ? 0 : 1], as).put("mci", "web", i === 0 ? { c: "ann" } : { d: "bob" }, {
					as,
					expected,
				}),
			),
		);
		const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
		expect(refused).toMatchObject([
			{ code: "head-stale", details: { name: "web", have: expected, now: expected + 1 } },
		]);
		const winner = results[0]?.status === "fulfilled" ? "ann" : "bob";
		expect(refused[0].details.changed).toMatchObject([
			{ by: winner, act: "mci.patch", changes: [{ kind: "setting-added", after: { image: { uid: winner } } }] },
		]);
		expect(
			Object.values(await scene.read("mci", "web@head")).filter((uid) => ["ann", "bob"].includes(String(uid))),
		).toEqual([winner]);
	});

	it("of two merges that expect the same HEAD one succeeds", async () => {
		const { component } = await getHead(registry.needs, actor, { kind: "mci", name: "web" });
		const results = await mergeAll(component.headVersion);
		expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		expect(results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []))).toEqual([
			"head-stale",
		]);
		const left = results[0]?.status === "fulfilled";
		expect(await scene.read("mci", "web@head")).toEqual(left ? { a: "left", b: "v1" } : { a: "v1", b: "right" });
	});

	it("two merges without an expected HEAD succeed one after the other, and both are recorded", async () => {
		expect((await mergeAll(null)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
		expect(await scene.read("mci", "web@head")).toEqual({ a: "left", b: "right" });
		for (const from of ["left", "right"]) {
			const again = await mergeRevision(processes[1], actor, {
				kind: "mci",
				name: "web",
				expected: null,
				from,
				answers: new Map(),
			});
			expect([again.changes, again.base?.name]).toEqual([[], from]);
		}
	});

	it("two conflicting merges: the second has the first one's value as ours", async () => {
		await scene.put("mci", "right", { a: "right" });
		await scene.commit("mci", "right");
		const results = await mergeAll(null);
		const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
		const first = results[0]?.status === "fulfilled" ? "left" : "right";
		expect(refused).toMatchObject([
			{ code: "merge-conflicts", details: { conflicts: [{ path: pathOf("mci", "a"), ours: { uid: first } }] } },
		]);
	});

	it("one name goes to one of two renames", async () => {
		const results = await Promise.allSettled(
			["left", "right"].map((name, i) =>
				renameComponent(processes[i === 0 ? 0 : 1], actor, { kind: "mci", name, expected: null, to: "taken" }),
			),
		);
		expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []))).toEqual([
			"mci-exists",
		]);
	});

	it("two undos at once undo one edit, or undo and redo it: HEAD has no other state", async () => {
		await scene.put("mci", "web", { a: "edited" });
		await Promise.all(processes.map((needs) => undoEdit(needs, actor, { kind: "mci", name: "web", expected: null })));
		expect(await scene.read("mci", "web@head")).toEqual({ a: "edited", b: "v1" });
		const { component } = await getHead(registry.needs, actor, { kind: "mci", name: "web" });
		const undo = (needs: Needs) =>
			undoEdit(needs, actor, { kind: "mci", name: "web", expected: component.headVersion });
		const results = await Promise.allSettled(processes.map(undo));
		expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(await faultOf(() => undo(processes[0]))).toMatchObject({ code: "head-stale" });
		expect(await scene.read("mci", "web@head")).toEqual({ a: "v1", b: "v1" });
	});
});
