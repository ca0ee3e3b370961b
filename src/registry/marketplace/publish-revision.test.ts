import { beforeEach, describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { subscribe } from "../../../test/subscriptions.ts";
import { parsePackedRevision } from "../../core/bundle/index.ts";
import type { ScriptContent } from "../../core/script/index.ts";
import { createGroup } from "../account-groups/edit-group.ts";
import type { Actor } from "../actor.ts";
import { renameComponent } from "../components/rename-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { getImpact } from "../lifecycles/list-impact.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { setPolicy } from "../lint/account-policy.ts";
import { whereUsed } from "../where-used/where-used.ts";
import { browseMarketplace } from "./browse-marketplace.ts";
import { editPublication } from "./edit-publication.ts";
import { listPublications, showPublication } from "./get-publication.ts";
import { type PublishInput, publishRevision } from "./publish-revision.ts";
import { republishHead } from "./republish-head.ts";
import { setPublicationState } from "./set-publication-state.ts";
import { getPublisher, setPublisher } from "./set-publisher.ts";

const everyone = { everyone: true, groups: [] };
const staff = { everyone: false, groups: ["staff"] };

describe.each(engines)("publishing on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: ReturnType<typeof componentsOf>;

	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		actor = await registry.newActor();
		make = componentsOf(needs, actor);
	});

	const publish = (kind: PublishInput["kind"], ref: string, more: Partial<PublishInput> = {}) =>
		publishRevision(needs, actor, { kind, ref, to: everyone, ...more });
	const idOf = async (ref: string) => {
		const found = (await listPublications(needs, actor, { limit: 100 })).find(
			({ name, number }) => `${name}@${number}` === ref,
		);
		if (!found) throw new Error(`${ref} is not published`);
		return found.id;
	};
	const move = async (ref: string, act: "deprecate" | "reactivate" | "retract") =>
		setPublicationState(needs, actor, { publication: await idOf(ref), act });
	const states = async () =>
		Object.fromEntries(
			(await listPublications(needs, actor, { limit: 100 })).map(({ name, number, state }) => [
				`${name}@${number}`,
				state,
			]),
		);
	const acts = async (limit: number) =>
		(await needs.store.read.audit.list(actor.accountId, { limit })).map(
			({ act, subjectName }) => `${act} ${subjectName}`,
		);

	describe("a publisher profile", () => {
		it("is created with the first publication, and named like the account by default", async () => {
			expect(await faultOf(() => getPublisher(needs.store.read, actor))).toMatchObject({ code: "publisher-missing" });
			await make.history("web", "img-1", "img-2");
			expect(await publish("mci", "web@1", { publisher: `Acme ${actor.account}` })).toMatchObject({
				isNewPublisher: true,
				publisher: { name: `Acme ${actor.account}` },
			});
			expect(await publish("mci", "web@2", { publisher: "Other" })).toMatchObject({
				isNewPublisher: false,
				publisher: { name: `Acme ${actor.account}` },
			});
		});

		it("has a name that can't be confused with another", async () => {
			const other = await registry.newActor();
			const name = `Zoë ${actor.account}`;
			await setPublisher(needs, actor, { name, email: "images@example.com", url: "https://example.com/images" });
			for (const taken of [name.toUpperCase(), name.replace("Zoë", "Zoe\u0308"), `  ${name.replace(" ", "   ")} `]) {
				expect(await faultOf(() => setPublisher(needs, other, { name: taken }))).toMatchObject({
					code: "publisher-exists",
					details: { taken: name },
				});
			}
			expect(await setPublisher(needs, actor, { name: name.toUpperCase(), email: null })).toMatchObject({
				name: name.toUpperCase(),
				email: null,
				url: "https://example.com/images",
			});
			expect(await setPublisher(needs, other, { name: `${name} 2` })).toMatchObject({ name: `${name} 2` });
		});

		it.each([
			[{ name: "a;b" }],
			[{ name: "a\u202eb" }],
			[{ name: "ok", url: "javascript:alert(1)" }],
			[{ name: "ok", url: "https://" }],
			[{ name: "ok", email: "no address" }],
			[{ name: "ok", email: "a@b\nBcc: c" }],
		])("refuses %j", async (input) => {
			expect(await faultOf(() => setPublisher(needs, actor, input))).toMatchObject({ code: "publisher-invalid" });
		});
	});

	it("accepts each revision once, and each state change only where it is allowed", async () => {
		await make.history("web", "img-1");
		const { publication } = await publish("mci", "web", { short: "A web server", notes: "first", categories: ["Web"] });
		expect(publication).toMatchObject({
			name: "web",
			number: 1,
			short: "A web server",
			notes: "first",
			categories: ["web"],
			state: "active",
			isFront: true,
		});
		expect((await acts(1))[0]).toBe("publication.publish web@1");
		expect(await faultOf(() => publish("mci", "web"))).toMatchObject({
			code: "publication-exists",
			details: { state: "active", publication: publication?.id },
		});
		await move("web@1", "retract");
		expect(await faultOf(() => publish("mci", "web"))).toMatchObject({
			code: "publication-exists",
			details: { verb: "reactivate" },
		});
		expect(await faultOf(() => move("web@1", "deprecate"))).toMatchObject({ code: "publication-state" });
		expect(await move("web@1", "retract")).toMatchObject({ changed: false });
		await move("web@1", "reactivate");
		await move("web@1", "deprecate");
		expect(await acts(4)).toEqual([
			"publication.deprecate web@1",
			"publication.reactivate web@1",
			"publication.retract web@1",
			"publication.publish web@1",
		]);
	});

	it("of a template publishes its pins, once, for the same or a wider audience", async () => {
		await createGroup(needs, actor, { name: "staff" });
		await make.history("base", "img-1", "img-2");
		await make.script("setup");
		await make.commit("script", "setup");
		await make.template("app", { mcis: ["base@1"], boot: ["setup@1"] });
		await make.commit("template", "app");
		const tried = await publish("template", "app", { to: staff, dryRun: true });
		expect(tried.items.map(({ name, number, act, publication }) => [name, number, act, publication])).toEqual([
			["base", 1, "publish", null],
			["setup", 1, "publish", null],
			["app", 1, "publish", null],
		]);
		expect(await states()).toEqual({});
		const done = await publish("template", "app", { to: staff });
		expect(done.items.map(({ isDependency }) => isDependency)).toEqual([true, true, false]);
		expect(done.publication).toMatchObject({ clouds: ["gcp"], to: { groups: [{ name: "staff" }] } });
		await make.pin("app", { mcis: ["base@1"] });
		await make.commit("template", "app");
		const second = await publish("template", "app");
		expect(second.items.map(({ name, act }) => [name, act])).toEqual([
			["base", "widen"],
			["app", "publish"],
		]);
		expect(await showPublication(needs, actor, await idOf("base@1"))).toMatchObject({
			isDependency: true,
			audience: { everyone: true },
			neededBy: ["app@1", "app@2"],
		});
		expect(await showPublication(needs, actor, await idOf("setup@1"))).toMatchObject({
			audience: { everyone: false },
			neededBy: ["app@1"],
		});
		const stranger = await registry.newActor();
		const seen = async () =>
			(await browseMarketplace(needs, stranger, { sort: "name", limit: 100 }))
				.filter(({ accountId }) => accountId === actor.accountId)
				.map(({ name }) => name);
		expect(await seen()).toEqual(["app"]);
		expect((await publish("mci", "base@1", { to: staff, short: "On its own" })).items).toMatchObject([
			{ name: "base", act: "promote", isDependency: false },
		]);
		expect(await seen()).toEqual(["app", "base"]);
		expect(await faultOf(() => publish("mci", "base@1"))).toMatchObject({ code: "publication-exists" });
	});

	it("keeps the dependencies of a template while it is published, and retracts them with it", async () => {
		await make.history("base", "img-1");
		for (const name of ["app", "other"]) {
			await make.template(name, { mcis: ["base@1"] });
			await make.commit("template", name);
			await publish("template", name);
		}
		expect(await faultOf(() => move("base@1", "retract"))).toMatchObject({
			code: "publication-needed",
			details: { users: "template app@1, template other@1" },
		});
		await move("base@1", "deprecate");
		expect(await move("app@1", "retract")).toMatchObject({ also: [] });
		await createGroup(needs, actor, { name: "staff" });
		expect(
			await faultOf(async () => editPublication(needs, actor, { publication: await idOf("base@1"), to: staff })),
		).toMatchObject({
			code: "publication-needed",
		});
		expect(await move("other@1", "retract")).toMatchObject({ also: ["base@1"] });
		expect(await states()).toEqual({ "base@1": "retracted", "app@1": "retracted", "other@1": "retracted" });
		expect(await move("app@1", "reactivate")).toMatchObject({ also: ["base@1"] });
		expect(await states()).toEqual({ "base@1": "active", "app@1": "active", "other@1": "retracted" });
	});

	it("of a commit that pins a HEAD is refused, and commits first on request", async () => {
		await make.mci("base", "img-1");
		await make.script("setup");
		await make.template("app", { mcis: ["base@head"], boot: ["setup@head"] });
		await make.commit("template", "app", { heads: "keep" });
		expect(await faultOf(() => publish("template", "app"))).toMatchObject({
			code: "publication-pins-head",
			details: { pinned: "base@head, setup@head" },
		});
		const commitHeads = { message: "release", overrideLint: "for the test" };
		const tried = await publish("template", "app", { commitHeads, dryRun: true });
		expect(tried.committed).toEqual([
			{ kind: "mci", name: "base", number: 1 },
			{ kind: "script", name: "setup", number: 1 },
			{ kind: "template", name: "app", number: 2 },
		]);
		expect((await needs.store.read.components.find(actor.accountId, "mci", "base"))?.latest).toBe(0);
		const done = await publish("template", "app", { commitHeads });
		expect([done.committed, done.items.map(({ name, number }) => `${name}@${number}`)]).toEqual([
			tried.committed,
			["base@1", "setup@1", "app@2"],
		]);
		await make.write("setup", "#!/bin/sh\necho two\n");
		const third = await publish("template", "app", { commitHeads });
		expect(third.committed.map(({ name, number }) => `${name}@${number}`)).toEqual(["setup@2", "app@3"]);
		expect(await faultOf(() => publish("template", "app", { commitHeads }))).toMatchObject({
			code: "publication-exists",
		});
		expect(await faultOf(() => publish("template", "app@1", { commitHeads }))).toMatchObject({
			code: "publication-invalid",
		});
		const publisherOnly = { ...withRoles(actor, "reader"), may: new Set(["marketplace.publish"] as const) };
		expect(
			await faultOf(() =>
				publishRevision(needs, publisherOnly, { kind: "template", ref: "app", to: everyone, commitHeads }),
			),
		).toMatchObject({
			code: "permission-denied",
		});
	});

	it("shares HEAD with groups, and updates it when it is published again", async () => {
		await createGroup(needs, actor, { name: "staff" });
		await make.script("setup", "#!/bin/sh\necho one\n");
		await make.template("app", { boot: ["setup@head"] });
		expect(await faultOf(() => publish("template", "app@head"))).toMatchObject({
			code: "publication-invalid",
			details: { field: "HEAD" },
		});
		const { publication } = await publish("template", "app@head", { to: staff });
		const sourceOf = async () => {
			const text = await needs.store.read.publications.snapshot(await idOf("setup@0"));
			return (parsePackedRevision(JSON.parse(text ?? "")).content as ScriptContent).source;
		};
		await make.write("setup", "#!/bin/sh\necho two\n");
		expect(await sourceOf()).toContain("one");
		expect(await republishHead(needs, actor, { publication: publication?.id ?? 0, dryRun: true })).toMatchObject({
			changed: true,
			also: ["setup@head"],
		});
		expect(await sourceOf()).toContain("one");
		registry.setClock(60);
		expect(await republishHead(needs, actor, { publication: publication?.id ?? 0 })).toMatchObject({
			changed: true,
			also: ["setup@head"],
		});
		expect(await sourceOf()).toContain("two");
		expect(await republishHead(needs, actor, { publication: publication?.id ?? 0 })).toMatchObject({ changed: false });
		expect(await faultOf(() => move("setup@0", "retract"))).toMatchObject({
			code: "publication-needed",
			details: { users: "template app@head" },
		});
		expect(
			await faultOf(async () => editPublication(needs, actor, { publication: await idOf("app@0"), to: everyone })),
		).toMatchObject({
			code: "publication-invalid",
		});
		await make.commit("script", "setup");
		const { publication: commit } = await publish("script", "setup@1");
		expect(await faultOf(() => republishHead(needs, actor, { publication: commit?.id ?? 0 }))).toMatchObject({
			code: "publication-state",
		});
	});

	it("warns of images that others may not be able to use, of lint errors and of a deprecation", async () => {
		await setPolicy(needs, actor, { ownNames: ["acme"] });
		await make.mci("base", "img-private");
		await make.put("base", "ami-gone", "azure-eastus");
		await make.commit("mci", "base");
		await needs.store.write(async (tx) => {
			const clouds = await tx.clouds.listBySlugs(actor.accountId, ["gcp", "azure-eastus"]);
			const cloudId = (slug: string) => clouds.find((cloud) => cloud.slug === slug)?.id ?? 0;
			await tx.images.ensure(actor.accountId, [
				{ kind: "id", uid: "img-private", checksum: null, cloudId: cloudId("gcp"), facts: { visibility: "private" } },
				{ kind: "id", uid: "ami-gone", checksum: null, cloudId: cloudId("azure-eastus"), facts: { state: "deleted" } },
			]);
			tx.record({
				accountId: actor.accountId,
				at: needs.now(),
				actor: "test",
				act: "image.refresh",
				subjectKind: "image",
				subjectId: null,
				subjectName: "both",
				headVersion: null,
				before: null,
				after: null,
			});
		});
		await setLifecycle(needs, actor, { kind: "mci", ref: "base@1", state: "deprecated", reason: "old" });
		const { warnings } = await publish("mci", "base", { dryRun: true });
		const codes = warnings.map(({ code, cloud, image }) => [code, cloud, image]);
		expect(codes).toContainEqual(["image-private", "gcp", "img-private"]);
		expect(codes).toContainEqual(["image-gone", "azure-eastus", "ami-gone"]);
		expect(codes).toContainEqual(["lint-error", null, null]);
		expect(codes).toContainEqual(["deprecated", null, null]);
		expect(warnings.find(({ code }) => code === "image-private")?.text).toBe(
			"base@1: image img-private in gcp is private: others can't use it until its owner shares it with them (as far as known here)",
		);
	});

	it("refuses revoked and imported revisions, an empty audience, and invalid fields", async () => {
		await make.history("web", "img-1", "img-2");
		await make.template("app", { mcis: ["web@1"] });
		await make.commit("template", "app");
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE" });
		expect(await faultOf(() => publish("mci", "web@1"))).toMatchObject({
			code: "publication-revoked",
			details: { ref: "web@1", reason: "CVE" },
		});
		expect(await faultOf(() => publish("template", "app"))).toMatchObject({
			code: "publication-revoked",
			details: { ref: "web@1" },
		});
		expect(await faultOf(() => publish("mci", "web", { to: { everyone: false, groups: [] } }))).toMatchObject({
			code: "publication-invalid",
		});
		expect(await faultOf(() => publish("mci", "web", { to: { everyone: true, groups: ["staff"] } }))).toMatchObject({
			code: "publication-invalid",
		});
		expect(await faultOf(() => publish("mci", "web", { to: staff }))).toMatchObject({ code: "group-not-found" });
		expect(await faultOf(() => publish("mci", "web", { short: "two\nlines" }))).toMatchObject({
			code: "publication-invalid",
		});
		expect(await faultOf(() => publish("mci", "absent"))).toMatchObject({ code: "mci-not-found" });
		expect(
			await faultOf(() =>
				publishRevision(needs, withRoles(actor, "writer"), { kind: "mci", ref: "web", to: everyone }),
			),
		).toMatchObject({
			code: "permission-denied",
		});
		expect(await states()).toEqual({});
	});

	it("shows later lifecycle changes of the commit", async () => {
		await make.history("web", "img-1");
		await publish("mci", "web");
		const stranger = await registry.newActor();
		const shown = async () =>
			(await browseMarketplace(needs, stranger, { sort: "name", publisher: actor.account, limit: 10 })).map(
				({ revisionState, lifecycle }) => [revisionState, lifecycle.reason],
			);
		expect(await shown()).toEqual([["active", null]]);
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE" });
		expect(await shown()).toEqual([["revoked", "CVE"]]);
		await move("web@1", "deprecate");
		expect(await faultOf(() => move("web@1", "reactivate"))).toMatchObject({ code: "publication-revoked" });
	});

	it("prevents deletion of a component until all of it is retracted, and is listed as a usage", async () => {
		await make.history("web", "img-1", "img-2");
		await publish("mci", "web@1");
		const id = await idOf("web@1");
		const used = {
			publication: id,
			componentKind: "mci",
			component: "web",
			revision: 1,
			state: "active",
			everyone: true,
		};
		expect((await whereUsed(needs, actor, { kind: "mci", ref: "web@1" })).publications).toEqual([used]);
		expect((await whereUsed(needs, actor, { kind: "mci", ref: "web@2" })).publications).toEqual([]);
		expect((await whereUsed(needs, actor, { image: "img-1" })).publications).toEqual([used]);
		expect((await getImpact(needs, actor, { kind: "mci", ref: "web@1" })).impact.publications).toEqual([used]);
		const remove = () => deleteComponent(needs, actor, { kind: "mci", name: "web", expected: null });
		expect(await faultOf(remove)).toMatchObject({
			code: "component-used",
			details: { users: `publication ${id} of web@1` },
		});
		await move("web@1", "deprecate");
		expect(await faultOf(remove)).toMatchObject({ code: "component-used" });
		await move("web@1", "retract");
		await remove();
		expect(await listPublications(needs, actor, { limit: 10 })).toMatchObject([
			{ id, name: "web", state: "retracted", componentId: null },
		]);
		expect(await faultOf(() => move("web@1", "reactivate"))).toMatchObject({ code: "publication-state" });
		await make.history("web", "img-3");
		await publish("mci", "web@1");
	});

	it("never leaves a publication without its component, in any order of publishing and deleting", async () => {
		const other = await registry.second();
		for (let i = 0; i < 8; i++) {
			const name = `race-${i}`;
			await make.history(name, "img-1");
			const [published, deleted] = await Promise.allSettled([
				publish("mci", name),
				deleteComponent(other, actor, { kind: "mci", name, expected: null }),
			]);
			const codes = [published, deleted].map((one) => (one.status === "fulfilled" ? "done" : String(one.reason.code)));
			expect([
				["done", "component-used"],
				["mci-not-found", "done"],
			]).toContainEqual(codes);
		}
	});

	it("accepts one of two publications of one revision at once", async () => {
		const other = await registry.second();
		for (let i = 0; i < 6; i++) {
			const name = `twice-${i}`;
			await make.history(name, "img-1");
			const both = await Promise.allSettled([
				publish("mci", name),
				publishRevision(other, actor, { kind: "mci", ref: name, to: everyone }),
			]);
			const codes = both.map((one) => (one.status === "fulfilled" ? "done" : String(one.reason.code)));
			expect(codes.sort()).toEqual(["done", "publication-exists"]);
		}
	});

	it("edits fields and audience, has a dry run, and ends subscriptions of accounts without access", async () => {
		await createGroup(needs, actor, { name: "staff" });
		await make.history("web", "img-1");
		const { publication } = await publish("mci", "web");
		const subscriber = await registry.newActor();
		await subscribe(registry, {
			subscriberId: subscriber.accountId,
			publisherId: actor.accountId,
			lineage: publication?.lineage ?? "",
			name: "web",
		});
		const edit = { publication: publication?.id ?? 0, to: staff, notes: "for staff" };
		expect(await editPublication(needs, actor, { publication: edit.publication, notes: "" })).toMatchObject({
			changed: false,
		});
		const tried = await editPublication(needs, actor, { ...edit, dryRun: true });
		expect(tried).toMatchObject({ changed: true, endedSubscriptions: 1 });
		expect(await showPublication(needs, actor, edit.publication)).toMatchObject({
			notes: "",
			audience: { everyone: true },
		});
		await editPublication(needs, actor, edit);
		expect(await showPublication(needs, actor, edit.publication)).toMatchObject({
			notes: "for staff",
			isFront: false,
			to: { everyone: false, groups: [{ name: "staff" }] },
		});
		expect((await needs.store.read.audit.list(subscriber.accountId, { limit: 1 }))[0]).toMatchObject({
			act: "subscription.end",
			actor: actor.account,
		});
		await move("web@1", "retract");
		expect(await faultOf(() => editPublication(needs, actor, edit))).toMatchObject({ code: "publication-state" });
	});

	it("keeps the name under which it was published", async () => {
		await make.history("web", "img-1");
		await publish("mci", "web");
		await renameComponent(needs, actor, { kind: "mci", name: "web", expected: null, to: "shop" });
		expect(await listPublications(needs, actor, { name: "web", limit: 10 })).toMatchObject([
			{ name: "web", number: 1 },
		]);
	});
});
