import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { pathOf, type Scene, sceneOf } from "../../../test/version-scenes.ts";
import { componentKinds } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import { cloneComponent } from "../components/clone-component.ts";
import { describeComponent } from "../components/describe-component.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { patchHead } from "../components/patch-head.ts";
import { renameComponent } from "../components/rename-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { diffRevisions } from "./diff-revisions.ts";
import { listRevisions } from "./list-revisions.ts";
import { mergeRevision } from "./merge-revision.ts";
import { restoreHead } from "./restore-head.ts";
import { undoEdit } from "./undo-edit.ts";

const cases = engines.flatMap((engine) => componentKinds.map((kind) => ({ engine, kind })));

describe.each(cases)("version control of a $kind on $engine", ({ engine, kind }) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let scene: Scene;

	/** `web` has two commits: a=1, and then a=2 b=1. */
	beforeEach(async () => {
		actor = await registry.newActor("writer");
		scene = sceneOf(needs, actor);
		await scene.make(kind, "web");
		await scene.put(kind, "web", { a: "v1" });
		await scene.commit(kind, "web", "first");
		await scene.put(kind, "web", { a: "v2", b: "v1" });
		await scene.commit(kind, "web", "second");
	});

	const head = (name = "web") => getHead(needs, actor, { kind, name });
	const places = (ref = "web@head") => scene.read(kind, ref);
	const clone = (ref: string, name: string) => cloneComponent(needs, actor, { kind, ref, name });
	const merge = (name: string, from: string, answers: Record<string, "ours" | "theirs"> = {}) =>
		mergeRevision(needs, actor, {
			kind,
			name,
			expected: null,
			from,
			answers: new Map(Object.entries(answers).map(([path, take]) => [path, { take }])),
		});
	const undo = (name = "web") => undoEdit(needs, actor, { kind, name, expected: null });
	const restore = (to: string, dryRun = false) =>
		restoreHead(needs, actor, { kind, name: "web", expected: null, to, dryRun });
	const acts = async () =>
		(await needs.store.read.audit.list(actor.accountId, { limit: 100 })).map((entry) => entry.act);

	describe("diff", () => {
		it("shows uncommitted changes, the changes of a commit, and the content of a first commit", async () => {
			await scene.put(kind, "web", { b: "v9" });
			const uncommitted = await diffRevisions(needs, actor, { kind, to: "web@head" });
			expect([uncommitted.from?.number, uncommitted.to.number, uncommitted.changes.length]).toEqual([2, 0, 1]);
			const second = await diffRevisions(needs, actor, { kind, to: "web@2" });
			expect([second.from?.number, second.changes.length]).toEqual([1, 2]);
			const first = await diffRevisions(needs, actor, { kind, to: "web@1" });
			expect(first.from).toBeNull();
			expect(first.changes).toContainEqual({ kind: "text-changed", field: "description", before: "", after: "made" });
		});

		it("works across lineages, and is empty between a revision and its copy except for the name", async () => {
			await clone("web@1", "copy");
			const same = await diffRevisions(needs, actor, { kind, from: "copy@head", to: "web@1" });
			expect(same.changes).toEqual([{ kind: "text-changed", field: "name", before: "copy", after: "web" }]);
			const other = await diffRevisions(needs, actor, { kind, from: "copy@head", to: "web" });
			expect(other.changes).toHaveLength(3);
		});

		it("compares content, not numbers", async () => {
			await scene.put(kind, "web", { a: "v1", b: null });
			await scene.commit(kind, "web", "back");
			expect((await diffRevisions(needs, actor, { kind, from: "web@1", to: "web@3" })).changes).toEqual([]);
		});

		it.each([
			["absent", "web", `${kind}-not-found`],
			["web@9", "web", "revision-not-found"],
			["web@stable", "web", "channel-not-found"],
			["other-account/web", "web", "account-not-found"],
			["web", "web@@", "reference-invalid"],
		])("of %s and %s is refused with the missing part", async (from, to, code) => {
			expect(await faultOf(() => diffRevisions(needs, actor, { kind, from, to }))).toMatchObject({ code });
		});
	});

	describe("a clone", () => {
		it("has the content of its origin, a name of its own, and a reference to its origin", async () => {
			const made = await clone("web@1", "copy");
			const { lineage } = (await head()).component;
			expect(made).toMatchObject({
				name: "copy",
				description: "made",
				latest: 0,
				parent: { lineage, number: 1, name: "web" },
			});
			expect(made.lineage).not.toBe(lineage);
			expect(await places("copy@head")).toEqual({ a: "v1" });
			await scene.put(kind, "copy", { a: "v7" });
			await scene.commit(kind, "copy");
			expect([await places("copy@1"), await places("web@1"), await places()]).toEqual([
				{ a: "v7" },
				{ a: "v1" },
				{ a: "v2", b: "v1" },
			]);
		});

		it("of a HEAD contains uncommitted changes, and remembers the newest commit", async () => {
			await scene.put(kind, "web", { c: "v1" });
			const made = await clone("web@head", "copy");
			expect(made.parent?.number).toBe(2);
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1", c: "v1" });
		});

		it.each([
			["web@1", "web", `${kind}-exists`],
			["web@9", "copy", "revision-not-found"],
			["absent", "copy", `${kind}-not-found`],
			["web", "a/b", "component-name-invalid"],
		])("of %s under the name %s is refused, and nothing is created", async (ref, name, code) => {
			const before = await acts();
			expect(await faultOf(() => clone(ref, name))).toMatchObject({ code });
			expect(await acts()).toEqual(before);
		});

		it("survives its origin, and still names it", async () => {
			const made = await clone("web@1", "copy");
			await deleteComponent(needs, actor, { kind, name: "web", expected: null });
			expect((await head("copy")).component.parent).toEqual(made.parent);
			expect(await places("copy@head")).toEqual({ a: "v1" });
		});
	});

	describe("a merge", () => {
		it("merges the origin's changes, and keeps the clone's", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { d: "own" });
			const merged = await merge("copy", "web@2");
			expect(merged).toMatchObject({
				theirs: { name: "web", number: 2 },
				base: { name: "web", number: 1 },
				conflicts: [],
			});
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1", d: "own" });
			expect((await head("copy")).content.name).toBe("copy");
		});

		it("with a conflict changes nothing until the conflict is answered", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			const path = pathOf(kind, "a");
			const before = await head("copy");
			const { code, details } = await faultOf(() => merge("copy", "web@2"));
			expect(code).toBe("merge-conflicts");
			expect(details).toMatchObject({ name: "copy", from: "web@2", count: 1, paths: path, conflicts: [{ path }] });
			expect(await head("copy")).toEqual(before);
			await merge("copy", "web@2", { [path]: "theirs" });
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1" });
			await undo("copy");
			await merge("copy", "web@2", { [path]: "ours" });
			expect(await places("copy@head")).toEqual({ a: "own", b: "v1" });
		});

		it("reports conflicts in a dry run, and changes nothing", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			const before = await head("copy");
			const tried = await mergeRevision(needs, actor, {
				kind,
				name: "copy",
				expected: null,
				from: "web",
				answers: new Map(),
				dryRun: true,
			});
			expect(tried.conflicts.map(({ path }) => path)).toEqual([pathOf(kind, "a")]);
			expect(await head("copy")).toEqual(before);
		});

		it("refuses an answer for a place without a conflict, and lists the conflicts", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			const { code, details } = await faultOf(() => merge("copy", "web@2", { [pathOf(kind, "c")]: "ours" }));
			expect([code, details.paths]).toEqual(["merge-answer-invalid", [pathOf(kind, "a")]]);
		});

		it("does not ask again about conflicts of earlier merges", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			await merge("copy", "web@2", { [pathOf(kind, "a")]: "ours" });
			await scene.commit(kind, "copy");
			const again = await merge("copy", "web@2");
			expect([again.changes, again.base]).toEqual([[], expect.objectContaining({ name: "web", number: 2 })]);
			expect(again.component.headVersion).toBe((await head("copy")).component.headVersion);
			await scene.put(kind, "web", { c: "later" });
			await scene.commit(kind, "web");
			await merge("copy", "web");
			expect(await places("copy@head")).toEqual({ a: "own", b: "v1", c: "later" });
			await scene.commit(kind, "copy");
			// The merge back has no conflicts either.
			const back = await merge("web", "copy");
			expect(back.base).toMatchObject({ name: "web", number: 3 });
			expect(await places()).toEqual({ a: "own", b: "v1", c: "later" });
		});

		it("uses the named base, and then is not remembered", async () => {
			await clone("web@2", "copy");
			await scene.put(kind, "copy", { c: "own" });
			const on = (base: string) =>
				mergeRevision(needs, actor, { kind, name: "copy", expected: null, from: "web@1", base, answers: new Map() });
			expect((await merge("copy", "web@1")).changes).toEqual([]);
			const reverted = await on("web@2");
			expect(reverted.base).toMatchObject({ number: 2 });
			expect(await places("copy@head")).toEqual({ a: "v1", c: "own" });
		});

		it("without a common ancestor keeps values of one side, and asks when both have one", async () => {
			await scene.make(kind, "other");
			await scene.put(kind, "other", { a: "x", d: "y" });
			await scene.commit(kind, "other");
			const { details } = await faultOf(() => merge("web", "other"));
			expect((details.conflicts as { path: string }[]).map(({ path }) => path)).toEqual([pathOf(kind, "a")]);
			expect((await merge("web", "other", { [pathOf(kind, "a")]: "theirs" })).base).toBeNull();
			expect(await places()).toEqual({ a: "x", b: "v1", d: "y" });
		});

		it("uses the common ancestor of the merged lineage where histories cross", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { c: "copy" });
			await scene.commit(kind, "copy");
			// Each merges the other's newest commit, not the result of the other's merge.
			await merge("copy", "web@2");
			await merge("web", "copy@1");
			await scene.commit(kind, "copy");
			await scene.commit(kind, "web");
			await scene.put(kind, "web", { d: "web" });
			await scene.commit(kind, "web");
			expect((await merge("copy", "web@4")).base).toMatchObject({ name: "web", number: 2 });
			expect((await merge("web", "copy@2")).base).toMatchObject({ name: "copy", number: 1 });
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1", c: "copy", d: "web" });
		});

		it("of itself changes nothing", async () => {
			await scene.put(kind, "web", { c: "v1" });
			for (const from of ["web@head", "web@2", "web@1"]) expect((await merge("web", from)).changes).toEqual([]);
		});

		it("undone is not remembered: it can be repeated", async () => {
			await clone("web@1", "copy");
			await merge("copy", "web@2");
			await undo("copy");
			expect(await places("copy@head")).toEqual({ a: "v1" });
			expect((await merge("copy", "web@2")).changes).toHaveLength(2);
		});

		it("stays remembered when a later edit is undone", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			await merge("copy", "web@2", { [pathOf(kind, "a")]: "ours" });
			await scene.put(kind, "copy", { d: "v1" });
			await undo("copy");
			expect((await merge("copy", "web@2")).base).toMatchObject({ name: "web", number: 2 });
		});

		it("is not remembered when HEAD was restored to an earlier revision, until that is undone", async () => {
			await clone("web@1", "copy");
			await scene.commit(kind, "copy");
			await merge("copy", "web@2");
			await restoreHead(needs, actor, { kind, name: "copy", expected: null, to: "1" });
			const tried = () =>
				mergeRevision(needs, actor, {
					kind,
					name: "copy",
					expected: null,
					from: "web@2",
					answers: new Map(),
					dryRun: true,
				});
			expect((await tried()).base).toMatchObject({ name: "web", number: 1 });
			await undo("copy");
			expect((await tried()).base).toMatchObject({ name: "web", number: 2 });
		});
	});

	describe("a patch", () => {
		it("applies another revision's changes, if they start from the current values", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { d: "own" });
			const { changes } = await diffRevisions(needs, actor, { kind, from: "web@1", to: "web@2" });
			const patched = await patchHead(needs, actor, { kind, name: "copy", expected: null, changes });
			expect(patched.changes).toHaveLength(2);
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1", d: "own" });
			const again = await patchHead(needs, actor, { kind, name: "copy", expected: null, changes });
			expect(again.changes, "existing values are not changes").toEqual([]);
		});

		it("is applied completely or not at all, and reports what does not fit", async () => {
			await clone("web@1", "copy");
			await scene.put(kind, "copy", { a: "own" });
			const { changes } = await diffRevisions(needs, actor, { kind, from: "web@1", to: "web@2" });
			const before = await head("copy");
			const { code, details } = await faultOf(() =>
				patchHead(needs, actor, { kind, name: "copy", expected: null, changes }),
			);
			const path = kind === "script" ? "inputs.a" : pathOf(kind, "a");
			expect([code, details.count, details.paths]).toEqual(["patch-rejected", 1, path]);
			expect(details.rejected).toMatchObject([{ path, expected: expect.anything(), found: expect.anything() }]);
			expect(JSON.stringify(details.rejected)).toMatch(/v1.*own/);
			expect(await head("copy")).toEqual(before);
		});

		it("keeps the name of HEAD", async () => {
			await clone("web@1", "copy");
			const { changes } = await diffRevisions(needs, actor, { kind, from: "copy@head", to: "web@2" });
			await patchHead(needs, actor, { kind, name: "copy", expected: null, changes });
			expect((await head("copy")).content.name).toBe("copy");
			expect(await places("copy@head")).toEqual({ a: "v2", b: "v1" });
		});
	});

	describe("restore", () => {
		it.each(["1", "@1", "web@1"])("to %s sets HEAD to that commit's content, and deletes no commit", async (to) => {
			const restored = await restore(to);
			expect(restored.from).toMatchObject({ name: "web", number: 1 });
			expect(await places()).toEqual({ a: "v1" });
			expect(
				(await listRevisions(needs, actor, { kind, name: "web", limit: 10 })).revisions.map(({ number }) => number),
			).toEqual([2, 1]);
			await undo();
			expect(await places()).toEqual({ a: "v2", b: "v1" });
		});

		it("to latest discards uncommitted changes, and to another revision keeps the name", async () => {
			await scene.put(kind, "web", { a: "x" });
			await restore("latest");
			expect((await head()).changes).toEqual([]);
			await scene.make(kind, "other");
			await scene.put(kind, "other", { c: "y" });
			await restore("other@head");
			expect(await places()).toEqual({ c: "y" });
			expect((await head()).content.name).toBe("web");
		});

		it("has a dry run, and refuses what does not exist", async () => {
			expect((await restore("1", true)).changes).toHaveLength(2);
			expect(await places()).toEqual({ a: "v2", b: "v1" });
			expect(await faultOf(() => restore("7"))).toMatchObject({ code: "revision-not-found" });
			expect(await faultOf(() => restore("stable"))).toMatchObject({ code: "channel-not-found" });
		});
	});

	describe("undo", () => {
		it("reverts an edit, and undone again restores it", async () => {
			await scene.put(kind, "web", { a: null, c: "v1" });
			const undone = await undo();
			expect(undone.undone).toBe(`${kind}.patch`);
			expect(await places()).toEqual({ a: "v2", b: "v1" });
			expect((await head()).changes).toEqual([]);
			expect((await undo()).undone).toBe(`${kind}.undo`);
			expect(await places()).toEqual({ b: "v1", c: "v1" });
			expect((await acts()).slice(0, 3)).toEqual([`${kind}.undo`, `${kind}.undo`, `${kind}.patch`]);
		});

		it("reverts fields too", async () => {
			await describeComponent(needs, actor, { kind, name: "web", expected: null, description: "other", tags: ["x"] });
			await undo();
			expect((await head()).content).toMatchObject({ description: "made", tags: [] });
		});

		it("does not go back past a commit, nor past the creation", async () => {
			expect(await faultOf(() => undo())).toMatchObject({
				code: "undo-nothing",
				details: { problem: `the last change was ${kind}.commit` },
			});
			await scene.make(kind, "new");
			expect(await faultOf(() => undo("new"))).toMatchObject({
				code: "undo-nothing",
				details: { problem: `the last change was ${kind}.create` },
			});
		});

		it("is refused on a HEAD that another user has changed meanwhile", async () => {
			const { component } = await scene.put(kind, "web", { c: "mine" });
			await scene.put(kind, "web", { d: "theirs" });
			const stale = await faultOf(() => undoEdit(needs, actor, { kind, name: "web", expected: component.headVersion }));
			expect(stale.code).toBe("head-stale");
			expect(await places()).toEqual({ a: "v2", b: "v1", c: "mine", d: "theirs" });
		});
	});

	describe("a rename", () => {
		const rename = (name: string, to: string, forget = false) =>
			renameComponent(needs, actor, { kind, name, expected: null, to, forget });

		it("keeps lineage and commits, and the old name refers to the new one for 90 days", async () => {
			registry.setClock("2026-01-01T00:00:00.000Z");
			const before = (await head()).component;
			const renamed = await rename("web", "base");
			expect(renamed).toMatchObject({ id: before.id, lineage: before.lineage, name: "base", latest: 2 });
			expect((await getRevision(needs, actor, { kind, ref: "web@2" })).component.name).toBe("base");
			expect((await getRevision(needs, actor, { kind, ref: "base@2" })).revision?.name, "a commit never changes").toBe(
				"web",
			);
			await scene.put(kind, "web", { c: "through-the-old-name" });
			expect(await places("base@head")).toMatchObject({ c: "through-the-old-name" });
			registry.setClock(90 * 24 * 3600 - 1);
			expect(await places("web@2")).toEqual({ a: "v2", b: "v1" });
			registry.setClock(1);
			expect(await faultOf(() => places("web@2"))).toMatchObject({ code: `${kind}-not-found` });
		});

		it("reserves the old name until it expires", async () => {
			registry.setClock("2026-01-01T00:00:00.000Z");
			await rename("web", "base");
			const { code, details } = await faultOf(() => scene.make(kind, "web"));
			expect([code, details]).toMatchObject(["name-kept", { name: "web", now: "base", until: "2026-04-01" }]);
			await scene.make(kind, "other");
			expect(await faultOf(() => rename("other", "web"))).toMatchObject({ code: "name-kept" });
			expect(await faultOf(() => clone("base@1", "web"))).toMatchObject({ code: "name-kept" });
			registry.setClock(90 * 24 * 3600);
			const made = await scene.make(kind, "web");
			expect((await head("web")).component.id).toBe(made.id);
		});

		it("forgets former names on request, also later and without a new name", async () => {
			await rename("web", "b");
			await rename("b", "c");
			expect(
				(await needs.store.read.components.listFormerNames((await head("c")).component.id, needs.now())).map(
					({ name }) => name,
				),
			).toEqual(["b", "web"]);
			await rename("c", "c", true);
			for (const name of ["web", "b"])
				expect(await faultOf(() => head(name))).toMatchObject({ code: `${kind}-not-found` });
			await scene.make(kind, "web");
		});

		it("may return to a former name, and to the current name without a trace", async () => {
			await rename("web", "base");
			expect((await rename("base", "web")).name).toBe("web");
			expect((await head("base")).component.name).toBe("web");
			const before = await acts();
			const { headVersion } = (await head()).component;
			expect((await rename("web", "web")).headVersion).toBe(headVersion);
			expect(await acts()).toEqual(before);
		});

		it.each([
			["other", `${kind}-exists`],
			["a@b", "component-name-invalid"],
			["", "component-name-invalid"],
		])("to %j is refused, and nothing changes", async (to, code) => {
			await scene.make(kind, "other");
			const before = await head();
			expect(await faultOf(() => rename("web", to))).toMatchObject({ code });
			expect(await head()).toEqual(before);
		});
	});

	it("is not for readers", async () => {
		const reader = withRoles(actor, "reader");
		const of = { kind, name: "web", expected: null };
		for (const act of [
			() => cloneComponent(needs, reader, { kind, ref: "web", name: "copy" }),
			() => mergeRevision(needs, reader, { ...of, from: "web@1", answers: new Map() }),
			() => patchHead(needs, reader, { ...of, changes: [] }),
			() => restoreHead(needs, reader, { ...of, to: "1" }),
			() => undoEdit(needs, reader, of),
			() => renameComponent(needs, reader, { ...of, to: "x" }),
			() => deleteComponent(needs, reader, of),
		]) {
			expect(await faultOf(act)).toMatchObject({ code: "permission-denied" });
		}
	});
});
