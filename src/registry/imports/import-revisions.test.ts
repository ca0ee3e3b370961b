import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { importAll, packed } from "../../../test/import-scenes.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { PackedRevision } from "../../core/bundle/index.ts";
import { type ComponentKind, componentKinds, withFields } from "../../core/component/index.ts";
import { mciContent } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { addCloud } from "../clouds/add-cloud.ts";
import { listClouds } from "../clouds/list-clouds.ts";
import { cloneComponent } from "../components/clone-component.ts";
import { describeComponent } from "../components/describe-component.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { putSetting } from "../mcis/put-setting.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { resolveTemplateHere } from "../resolve/resolve-template.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { diffRevisions } from "../revisions/diff-revisions.ts";
import { listRevisions } from "../revisions/list-revisions.ts";
import { mergeRevision } from "../revisions/merge-revision.ts";
import { restoreHead } from "../revisions/restore-head.ts";
import { undoEdit } from "../revisions/undo-edit.ts";
import { listUpdates } from "../updates/list-updates.ts";
import { whereUsed } from "../where-used/where-used.ts";

describe.each(engines)("an import on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let acme: Actor;
	let us: Actor;
	let theirs: Components;
	let ours: Components;

	beforeEach(async () => {
		[acme, us] = [await registry.newActor("writer"), await registry.newActor("writer")];
		[theirs, ours] = [componentsOf(needs, acme), componentsOf(needs, us)];
	});

	const pack = (ref: string, kind: ComponentKind = "mci") => packed(needs, acme, { kind, ref });
	const take = (revisions: readonly PackedRevision[], more = {}) => importAll(needs, us, revisions, more);
	const imageOf = async (ref: string, cloud = "gcp") => {
		const answer = await resolveImage(needs, us, { ref, cloud, requestedValues: {} });
		return answer.kind === "resolved" ? answer.image.uid : answer.because.map(({ code }) => code).join();
	};
	const find = (name: string, kind: ComponentKind = "mci") =>
		needs.store.read.components.find(us.accountId, kind, name);

	it("keeps lineage, number, name, fields and digest, and names its publisher", async () => {
		await theirs.history("web", "i1", "i2");
		const [revision] = await pack("web@2");
		const report = await take(await pack("web@2"));
		expect(report).toMatchObject({
			imported: [{ kind: "mci", name: "web", number: 2, digest: revision?.digest }],
			alreadyThere: [],
			renamed: [],
		});
		const found = await getRevision(needs, us, { kind: "mci", ref: "web" });
		expect(found).toMatchObject({
			number: 2,
			digest: revision?.digest,
			revision: revision?.commit && { message: revision.commit.message },
		});
		expect(found.component).toMatchObject({ lineage: revision?.lineage, publisher: "Acme", latest: 2 });
		expect(await pack("web@2")).toEqual(await packed(needs, us, { kind: "mci", ref: "web@2" }));
		expect(await getHead(needs, us, { kind: "mci", name: "web" })).toMatchObject({
			changes: [],
			digest: revision?.digest,
		});
		expect(await imageOf("web")).toBe("i2");
	});

	it("changes nothing when it is repeated, even by two at once", async () => {
		await theirs.history("web", "i1");
		const revisions = await pack("web@1");
		const both = await Promise.all([take(revisions), importAll(await registry.second(), us, revisions)]);
		expect(both.map(({ imported, alreadyThere }) => [imported.length, alreadyThere.length]).sort()).toEqual([
			[0, 1],
			[1, 0],
		]);
		const version = (await find("web"))?.headVersion;
		expect(await take(revisions)).toMatchObject({ imported: [], alreadyThere: [{ name: "web", number: 1 }] });
		expect((await find("web"))?.headVersion).toBe(version);
		expect(
			(await needs.store.read.audit.list(us.accountId, { limit: 50 })).filter(({ act }) => act === "mci.import"),
		).toHaveLength(1);
	});

	it("keeps nothing of a dry run, which reports the same", async () => {
		await theirs.history("web", "i1");
		const revisions = await pack("web@1");
		const told = await take(revisions, { dryRun: true });
		expect(await find("web")).toBeUndefined();
		expect(await take(revisions)).toEqual(told);
	});

	it("imports a template with its MCIs, its default and its scripts", async () => {
		await theirs.history("web", "i1");
		await theirs.history("db", "i2");
		await theirs.script("boot");
		await theirs.commit("script", "boot");
		await theirs.template("shop", { mcis: ["db@1", "web@1"], boot: ["boot@1"] });
		await theirs.commit("template", "shop");
		const report = await take(await pack("shop@1", "template"));
		expect(report.imported.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
			"mci db",
			"mci web",
			"script boot",
			"template shop",
		]);
		expect(report.imported.at(-1)).toMatchObject({ kind: "template" });
		const answer = await resolveTemplateHere(needs, us, { template: "shop", cloud: "gcp", requestedValues: {} });
		expect(answer).toMatchObject({ kind: "resolved", image: { uid: "i2" }, mci: { ref: "db@1" } });
		expect(await faultOf(() => deleteComponent(needs, us, { kind: "mci", name: "web", expected: null }))).toMatchObject(
			{ code: "component-used" },
		);
	});

	it("is refused completely when a template's pin is neither stored nor included", async () => {
		await theirs.history("web", "i1");
		await theirs.template("shop", { mcis: ["web@1"] });
		await theirs.commit("template", "shop");
		const [, template] = await pack("shop@1", "template");
		expect(await faultOf(() => take(template ? [template] : []))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "shop@1" },
		});
		expect(await find("shop", "template")).toBeUndefined();
	});

	it("is refused completely when any content does not match its digest", async () => {
		await theirs.history("web", "i1");
		await theirs.history("db", "i2");
		const [web] = await pack("web@1");
		const damaged = web && { ...web, content: mciContent({ name: "web" }) };
		expect(await faultOf(async () => take([...(await pack("db@1")), ...(damaged ? [damaged] : [])]))).toMatchObject({
			code: "bundle-invalid",
		});
		expect(await find("db")).toBeUndefined();
	});

	it("is refused when the revision has different content, another kind or another publisher", async () => {
		await theirs.history("web", "i1", "i2");
		const [one, two] = [...(await pack("web@1")), ...(await pack("web@2"))];
		if (!one || !two) throw new Error("nothing packed");
		await take([one]);
		expect(await faultOf(() => take([{ ...two, number: 1 }]))).toMatchObject({
			code: "import-differs",
			details: { revision: 1 },
		});
		expect(await faultOf(() => take([two], { publisher: { name: "Mallory", key: null } }))).toMatchObject({
			code: "import-publisher",
			details: { publisher: "Acme", other: "Mallory" },
		});
		expect((await find("web"))?.latest).toBe(1);
	});

	it("from a signed bundle is not continued by an unsigned one", async () => {
		await theirs.history("web", "i1", "i2");
		await take(await pack("web@1"), { publisher: { name: "Acme", key: "k1" } });
		const other = { publisher: { name: "Acme", key: "k2" } };
		expect(await faultOf(async () => take(await pack("web@2"), other))).toMatchObject({ code: "import-publisher" });
		await take(await pack("web@2"), { publisher: { name: "Acme, Inc.", key: "k1" } });
		expect((await find("web"))?.latest).toBe(2);
	});

	it("of the account's own lineage finds stored revisions, and refuses others", async () => {
		await theirs.history("web", "i1", "i2");
		const [one] = await pack("web@1");
		expect(await importAll(needs, acme, one ? [one] : [])).toMatchObject({
			imported: [],
			alreadyThere: [{ name: "web", number: 1 }],
		});
		expect(await faultOf(() => importAll(needs, acme, one ? [{ ...one, number: 7 }] : []))).toMatchObject({
			code: "import-own",
		});
	});

	it("asks for another name if one is in use, even a former one, and never overwrites", async () => {
		await ours.mci("web", "mine");
		await ours.mci("old", "mine");
		await renameComponent(needs, us, { kind: "mci", name: "old", to: "new", expected: null });
		await theirs.history("web", "i1");
		await theirs.history("old", "i1");
		const revisions = [...(await pack("web@1")), ...(await pack("old@1"))];
		const { code, details } = await faultOf(() => take(revisions));
		expect(code).toBe("import-name-taken");
		expect(details.clashes).toMatchObject([
			{ publishedName: "web", suggestion: "acme-web", taken: "your own" },
			{ publishedName: "old", suggestion: "acme-old" },
		]);
		expect(await imageOf("web@head")).toBe("mine");
		const names = new Map(revisions.map(({ lineage, content }) => [lineage, `acme-${content.name}`]));
		const report = await take(revisions, { names });
		expect(report.renamed.map(({ name }) => name).sort()).toEqual(["acme-old", "acme-web"]);
		expect(await imageOf("acme-web")).toBe("i1");
		expect(await getRevision(needs, us, { kind: "mci", ref: "acme-web" })).toMatchObject({
			content: { name: "web" },
			digest: revisions[0]?.digest,
		});
		expect((await getHead(needs, us, { kind: "mci", name: "acme-web" })).changes).toEqual([]);
		expect(await take(revisions)).toMatchObject({
			imported: [],
			alreadyThere: [{ name: "acme-web" }, { name: "acme-old" }],
		});
	});

	it("asks when two components would have the same name", async () => {
		const other = await registry.newActor("writer");
		await componentsOf(needs, other).history("web", "i9");
		await theirs.history("web", "i1");
		const two = [...(await pack("web@1")), ...(await packed(needs, other, { kind: "mci", ref: "web@1" }))];
		expect(await faultOf(() => take(two))).toMatchObject({ code: "import-name-taken" });
	});

	describe("is read-only", () => {
		beforeEach(async () => {
			await theirs.history("web", "i1", "i2");
			await take(await pack("web@1"));
		});
		const web = { kind: "mci" as const, name: "web", expected: null };
		it.each<readonly [string, () => Promise<unknown>]>([
			["an edit", () => putSetting(needs, us, { ...web, cloud: "gcp", setting: { image: { uid: "x" } } })],
			["a commit", () => commitRevision(needs, us, { ...web, message: "m" })],
			["a restore", () => restoreHead(needs, us, { ...web, to: "1" })],
			["a merge into it", () => mergeRevision(needs, us, { ...web, from: "web@1", answers: new Map() })],
			["other words", () => describeComponent(needs, us, { ...web, description: "x" })],
			["an undo", () => undoEdit(needs, us, web)],
		])("%s is refused, with a clone as the fix", async (_what, act) => {
			expect(await faultOf(act)).toMatchObject({
				code: "component-imported",
				details: { name: "web", publisher: "Acme" },
			});
			expect((await getHead(needs, us, web)).changes).toEqual([]);
		});

		it("can be renamed, cloned, pinned, deprecated, given a channel, and deleted", async () => {
			await renameComponent(needs, us, { ...web, to: "acme-web" });
			await cloneComponent(needs, us, { kind: "mci", ref: "acme-web", name: "mine" });
			await moveChannel(needs, us, { kind: "mci", name: "acme-web", channel: "production", to: "1" });
			await setLifecycle(needs, us, { kind: "mci", ref: "acme-web@1", state: "deprecated", reason: "old" });
			await deleteComponent(needs, us, { kind: "mci", name: "acme-web", expected: null });
			expect(await find("acme-web")).toBeUndefined();
			expect(await take(await pack("web@2"))).toMatchObject({ imported: [{ name: "web", number: 2 }] });
		});

		it("is pinned with its newest commit when a template that pins its HEAD is committed", async () => {
			await renameComponent(needs, us, { ...web, to: "acme-web" });
			await ours.template("shop", { mcis: ["acme-web@head"] });
			expect(await ours.commit("template", "shop", { heads: "commit" })).toBe(1);
			const { content } = await getRevision(needs, us, { kind: "template", ref: "shop@1" });
			expect(content.mcis).toMatchObject([{ revision: 1 }]);
		});
	});

	it("needs a user with permission to import", async () => {
		await theirs.history("web", "i1");
		const reader = withRoles(us, "reader");
		expect(await faultOf(async () => importAll(needs, reader, await pack("web@1")))).toMatchObject({
			code: "permission-denied",
		});
	});

	describe("with clouds that the account does not have", () => {
		beforeEach(async () => {
			await addCloud(needs, acme, { slug: "acme-lab", type: "openstack", region: "Lab", name: "The lab" });
			await theirs.mci("web", "i1");
			await theirs.put("web", "l1", "acme-lab");
			await theirs.put("web", "a1", "azure-eastus");
			await theirs.commit("mci", "web");
			await theirs.template("shop", { mcis: ["web@1"] });
			await theirs.commit("template", "shop");
		});

		it("keeps them dormant and reports it: nothing resolves there, and nothing is found by them", async () => {
			const report = await take(await pack("shop@1", "template"));
			expect(report.dormantClouds).toEqual(["acme-lab"]);
			expect(await imageOf("web", "acme-lab")).toBe("cloud-dormant");
			expect(await imageOf("web", "azure-eastus")).toBe("a1");
			const no = await resolveImage(needs, us, { ref: "web", cloud: "nowhere", requestedValues: {} });
			expect(no).toMatchObject({ instead: { clouds: ["azure-eastus", "gcp"] } });
			const answer = await resolveTemplateHere(needs, us, { template: "shop", cloud: "acme-lab", requestedValues: {} });
			expect(answer).toMatchObject({
				kind: "unresolved",
				because: [{ code: "cloud-dormant" }],
				instead: { clouds: ["azure-eastus", "gcp"] },
			});
			const byCloud = {
				accountId: us.accountId,
				kind: "mci" as const,
				sort: "name" as const,
				limit: 5,
				cloud: "acme-lab",
			};
			expect(await needs.store.read.components.search(byCloud)).toEqual([]);
			expect((await listClouds(needs, us, { limit: 10 })).map(({ slug, isDormant }) => [slug, isDormant])).toEqual([
				["acme-lab", true],
				["azure-eastus", false],
				["gcp", false],
			]);
			await ours.mci("mine");
			const put = () =>
				putSetting(needs, us, { name: "mine", expected: null, cloud: "acme-lab", setting: { image: { uid: "x" } } });
			expect(await faultOf(put)).toMatchObject({ code: "cloud-dormant" });
		});

		it("activates them when the account adds them, as their publisher described them", async () => {
			await take(await pack("shop@1", "template"));
			expect(await addCloud(needs, us, { slug: "acme-lab" })).toMatchObject({
				type: "openstack",
				region: "Lab",
				name: "The lab",
				isDormant: false,
			});
			expect(await imageOf("web", "acme-lab")).toBe("l1");
			expect(
				await resolveTemplateHere(needs, us, { template: "shop", cloud: "acme-lab", requestedValues: {} }),
			).toMatchObject({
				image: { uid: "l1" },
			});
			expect(await faultOf(() => addCloud(needs, us, { slug: "acme-lab" }))).toMatchObject({ code: "cloud-exists" });
		});

		it("keeps their settings in clones too", async () => {
			await take(await pack("web@1"));
			await ours.clone("mci", "web@1", "mine");
			expect(
				(await getHead(needs, us, { kind: "mci", name: "mine" })).content.settings.map(({ cloud }) => cloud),
			).toContain("acme-lab");
		});

		it("warns of one that has another type here", async () => {
			await addCloud(needs, us, { slug: "acme-lab", type: "vmware" });
			expect(await take(await pack("web@1"))).toMatchObject({
				dormantClouds: [],
				warnings: [{ code: "cloud-type-differs" }],
			});
		});
	});

	describe("of a shared HEAD", () => {
		it("follows its publisher's HEAD alongside commits, in any order", async () => {
			await theirs.history("web", "i1", "i2");
			await theirs.put("web", "h1");
			await take(await pack("web@head"));
			expect(await faultOf(() => imageOf("web"))).toMatchObject({ code: "nothing-committed" });
			expect(await imageOf("web@head")).toBe("h1");
			await take(await pack("web@2"));
			expect([await imageOf("web@head"), await imageOf("web@2")]).toEqual(["h1", "i2"]);
			await theirs.put("web", "h2");
			expect(await take(await pack("web@head"))).toMatchObject({ imported: [{ number: 0 }] });
			await take(await pack("web@1"));
			expect([await imageOf("web@head"), await imageOf("web@2"), await imageOf("web@1")]).toEqual(["h2", "i2", "i1"]);
			expect(await take(await pack("web@head"))).toMatchObject({ imported: [], alreadyThere: [{ number: 0 }] });
		});
	});

	it.each(componentKinds)("of revisions of a %s in any order stores each as its publisher created it", async (kind) => {
		await theirs.history("a", "i1", "i2", "i3", "i4", "i5", "i6");
		const make = async (n: number) => {
			if (kind === "template")
				await (n === 1 ? theirs.template("t", { mcis: [`a@${n}`] }) : theirs.pin("t", { mcis: [`a@${n}`] }));
			if (kind === "script")
				await (n === 1 ? theirs.script("t", `#!/bin/sh\n${n}\n`) : theirs.write("t", `#!/bin/sh\n${n}\n`));
			if (kind === "mci") await (n === 1 ? theirs.mci("t", `t${n}`) : theirs.put("t", `t${n}`));
			await theirs.commit(kind, "t");
		};
		for (let n = 1; n <= 6; n++) await make(n);
		const all = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => pack(`t@${n}`, kind)));
		await fc.assert(
			fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 2 }), async (order) => {
				const actor = await registry.newActor("writer");
				const there: number[] = [];
				for (const n of order) {
					await importAll(needs, actor, all[n - 1] ?? []);
					there.push(n);
				}
				const sorted = [...there].sort((a, b) => b - a);
				const { component, revisions } = await listRevisions(needs, actor, { kind, name: "t", limit: 20 });
				expect(revisions.map(({ number }) => number)).toEqual(sorted);
				expect(component.latest).toBe(sorted[0]);
				for (const n of there) {
					expect(await packed(needs, actor, { kind, ref: `t@${n}` })).toEqual(all[n - 1]);
					const before = sorted.find((one) => one < n);
					expect((await diffRevisions(needs, actor, { kind, to: `t@${n}` })).from?.number).toBe(before);
				}
				const head = await getHead(needs, actor, { kind, name: "t" });
				const newest = all[(sorted[0] ?? 1) - 1]?.at(-1);
				expect(head).toMatchObject({ changes: [], digest: newest?.digest });
				const missing = [1, 2, 3, 4, 5, 6, 7].find((n) => !there.includes(n)) ?? 7;
				expect(await faultOf(() => getRevision(needs, actor, { kind, ref: `t@${missing}` }))).toMatchObject({
					code: "revision-not-found",
				});
			}),
			{ numRuns: 8 },
		);
	});

	it("lists its revisions with their gaps", async () => {
		await theirs.history("web", "i1", "i2", "i3", "i4", "i5", "i6");
		for (const n of [6, 1, 4, 3]) await take(await pack(`web@${n}`));
		expect(await faultOf(() => getRevision(needs, us, { kind: "mci", ref: "web@5" }))).toMatchObject({
			details: { available: "1, 3 to 4 and 6" },
		});
		expect(await faultOf(() => imageOf("web@2"))).toMatchObject({ details: { available: "1, 3 to 4 and 6" } });
		const { mcis } = await whereUsed(needs, us, { image: "i4" });
		expect(mcis.map(({ firstRevision, lastRevision, head }) => [firstRevision, lastRevision, head])).toEqual([
			[4, 4, false],
		]);
	});

	it("offers its newer revisions to clones and templates, across gaps and revoked ones", async () => {
		await theirs.history("web", "i1", "i2", "i3", "i4", "i5");
		await take(await pack("web@2"));
		await ours.clone("mci", "web@2", "mine");
		await ours.template("shop", { mcis: ["web@2"] });
		const updates = async (kind: ComponentKind, name: string) =>
			(await listUpdates(needs, us, { kind, name })).map(({ to }) => to.number);
		expect([await updates("mci", "mine"), await updates("template", "shop")]).toEqual([[], []]);
		await take(await pack("web@5"));
		await take(await pack("web@4"));
		expect([await updates("mci", "mine"), await updates("template", "shop")]).toEqual([[5], [5]]);
		await setLifecycle(needs, us, { kind: "mci", ref: "web@5", state: "revoked", reason: "bad" });
		expect([await updates("mci", "mine"), await updates("template", "shop")]).toEqual([[4], [4]]);
		await ours.put("mine", "x1", "azure-eastus");
		const merged = await mergeRevision(needs, us, {
			kind: "mci",
			name: "mine",
			expected: null,
			from: "web@4",
			answers: new Map(),
		});
		expect(merged).toMatchObject({ base: { name: "web", number: 2 }, conflicts: [] });
		expect([await imageOf("mine@head"), await imageOf("mine@head", "azure-eastus")]).toEqual(["i4", "x1"]);
		expect(await updates("mci", "mine")).toEqual([]);
	});

	it("does not change the account's facts about an image", async () => {
		await theirs.history("web", "i1");
		await ours.mci("mine", "i1");
		const [revision] = await pack("web@1");
		const told = revision && {
			...revision,
			images: revision.images.map((image) => ({ ...image, state: "deleted" as const, name: "evil" })),
		};
		await take(told ? [told] : []);
		expect(await imageOf("mine@head")).toBe("i1");
		expect(await needs.store.read.images.listByUid(us.accountId, "i1")).toMatchObject([
			{ state: "unknown", name: null },
		]);
	});

	it("refuses invalid revision numbers", async () => {
		await theirs.history("web", "i1");
		const [revision] = await pack("web@1");
		expect(await faultOf(() => take(revision ? [{ ...revision, number: 2 ** 31 - 1 }] : []))).toMatchObject({
			code: "bundle-invalid",
		});
		expect(withFields(revision?.content ?? mciContent({ name: "x" }), {}).name).toBe("web");
	});
});
