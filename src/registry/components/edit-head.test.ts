import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { StoredAuditEntry } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { addCloud } from "../clouds/add-cloud.ts";
import { putSetting, type SettingInput } from "../mcis/put-setting.ts";
import { removeSetting } from "../mcis/remove-setting.ts";
import { type HeadInput, replaceHead } from "../mcis/replace-head.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { listRevisions } from "../revisions/list-revisions.ts";
import { createComponent } from "./create-component.ts";
import { describeComponent } from "./describe-component.ts";
import { getHead, getRevision } from "./get-component.ts";

const name = "web";

describe.each(engines)("editing and committing on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		await createComponent(needs, actor, { kind: "mci", name, description: "d", tags: ["b", "a", "b"] });
	});

	const put = (cloud: string, setting: SettingInput, expected: number | null = null) =>
		putSetting(needs, actor, { name, expected, cloud, setting });
	const putImage = (cloud: string, uid: string, expected: number | null = null) =>
		put(cloud, { image: { uid } }, expected);
	const commit = (message = "m", expected: number | null = null) =>
		commitRevision(needs, actor, { kind: "mci", name, expected, message });
	const replace = (head: HeadInput, dryRun = false) =>
		replaceHead(needs, actor, { name, expected: null, head, dryRun });
	const head = () => getHead(needs, actor, { kind: "mci", name: name });
	const map = async (ref = `${name}@head`) =>
		Object.fromEntries(
			(await getRevision(needs, actor, { kind: "mci", ref: ref })).content.settings.map((setting) => [
				setting.cloud,
				setting.image.uid,
			]),
		);
	const acts = async () => (await needs.store.read.audit.list(actor.accountId, { limit: 1000 })).toReversed().slice(1);

	describe("an MCI", () => {
		it("is created with an empty HEAD, its tags sorted, and no commit", async () => {
			const { component: mci, content, changes } = await head();
			expect(mci).toMatchObject({ name, description: "d", tags: ["a", "b"], headVersion: 1, latest: 0 });
			expect(content).toEqual({ name, description: "d", tags: ["a", "b"], settings: [] });
			expect(changes.map((change) => change.kind)).toEqual(["text-changed", "tag-added", "tag-added"]);
			expect(await faultOf(() => getRevision(needs, actor, { kind: "mci", ref: name }))).toMatchObject({
				code: "nothing-committed",
			});
		});

		it("is not created twice under a name, not even by two at once", async () => {
			expect(await faultOf(() => createComponent(needs, actor, { kind: "mci", name }))).toMatchObject({
				code: "mci-exists",
				details: { name },
			});
			const results = await Promise.allSettled(
				[1, 2, 3].map(() => createComponent(needs, actor, { kind: "mci", name: "other" })),
			);
			expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
			const refused = results.filter((result) => result.status === "rejected").map((result) => result.reason.code);
			expect(refused).toEqual(["mci-exists", "mci-exists"]);
		});

		it("of an equal name in another account is independent", async () => {
			const other = await registry.newActor();
			await createComponent(needs, other, { kind: "mci", name });
			await putImage("gcp", "mine");
			expect((await getHead(needs, other, { kind: "mci", name: name })).content.settings).toEqual([]);
		});

		it("that does not exist is refused with similar names", async () => {
			expect(await faultOf(() => getHead(needs, actor, { kind: "mci", name: "wep" }))).toMatchObject({
				code: "mci-not-found",
				details: { name: "wep", near: ["web"] },
			});
			expect(await faultOf(() => getHead(needs, actor, { kind: "mci", name: "something else" }))).toMatchObject({
				code: "mci-not-found",
				details: { near: [] },
			});
		});

		it.each(["", " web", "a/b", "a@b", "a\nb", "x".repeat(201)])("refuses the name %j", async (bad) => {
			expect(await faultOf(() => createComponent(needs, actor, { kind: "mci", name: bad }))).toMatchObject({
				code: "component-name-invalid",
			});
		});

		it("is not changed by a reader", async () => {
			const reader = withRoles(actor, "reader");
			for (const act of [
				() => createComponent(needs, reader, { kind: "mci", name: "n" }),
				() => putSetting(needs, reader, { name, expected: null, cloud: "gcp", setting: { image: { uid: "i" } } }),
				() => commitRevision(needs, reader, { kind: "mci", name, expected: null, message: "m" }),
				() => addCloud(needs, reader, { slug: "c", type: "openstack" }),
			]) {
				expect(await faultOf(act)).toMatchObject({ code: "permission-denied", details: { has: "observer" } });
			}
		});
	});

	describe("HEAD", () => {
		it("updates a setting field by field: an omitted field stays, null removes it", async () => {
			await put("gcp", { image: { uid: "i" }, instanceType: "small", userData: "#!" });
			const second = await put("gcp", { instanceType: null, kernel: "k" });
			expect(second.changes).toEqual([
				{ kind: "setting-changed", cloud: "gcp", field: "instanceType", before: "small", after: null },
				{ kind: "setting-changed", cloud: "gcp", field: "kernel", before: null, after: "k" },
			]);
			const image = { kind: "id", uid: "i", checksum: null };
			expect((await head()).content.settings).toEqual([
				{ cloud: "gcp", image, instanceType: null, kernel: "k", ramdisk: null, userData: "#!" },
			]);
		});

		it("refuses an unknown cloud with similar slugs, and saves nothing", async () => {
			expect(await faultOf(() => putImage("aws-us-est-1", "ami-1"))).toMatchObject({
				code: "cloud-not-found",
				details: { cloud: "aws-us-est-1", near: expect.arrayContaining(["aws-us-east-1"]) },
			});
			expect(await needs.store.read.clouds.slugs(actor.accountId)).toEqual([]);
			expect((await head()).component.headVersion).toBe(1);
		});

		it("accepts a private cloud once it is added", async () => {
			expect(await faultOf(() => putImage("acme-r1", "uuid"))).toMatchObject({ code: "cloud-not-found" });
			await addCloud(needs, actor, { slug: "acme-r1", type: "open_stack_v3", region: "R1" });
			expect(await faultOf(() => addCloud(needs, actor, { slug: "acme-r1", type: "x" }))).toMatchObject({
				code: "cloud-exists",
			});
			await putImage("acme-r1", "uuid");
			expect(await needs.store.read.clouds.find(actor.accountId, "acme-r1")).toMatchObject({
				type: "openstack",
				region: "R1",
				name: "acme-r1",
			});
		});

		it.each<readonly [string, SettingInput, string]>([
			["gcp", {}, "image-invalid"],
			["gcp", { image: { uid: " i" } }, "image-invalid"],
			["gcp", { image: { uid: "i", checksum: "md5" } }, "image-invalid"],
			["gcp", { image: { uid: "i", kind: "artifact" } }, "image-invalid"],
			["gcp", { image: { uid: "i" }, instanceType: "" }, "setting-invalid"],
			["gcp", { image: { uid: "i" }, userData: "x".repeat(70_000) }, "setting-invalid"],
			["GCP", { image: { uid: "i" } }, "cloud-slug-invalid"],
			["../x", { image: { uid: "i" } }, "cloud-slug-invalid"],
		])("refuses for %s the setting %j", async (cloud, setting, code) => {
			expect(await faultOf(() => put(cloud, setting))).toMatchObject({ code });
			expect((await head()).content.settings).toEqual([]);
		});

		it("loses the removed setting; a missing one is refused with similar ones", async () => {
			await putImage("azure-eastus", "ami-1");
			expect(
				await faultOf(() => removeSetting(needs, actor, { name, expected: null, cloud: "azure-eastus2" })),
			).toMatchObject({
				code: "setting-not-found",
				details: { near: ["azure-eastus"] },
			});
			const { changes } = await removeSetting(needs, actor, { name, expected: null, cloud: "azure-eastus" });
			expect(changes.map((change) => change.kind)).toEqual(["setting-removed"]);
			expect(await map()).toEqual({});
		});

		it("becomes exactly its replacement", async () => {
			await put("gcp", { image: { uid: "old" }, instanceType: "small" });
			await putImage("azure-eastus", "ami-1");
			const { changes } = await replace({
				description: "",
				tags: ["n"],
				settings: [
					{ cloud: "gcp", image: { uid: "old" } },
					{ cloud: "azure-westeurope", image: { uid: "a:b:c:d" } },
				],
			});
			expect(changes.map((change) => change.kind)).toEqual([
				"text-changed",
				"tag-removed",
				"tag-removed",
				"tag-added",
				"setting-removed",
				"setting-added",
				"setting-changed",
			]);
			expect(await map()).toEqual({ gcp: "old", "azure-westeurope": "a:b:c:d" });
			expect((await head()).content).toMatchObject({ description: "", tags: ["n"] });
		});

		it("is not replaced by a list that names a cloud twice", async () => {
			const twice = ["i", "j"].map((uid) => ({ cloud: "gcp", image: { uid } }));
			expect(await faultOf(() => replace({ description: "", tags: [], settings: twice }))).toMatchObject({
				code: "setting-duplicate",
				details: { cloud: "gcp", image: "i", second: "j" },
			});
			expect((await head()).component.headVersion).toBe(1);
		});

		it("updates its fields, and keeps the omitted ones", async () => {
			await describeComponent(needs, actor, { kind: "mci", name, expected: 1, description: "new" });
			await describeComponent(needs, actor, { kind: "mci", name, expected: 2, tags: [] });
			expect((await head()).content).toMatchObject({ description: "new", tags: [] });
		});

		it("is not changed by a dry run, which reports the changes", async () => {
			const before = await head();
			const { changes, component: mci } = await replace(
				{ description: "r", tags: [], settings: [{ cloud: "gcp", image: { uid: "i" } }] },
				true,
			);
			expect(changes.map((change) => change.kind)).toEqual([
				"text-changed",
				"tag-removed",
				"tag-removed",
				"setting-added",
			]);
			expect(mci.headVersion).toBe(1);
			expect(await head()).toEqual(before);
			expect(await needs.store.read.clouds.slugs(actor.accountId)).toEqual([]);
			expect(await acts()).toHaveLength(1);
		});
	});

	describe("the version of HEAD", () => {
		it("grows with each change, and stays with one that changes nothing", async () => {
			expect((await putImage("gcp", "i", 1)).component.headVersion).toBe(2);
			const same = await putImage("gcp", "i", 2);
			expect(same.changes).toEqual([]);
			expect(same.component.headVersion).toBe(2);
			expect((await head()).component.headVersion).toBe(2);
			expect((await putImage("gcp", "j", same.component.headVersion)).component.headVersion).toBe(3);
		});

		it("that is not the expected one is refused, with the changes since and their authors", async () => {
			const other: Actor = { ...actor, name: "somebody" };
			await putSetting(needs, other, { name, expected: 1, cloud: "gcp", setting: { image: { uid: "theirs" } } });
			await describeComponent(needs, other, { kind: "mci", name, expected: 2, description: "theirs" });
			const { code, details } = await faultOf(() => putImage("gcp", "mine", 1));
			expect(code).toBe("head-stale");
			expect(details).toMatchObject({ name, have: 1, now: 3 });
			expect(details.changed).toMatchObject([
				{ by: "somebody", act: "mci.put-setting", changes: [{ kind: "setting-added", cloud: "gcp" }] },
				{ by: "somebody", act: "mci.describe", changes: [{ kind: "text-changed", field: "description" }] },
			]);
			expect(await map()).toEqual({ gcp: "theirs" });
		});

		it.each([0, -1, 2, 2 ** 31, Number.MAX_SAFE_INTEGER])("was never %d", async (expected) => {
			expect(await faultOf(() => putImage("gcp", "i", expected))).toMatchObject({
				code: "head-stale",
				details: { have: expected, now: 1 },
			});
		});

		it("increases across a commit, which also accepts an expected one", async () => {
			await putImage("gcp", "i", 1);
			expect(await faultOf(() => commit("m", 1))).toMatchObject({ code: "head-stale" });
			await commit("m", 2);
			expect((await head()).component).toMatchObject({ headVersion: 3, latest: 1 });
		});
	});

	describe("a commit", () => {
		it("copies HEAD, which stays editable", async () => {
			await putImage("gcp", "i1");
			await putImage("azure-eastus", "a1");
			const first = await commit(" first\n");
			expect(first.revision).toMatchObject({
				number: 1,
				message: "first",
				author: "test",
				settingsCount: 2,
				changesCount: 5,
				release: null,
			});
			await putImage("gcp", "i2");
			await removeSetting(needs, actor, { name, expected: null, cloud: "azure-eastus" });
			await describeComponent(needs, actor, { kind: "mci", name, expected: null, description: "later", tags: [] });
			const second = await commit("second");
			expect(second.changes.map((change) => change.kind)).toEqual([
				"text-changed",
				"tag-removed",
				"tag-removed",
				"setting-removed",
				"setting-changed",
			]);
			expect(await map("web@1")).toEqual({ gcp: "i1", "azure-eastus": "a1" });
			expect(await map("web@2")).toEqual({ gcp: "i2" });
			expect(await map("web")).toEqual({ gcp: "i2" });
			const old = await getRevision(needs, actor, { kind: "mci", ref: "web@1" });
			expect(old.content).toMatchObject({ description: "d", tags: ["a", "b"] });
			expect(old.digest).toBe(first.revision.digest);
			expect((await head()).digest).toBe(second.revision.digest);
			expect(
				(await listRevisions(needs, actor, { kind: "mci", name, limit: 10 })).revisions.map(
					(revision) => revision.message,
				),
			).toEqual(["second", "first"]);
		});

		it.each(["", " \n\t"])("needs a message, and %j is not one", async (message) => {
			expect(await faultOf(() => commit(message))).toMatchObject({ code: "message-missing" });
		});

		it("refuses a message that is too long", async () => {
			expect(await faultOf(() => commit("x".repeat(10_001)))).toMatchObject({ code: "message-invalid" });
		});

		it("is refused when HEAD equals the newest commit", async () => {
			await putImage("gcp", "i");
			await commit();
			expect(await faultOf(() => commit())).toMatchObject({
				code: "nothing-to-commit",
				details: { name, revision: 1 },
			});
			expect((await head()).component.headVersion, "a refusal changes nothing").toBe(3);
		});

		it("is refused when HEAD was changed and changed back", async () => {
			await put("gcp", { image: { uid: "i" }, userData: "u" });
			await putImage("azure-eastus", "a");
			await commit();
			await put("gcp", { image: { uid: "j" }, userData: null });
			await removeSetting(needs, actor, { name, expected: null, cloud: "azure-eastus" });
			await describeComponent(needs, actor, { kind: "mci", name, expected: null, description: "other" });
			expect((await head()).changes).toHaveLength(4);
			await put("gcp", { image: { uid: "i" }, userData: "u" });
			await putImage("azure-eastus", "a");
			await describeComponent(needs, actor, { kind: "mci", name, expected: null, description: "d" });
			expect((await head()).changes).toEqual([]);
			expect(await faultOf(() => commit())).toMatchObject({ code: "nothing-to-commit" });
		});

		it("may have the content of an older one, under the same digest", async () => {
			const digests = [];
			for (const uid of ["i", "j", "i"]) {
				await putImage("gcp", uid);
				digests.push((await commit(uid)).revision.digest);
			}
			expect(digests[2]).toBe(digests[0]);
			expect(digests[1]).not.toBe(digests[0]);
			expect(await map("web@2")).toEqual({ gcp: "j" });
			expect(await map("web@3")).toEqual({ gcp: "i" });
		});
	});

	it("leaves an audit entry for every act: who, what, when, and the changes", async () => {
		registry.setClock("2026-02-03T04:05:06.000Z");
		await addCloud(needs, actor, { slug: "acme-r1", type: "openstack" });
		await putImage("gcp", "i");
		await describeComponent(needs, actor, { kind: "mci", name, expected: null, description: "new" });
		await commit("msg");
		await removeSetting(needs, actor, { name, expected: null, cloud: "gcp" });
		await replace({ description: "new", tags: [], settings: [] });
		const entries = await acts();
		expect(entries.map((entry) => [entry.act, entry.subjectKind, entry.subjectName, entry.headVersion])).toEqual([
			["mci.create", "mci", name, 1],
			["cloud.add", "cloud", "acme-r1", null],
			["mci.put-setting", "mci", name, 2],
			["mci.describe", "mci", name, 3],
			["mci.commit", "mci", name, 4],
			["mci.remove-setting", "mci", name, 5],
			["mci.replace", "mci", name, 6],
		]);
		expect(entries.every((entry) => entry.actor === "test" && entry.accountId === actor.accountId)).toBe(true);
		expect(entries.at(-1)?.at).toBe("2026-02-03T04:05:06.000Z");
		expect(entries.find((entry: StoredAuditEntry) => entry.act === "mci.put-setting")?.after).toMatchObject([
			{ kind: "setting-added", cloud: "gcp" },
		]);
		expect(entries.find((entry) => entry.act === "mci.commit")?.after).toMatchObject({ revision: 1, message: "msg" });
	});
});
