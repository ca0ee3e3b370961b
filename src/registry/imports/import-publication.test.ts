import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { inBackground, type Publications, publicationsOf } from "../../../test/publications.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { publishRevision } from "../marketplace/publish-revision.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { resolveTemplateHere } from "../resolve/resolve-template.ts";
import { mergeRevision } from "../revisions/merge-revision.ts";
import { listUpdates } from "../updates/list-updates.ts";
import { diffUpdate } from "./diff-update.ts";
import { importPublication } from "./import-publication.ts";
import { getImport, type ImportPage, listImports } from "./list-imports.ts";
import { subscribe, unsubscribe } from "./subscribe.ts";
import { updateImport } from "./update-import.ts";

describe.each(engines)("importing from the marketplace on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let acme: Actor;
	let us: Actor;
	let theirs: Components;
	let ours: Components;
	let market: Publications;
	/** The publisher's name: unique in the installation. */
	let brand: string;
	let made = 0;

	beforeEach(async () => {
		[acme, us] = [await registry.newActor("admin"), await registry.newActor("admin")];
		[theirs, ours] = [componentsOf(needs, acme), componentsOf(needs, us)];
		market = publicationsOf(needs, acme);
		brand = `Acme ${++made}`;
		await market.name(brand);
	});

	const take = (
		ref: string,
		more: {
			readonly kind?: ComponentKind;
			readonly names?: ReadonlyMap<string, string>;
			readonly dryRun?: boolean | undefined;
		} = {},
	) => importPublication(needs, us, { ref: `${brand}/${ref}`, ...more });
	const imageOf = async (ref: string, actor = us) => {
		const answer = await resolveImage(needs, actor, { ref, cloud: "gcp", requestedValues: {} });
		return answer.kind === "resolved" ? answer.image.uid : answer.because.map(({ code }) => code).join();
	};
	const imports = (page: Partial<ImportPage> = {}) => listImports(needs, us, { limit: 50, ...page });
	const told = async (actor = us) =>
		(await needs.store.read.notifications.list({ accountId: actor.accountId, limit: 50 })).map(
			({ event, title }) => `${event}: ${title}`,
		);

	it("imports the requested publication, counts once per account, and changes nothing when repeated", async () => {
		await theirs.history("web", "i1", "i2");
		await market.publish("mci", "web@1");
		const id = await market.publish("mci", "web@2");
		expect(await take("web")).toMatchObject({
			imported: [{ name: "web", number: 2 }],
			offer: { publicationId: id, publisher: brand },
		});
		expect(await take("web@2")).toMatchObject({ imported: [], alreadyThere: [{ number: 2 }] });
		expect(await importPublication(needs, us, { ref: String(id) })).toMatchObject({ imported: [] });
		expect(await take("web@1")).toMatchObject({ imported: [{ number: 1 }] });
		expect((await needs.store.read.publications.find(acme.accountId, id))?.importsCount).toBe(1);
		expect(await imageOf("web")).toBe("i2");
		expect(await imageOf("web@1")).toBe("i1");
	});

	it("imports a template with its dependencies, including deprecated ones, and refuses revoked ones", async () => {
		await theirs.history("web", "i1");
		await theirs.script("boot");
		await theirs.commit("script", "boot");
		await theirs.template("shop", { mcis: ["web@1"], boot: ["boot@1"] });
		await theirs.commit("template", "shop");
		await market.publish("template", "shop@1");
		const web = await needs.store.read.components.find(acme.accountId, "mci", "web");
		const dependency = await needs.store.read.publications.findRevision(acme.accountId, web?.lineage ?? "", 1);
		await market.setState(dependency?.id ?? 0, "deprecated");
		await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "leaks keys" });
		expect(await faultOf(() => take("shop"))).toMatchObject({
			code: "import-unavailable",
			details: { problem: expect.stringContaining("leaks keys") },
		});
		expect(await imports()).toEqual([]);
		await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "active" });
		const { imported } = await take("shop");
		expect(imported.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
			"mci web",
			"script boot",
			"template shop",
		]);
		expect(await resolveTemplateHere(needs, us, { template: "shop", cloud: "gcp", requestedValues: {} })).toMatchObject(
			{
				image: { uid: "i1" },
			},
		);
	});

	it("treats a publication for other accounts as nonexistent", async () => {
		const friend = await registry.newActor("admin");
		const group = await market.group("friends", friend);
		await theirs.history("web", "i1");
		const id = await market.publish("mci", "web@1", { groups: [group] });
		const absent = await faultOf(() => importPublication(needs, us, { ref: "999999999" }));
		expect(absent).toMatchObject({ code: "publication-not-found" });
		expect(await faultOf(() => importPublication(needs, us, { ref: String(id) }))).toMatchObject({
			code: "publication-not-found",
		});
		expect(await faultOf(() => take("web"))).toMatchObject({ code: "publication-not-found" });
		expect(await importPublication(needs, friend, { ref: `${brand.toUpperCase()}/web` })).toMatchObject({
			imported: [{ name: "web" }],
		});
	});

	it("refuses the account's own, deprecated, revoked and retracted ones, and ambiguous names", async () => {
		await theirs.history("web", "i1", "i2");
		await theirs.template("web", { mcis: ["web@1"] });
		await theirs.commit("template", "web");
		const [one, two] = [await market.publish("mci", "web@1"), await market.publish("mci", "web@2")];
		await market.publish("template", "web@1");
		expect(await faultOf(() => importPublication(needs, acme, { ref: String(one) }))).toMatchObject({
			code: "publication-own",
		});
		expect(await faultOf(() => take("web"))).toMatchObject({ code: "publication-ambiguous" });
		await market.setState(two, "deprecated");
		expect(await faultOf(() => take("web@2"))).toMatchObject({ code: "import-unavailable" });
		expect(await take("web", { kind: "mci" })).toMatchObject({ imported: [{ number: 1 }] });
		await setLifecycle(needs, acme, { kind: "mci", ref: "web@2", state: "revoked", reason: "bad" });
		await market.setState(two, "active");
		expect(await faultOf(() => take("web@2"))).toMatchObject({ code: "import-unavailable" });
		await market.setState(two, "retracted");
		expect(await faultOf(() => take("web@2"))).toMatchObject({ code: "publication-not-found" });
	});

	it("accepts other names by the publisher's names, and refuses names that nothing has", async () => {
		await ours.mci("web", "mine");
		await theirs.history("web", "i1");
		await market.publish("mci", "web@1");
		expect(await faultOf(() => take("web"))).toMatchObject({ code: "import-name-taken" });
		expect(await faultOf(() => take("web", { names: new Map([["wep", "x"]]) }))).toMatchObject({
			code: "input-invalid",
		});
		const names = new Map([["web", "acme-web"]]);
		expect(await take("web", { names, dryRun: true })).toMatchObject({
			renamed: [{ name: "acme-web", publishedName: "web" }],
		});
		expect(await imports()).toEqual([]);
		expect(await take("web", { names })).toMatchObject({ imported: [{ name: "acme-web", publishedName: "web" }] });
	});

	it("continues when its publisher has another name", async () => {
		await theirs.history("web", "i1", "i2");
		await market.publish("mci", "web@1");
		await take("web");
		await market.name(`${brand} Corp`);
		const id = await market.publish("mci", "web@2");
		expect(await importPublication(needs, us, { ref: String(id) })).toMatchObject({ imported: [{ number: 2 }] });
	});

	describe("your imports", () => {
		it("show newer revisions, the publisher, the lifecycle, and where they are used", async () => {
			await theirs.history("web", "i1", "i2");
			await theirs.history("db", "i3");
			const one = await market.publish("mci", "web@1");
			await market.publish("mci", "db@1");
			await take("web");
			await take("db");
			await ours.template("shop", { mcis: ["web@1"] });
			await ours.clone("mci", "web@1", "mine");
			expect(await imports()).toMatchObject([
				{ component: { name: "db", publisher: brand }, update: null, uses: { templates: 0, servers: 0, clones: 0 } },
				{
					component: { name: "web" },
					newest: { number: 1, state: "offered", importedBy: "test" },
					update: null,
					uses: { templates: 1, clones: 1 },
				},
			]);
			expect(await imports({ updates: true })).toEqual([]);
			const two = await market.publish("mci", "web@2");
			expect(await imports({ updates: true })).toMatchObject([
				{ component: { name: "web" }, update: { number: 2, publicationId: two } },
			]);
			expect((await imports({ text: `${brand} we` })).map(({ component }) => component.name)).toEqual(["web"]);
			expect((await imports({ limit: 1 })).map(({ component }) => component.name)).toEqual(["db"]);
			const [db] = await imports({ limit: 1 });
			const after = { name: "db", id: db?.component.id ?? 0 };
			expect((await imports({ limit: 1, after })).map(({ component }) => component.name)).toEqual(["web"]);
			await market.setState(two, "deprecated");
			await market.setState(one, "retracted");
			expect(await imports({ text: "web" })).toMatchObject([{ newest: { state: "gone" }, update: null }]);
			await ours.mci("own");
			expect(await faultOf(() => getImport(needs, needs.store.read, us, { kind: "mci", name: "own" }))).toMatchObject({
				code: "import-none",
			});
		});

		it("list nothing revoked by its publisher, and nothing published only for templates", async () => {
			await theirs.history("web", "i1", "i2", "i3");
			await market.publish("mci", "web@1");
			await take("web");
			await market.publish("mci", "web@3");
			await setLifecycle(needs, acme, { kind: "mci", ref: "web@3", state: "revoked", reason: "bad" });
			await market.publish("mci", "web@2", { isDependency: true });
			expect(await imports({ updates: true })).toEqual([]);
			expect(await imports()).toMatchObject([{ update: null }]);
			expect(await faultOf(() => updateImport(needs, us, { kind: "mci", name: "web" }))).toMatchObject({
				code: "import-newest",
			});
		});

		it("show the difference to a publication without importing it, and import it", async () => {
			await theirs.history("web", "i1", "i2", "i3");
			await market.publish("mci", "web@1");
			await take("web");
			await market.publish("mci", "web@2");
			await market.publish("mci", "web@3");
			const diff = await diffUpdate(needs, us, { kind: "mci", name: "web" });
			expect(diff).toMatchObject({ from: { number: 1 }, to: { number: 3 }, changes: [{ cloud: "gcp" }] });
			expect(await diffUpdate(needs, us, { kind: "mci", name: "web", number: 2 })).toMatchObject({ to: { number: 2 } });
			expect((await needs.store.read.components.find(us.accountId, "mci", "web"))?.latest).toBe(1);
			expect(await updateImport(needs, us, { kind: "mci", name: "web" })).toMatchObject({
				imported: [{ number: 3 }],
				swapped: null,
			});
			expect(await faultOf(() => updateImport(needs, us, { kind: "mci", name: "web" }))).toMatchObject({
				code: "import-newest",
			});
			expect(await faultOf(() => diffUpdate(needs, us, { kind: "mci", name: "web", number: 9 }))).toMatchObject({
				code: "publication-not-found",
			});
		});

		it("name the pins of a published template, even those that are not imported", async () => {
			await theirs.history("web", "i1");
			await theirs.template("shop", { mcis: ["web@1"] });
			await theirs.commit("template", "shop");
			await market.publish("template", "shop@1");
			await take("shop");
			await theirs.history("db", "i2");
			await theirs.pin("shop", { mcis: ["web@1", "db@1"] });
			await theirs.commit("template", "shop");
			await market.publish("template", "shop@2");
			const { names } = await diffUpdate(needs, us, { kind: "template", name: "shop" });
			expect(Object.values(names)).toContain("db");
		});

		it("are updated and swapped into templates at once, or as a dry run", async () => {
			await theirs.history("web", "i1", "i2");
			await market.publish("mci", "web@1");
			await take("web");
			await ours.template("shop", { mcis: ["web@1"] });
			await ours.commit("template", "shop");
			await market.publish("mci", "web@2");
			const asked = { kind: "mci" as const, name: "web", swap: { commit: "web 2" } };
			const tried = await updateImport(needs, us, { ...asked, dryRun: true });
			expect(tried).toMatchObject({
				imported: [{ number: 2 }],
				swapped: { templates: [{ name: "shop", from: [1], revision: 2, problem: null }] },
			});
			expect((await needs.store.read.components.find(us.accountId, "mci", "web"))?.latest).toBe(1);
			expect(await updateImport(needs, us, asked)).toMatchObject(JSON.parse(JSON.stringify(tried)));
			expect((await getRevision(needs, us, { kind: "template", ref: "shop" })).content.mcis).toMatchObject([
				{ revision: 2 },
			]);
		});
	});

	describe("following", () => {
		it("imports new revisions automatically", async () => {
			await theirs.history("web", "i1", "i2", "i3");
			await market.publish("mci", "web@1");
			expect(await subscribe(needs, us, { ref: `${brand}/web`, mode: "auto" })).toMatchObject({
				imported: { imported: [{ number: 1 }] },
			});
			await inBackground(needs);
			await market.publish("mci", "web@3");
			await market.publish("mci", "web@2", { isDependency: true });
			await inBackground(needs);
			// The import has its own audit entry.
			await inBackground(needs);
			expect(await imports()).toMatchObject([
				{ subscription: "auto", revisions: [{ number: 3, importedBy: "subscription of test" }, { number: 1 }] },
			]);
			expect(await told()).toContain(`import.done: web@3 is imported from ${brand}`);
			await unsubscribe(needs, us, { kind: "mci", name: "web" });
			expect(await faultOf(() => unsubscribe(needs, us, { kind: "mci", name: "web" }))).toMatchObject({
				code: "subscription-not-found",
			});
		});

		it("imports a shared HEAD each time it is published", async () => {
			const group = await market.group("friends", us);
			await theirs.mci("web", "h1");
			await market.publish("mci", "web@head", { groups: [group] });
			await subscribe(needs, us, { ref: `${brand}/web@head`, mode: "auto" });
			expect(await imageOf("web@head")).toBe("h1");
			await theirs.put("web", "h2");
			expect(await imageOf("web@head")).toBe("h1");
			await market.publish("mci", "web@head", { groups: [group] });
			await inBackground(needs);
			expect(await imageOf("web@head")).toBe("h2");
		});

		it("reports a failed import, and leaves it as available", async () => {
			await theirs.history("web", "i1");
			await theirs.template("shop", { mcis: ["web@1"] });
			await theirs.commit("template", "shop");
			await market.publish("template", "shop@1");
			await subscribe(needs, us, { ref: `${brand}/shop`, mode: "auto" });
			await theirs.history("db", "i2");
			await theirs.pin("shop", { mcis: ["web@1", "db@1"] });
			await theirs.commit("template", "shop");
			await ours.mci("db", "mine");
			await market.publish("template", "shop@2");
			await inBackground(needs);
			expect((await told()).filter((line) => line.startsWith("subscription.failed"))).toMatchObject([
				expect.stringContaining(`${brand}/shop@2 could not be imported`),
			]);
			expect(await imports({ updates: true })).toMatchObject([{ component: { name: "shop" }, update: { number: 2 } }]);
			expect(await imageOf("db@head")).toBe("mine");
		});

		it("only notifies about newer revisions in mode offer", async () => {
			await theirs.history("web", "i1", "i2");
			await market.publish("mci", "web@1");
			await take("web");
			await subscribe(needs, us, { ref: `${brand}/web`, mode: "offer" });
			await market.publish("mci", "web@2");
			await inBackground(needs);
			expect(await told()).toContain(`update.available: ${brand}/web@2 is offered: 1 change to your web@1`);
			expect((await needs.store.read.components.find(us.accountId, "mci", "web"))?.latest).toBe(1);
		});

		it("applies the publisher's lifecycle to an import; other accounts are notified", async () => {
			const other = await registry.newActor("admin");
			await theirs.history("web", "i1");
			await market.publish("mci", "web@1");
			await subscribe(needs, us, { ref: `${brand}/web`, mode: "auto" });
			await importPublication(needs, other, { ref: `${brand}/web` });
			await inBackground(needs);
			await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "leaks keys" });
			await inBackground(needs);
			expect([await imageOf("web"), await imageOf("web", other)]).toEqual(["revision-revoked", "i1"]);
			expect(await told(other)).toContain(`revision.revoked: ${brand} revokes web@1: leaks keys`);
			expect((await listImports(needs, other, { limit: 5 }))[0]?.newest).toMatchObject({
				state: "revoked",
				lifecycle: { reason: "leaks keys" },
			});
			const [entry] = await needs.store.read.audit.list(us.accountId, { limit: 1 });
			expect(entry).toMatchObject({
				act: "mci.revoke",
				actor: "subscription of test",
				after: { because: `${brand} says so of web@1` },
			});
			await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "active" });
			await inBackground(needs);
			expect(await imageOf("web")).toBe("i1");
		});

		it("does not reactivate a revision that the account itself revoked", async () => {
			await theirs.history("web", "i1");
			await market.publish("mci", "web@1");
			await subscribe(needs, us, { ref: `${brand}/web`, mode: "auto" });
			await setLifecycle(needs, us, { kind: "mci", ref: "web@1", state: "revoked", reason: "not for us" });
			await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "deprecated", reason: "old" });
			await inBackground(needs);
			await setLifecycle(needs, acme, { kind: "mci", ref: "web@1", state: "active" });
			await inBackground(needs);
			expect(await imageOf("web")).toBe("revision-revoked");
		});

		it("ends when the component is deleted, and notifies of the publisher's withdrawals", async () => {
			await theirs.history("web", "i1");
			const id = await market.publish("mci", "web@1");
			await subscribe(needs, us, { ref: `${brand}/web`, mode: "auto" });
			await market.setState(id, "retracted");
			await inBackground(needs);
			expect(await told()).toContain(`publication.retracted: ${brand} no longer publishes your web@1`);
			await deleteComponent(needs, us, { kind: "mci", name: "web", expected: null });
			expect(await needs.store.read.subscriptions.list(us.accountId, { limit: 5 })).toEqual([]);
		});
	});

	it("imports a real publication, follows it and its withdrawal", async () => {
		await theirs.history("web", "i1", "i2", "i3");
		await theirs.template("shop", { mcis: ["web@1"] });
		await theirs.commit("template", "shop");
		await publishRevision(needs, acme, { kind: "template", ref: "shop@1", to: { everyone: true, groups: [] } });
		await subscribe(needs, us, { ref: `${brand}/shop`, mode: "auto" });
		expect(await resolveTemplateHere(needs, us, { template: "shop", cloud: "gcp", requestedValues: {} })).toMatchObject(
			{
				image: { uid: "i1" },
			},
		);
		await inBackground(needs);
		await theirs.pin("shop", { mcis: ["web@3"] });
		await theirs.commit("template", "shop");
		await publishRevision(needs, acme, { kind: "template", ref: "shop@2", to: { everyone: true, groups: [] } });
		await inBackground(needs);
		expect(await resolveTemplateHere(needs, us, { template: "shop", cloud: "gcp", requestedValues: {} })).toMatchObject(
			{
				image: { uid: "i3" },
			},
		);
		expect(
			(await imports()).map(({ component, revisions }) => `${component.name} ${revisions.map(({ number }) => number)}`),
		).toEqual(["shop 2,1", "web 3,1"]);
	});

	it("works end to end: published, imported, cloned, changed there and here, imported again, merged", async () => {
		await theirs.history("web", "i1", "i2", "i3", "i4");
		await theirs.put("web", "a4", "azure-eastus");
		await theirs.commit("mci", "web");
		await market.publish("mci", "web@2");
		await take("web");
		await ours.clone("mci", "web@2", "mine");
		await ours.put("mine", "eu", "azure-centralus");
		await ours.commit("mci", "mine");
		expect(await listUpdates(needs, us, { kind: "mci", name: "mine" })).toEqual([]);
		await market.publish("mci", "web@5");
		await take("web");
		expect(await listUpdates(needs, us, { kind: "mci", name: "mine" })).toMatchObject([
			{ kind: "origin", from: { number: 2 }, to: { number: 5 } },
		]);
		const merged = await mergeRevision(needs, us, {
			kind: "mci",
			name: "mine",
			expected: null,
			from: "web@5",
			answers: new Map(),
		});
		expect(merged).toMatchObject({ base: { name: "web", number: 2 }, conflicts: [] });
		const { content } = await getHead(needs, us, { kind: "mci", name: "mine" });
		expect(content.settings.map(({ cloud, image }) => `${cloud} ${image.uid}`)).toEqual([
			"azure-centralus eu",
			"azure-eastus a4",
			"gcp i4",
		]);
		await ours.commit("mci", "mine");
		expect(await listUpdates(needs, us, { kind: "mci", name: "mine" })).toEqual([]);
	});
});
