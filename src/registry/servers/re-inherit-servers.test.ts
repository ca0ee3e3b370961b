import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { commitScript, commitTemplate } from "../../../test/scripted-template.ts";
import { makeWorkedWorld, type WorkedWorld } from "../../../test/worked-world.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { setImageLifecycle } from "../images/set-image-lifecycle.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { addServer, type ServerToAdd } from "./add-server.ts";
import { describeDeployment } from "./describe-deployment.ts";
import { getServer } from "./get-server.ts";
import { launchServer } from "./launch-server.ts";
import { listServers } from "./list-servers.ts";
import { moveServer, reInheritServer, reInheritServers } from "./re-inherit-servers.ts";
import { getServerOutlook } from "./server-updates.ts";

const web = { deployment: "prod", name: "web" } as const;
const newer = { image: "img3", instanceType: "large", userData: "U1" };

describe.each(engines)("updates of a server on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let world: WorkedWorld;
	beforeEach(async () => {
		actor = await registry.newActor();
		world = await makeWorkedWorld(needs, actor);
	});

	const add = (more: Partial<ServerToAdd> = {}) =>
		addServer(needs, actor, { ...web, template: "web", cloud: "us-east", ...more });
	const updates = async (name = "web") =>
		(await getServerOutlook(needs, actor, { ...web, name })).updates.map(({ kind, summary, command }) => [
			kind,
			summary,
			command,
		]);
	const findings = async () =>
		(await getServerOutlook(needs, actor, web)).findings.map(({ severity, code }) => `${severity} ${code}`);
	const current = (name = "web") => getServer(needs.store.read, actor, { ...web, name });
	const move = (template: string, more: object = {}) =>
		moveServer(needs, actor, { ...web, expected: null, template, ...more });
	/** Template revision 3, which pins A@5 with img3. */
	const newTemplate = async () => {
		await world.act({ act: "edit-head", mci: "A", cloud: "us-east", setting: newer });
		await world.act({ act: "commit", mci: "A", revision: 5 });
		await world.act({ act: "template-takes", mci: "A", revision: 5 });
	};

	it("are what its reference means now, and are applied by re-inheriting", async () => {
		await moveChannel(needs, actor, { kind: "template", name: "web", channel: "production", to: "2" });
		await add();
		await add({ name: "channel", template: "web@production" });
		await add({ name: "fixed", template: "web@2" });
		await newTemplate();
		const change = "img1 → img3, A@4 → A@5";
		expect(await updates()).toEqual([["newer-template", change, "mci server re-inherit prod/web"]]);
		expect(await updates("channel")).toEqual([]);
		expect(await updates("fixed")).toEqual([["newer-template", change, "mci server move prod/fixed --template web@3"]]);
		await moveChannel(needs, actor, { kind: "template", name: "web", channel: "production", to: "3" });
		expect(await updates("channel")).toEqual([["channel-moved", change, "mci server re-inherit prod/channel"]]);
		const { items } = await listServers(needs, actor, { limit: 10, hasUpdate: true });
		expect(items.map(({ server, updates: found }) => [server.name, found?.[0]?.summary])).toEqual([
			["channel", change],
			["fixed", change],
			["web", change],
		]);
		for (const name of ["web", "channel"]) {
			const tried = await reInheritServer(needs, actor, { ...web, name, expected: 1, dryRun: true });
			expect(tried).toMatchObject({
				summary: change,
				template: { before: "web@2", after: "web@3" },
				server: { version: 1 },
			});
			expect((await current(name)).image.uid).toBe("img1");
			expect(await reInheritServer(needs, actor, { ...web, name, expected: 1 })).toMatchObject({
				summary: change,
				server: { version: 2 },
			});
			expect(await current(name)).toMatchObject({
				image: { uid: "img3" },
				mci: { number: 5 },
				template: { number: 3 },
				version: 2,
			});
			expect(await updates(name)).toEqual([]);
		}
		expect(await reInheritServer(needs, actor, { ...web, name: "fixed", expected: null })).toMatchObject({
			isChanged: false,
			server: { version: 1 },
		});
		expect(await moveServer(needs, actor, { ...web, name: "fixed", expected: null, template: "web@3" })).toMatchObject({
			summary: change,
		});
		expect(await updates("fixed")).toEqual([]);
	});

	it("include another template revision, even with the same result", async () => {
		await add();
		await commitTemplate(needs, actor, { name: "web", inputs: { X: "1" } });
		expect(await updates()).toEqual([["newer-template", "web@2 → web@3", "mci server re-inherit prod/web"]]);
		expect(await reInheritServer(needs, actor, { ...web, expected: null })).toMatchObject({
			isChanged: true,
			summary: "web@2 → web@3",
		});
		expect(await updates()).toEqual([]);
	});

	it("include changes of scripts and inputs in its user data", async () => {
		const inputs = [{ name: "PORT", default: "80" }];
		await commitScript(needs, actor, { name: "install", source: "#!/bin/sh\necho 1\n", inputs });
		await commitTemplate(needs, actor, { name: "web", scripts: { boot: ["install@head"] } });
		await add();
		await add({ name: "own", inputs: { PORT: "1" } });
		await describeDeployment(needs, actor, { deployment: "prod", expected: null, inputs: { PORT: "2" } });
		expect(await updates()).toEqual([["resolves-differently", "other user data", "mci server re-inherit prod/web"]]);
		expect(await updates("own")).toEqual([]);
		await commitScript(needs, actor, { name: "install", source: "#!/bin/sh\necho 2\n" });
		expect(await updates("own")).toEqual([
			["resolves-differently", "other user data", "mci server re-inherit prod/own"],
		]);
		await reInheritServer(needs, actor, { ...web, expected: null });
		expect((await current()).sentUserData).toContain("export PORT='2'");
	});

	it("do not change its own request", async () => {
		await add({ mci: "A@4", name: "mci" });
		await add({ image: "img5", name: "image" });
		await newTemplate();
		expect((await updates("mci")).map(([, summary]) => summary)).toEqual(["web@2 → web@3"]);
		expect((await updates("image")).map(([, summary]) => summary)).toEqual(["A@4 → A@5"]);
		const kept = await reInheritServer(needs, actor, { ...web, name: "mci", expected: null });
		expect(kept.server).toMatchObject({
			image: { uid: "img1" },
			mci: { number: 4 },
			template: { number: 3 },
			overrides: { mci: { selector: "4" } },
		});
	});

	it("include a newer commit of an MCI that was requested by name and is not on the template", async () => {
		await add({ mci: "C" });
		await world.act({
			act: "edit-head",
			mci: "C",
			cloud: "us-east",
			setting: { image: "imgD", instanceType: "c.large" },
		});
		await world.act({ act: "commit", mci: "C", revision: 2 });
		expect((await updates()).map(([, summary]) => summary)).toEqual(["imgC → imgD, C@1 → C@2"]);
	});

	it("that must not be applied are findings", async () => {
		await add();
		await newTemplate();
		await setImageLifecycle(needs, actor, { uid: "img3", state: "revoked", reason: "leaks" });
		expect(await updates()).toEqual([]);
		expect(await findings()).toEqual(["warning update-refused"]);
		expect(await faultOf(() => reInheritServer(needs, actor, { ...web, expected: null }))).toMatchObject({
			code: "resolve-refused",
		});
		expect(await faultOf(() => launchServer(needs, actor, web))).toMatchObject({ code: "cloud-connection-missing" });
	});

	it.each<{ what: string; act: () => Promise<unknown>; finds: string[]; launch: string }>([
		{
			what: "its image is revoked here",
			act: () =>
				setImageLifecycle(needs, actor, { uid: "img1", state: "revoked", reason: "leaks", replacement: "img2" }),
			finds: ["error image-revoked", "warning update-refused"],
			launch: "launch-refused",
		},
		{
			what: "its image is deprecated here",
			act: () => setImageLifecycle(needs, actor, { uid: "img1", state: "deprecated", reason: "old" }),
			finds: ["warning image-deprecated"],
			launch: "cloud-connection-missing",
		},
		{
			what: "its MCI revision is revoked",
			act: () => setLifecycle(needs, actor, { kind: "mci", ref: "A@4", state: "revoked", reason: "wrong" }),
			finds: ["error revision-revoked", "warning update-refused"],
			launch: "launch-refused",
		},
		{
			what: "its template revision is revoked",
			act: () => setLifecycle(needs, actor, { kind: "template", ref: "web@2", state: "revoked", reason: "wrong" }),
			finds: ["error template-revoked", "warning update-refused"],
			launch: "launch-refused",
		},
		{
			what: "its template revision is deprecated",
			act: () => setLifecycle(needs, actor, { kind: "template", ref: "web@2", state: "deprecated", reason: "old" }),
			finds: ["warning template-deprecated"],
			launch: "cloud-connection-missing",
		},
		{
			what: "its image has left the cloud",
			act: () => world.act({ act: "image-disappears", cloud: "us-east", image: "img1" }),
			finds: ["error image-deleted", "warning update-refused"],
			launch: "launch-refused",
		},
	])("are reported with the problem when $what", async ({ act, finds, launch }) => {
		await add();
		expect(await findings()).toEqual([]);
		await act();
		expect(await findings()).toEqual(finds);
		expect(await faultOf(() => launchServer(needs, actor, web))).toMatchObject({ code: launch });
	});

	it("of many are applied one by one: a refused server stays, and the others continue", async () => {
		await add();
		await add({ name: "gone", cloud: "eu-west" });
		await add({ name: "same", mci: "B" });
		await newTemplate();
		await world.act({ act: "image-disappears", cloud: "eu-west", image: "img2" });
		const before = await listServers(needs, actor, { limit: 10 });
		const told = async (input: Parameters<typeof reInheritServers>[2]) =>
			(await reInheritServers(needs, actor, input)).map((one) => [
				one.server.name,
				one.kind,
				one.kind === "refused" ? one.problem.code : one.change.summary,
			]);
		const expected = [
			["gone", "refused", "resolve-refused"],
			["same", "changed", "web@2 → web@3"],
			["web", "changed", "img1 → img3, A@4 → A@5"],
		];
		expect(await told({ dryRun: true })).toEqual(expected);
		expect(await listServers(needs, actor, { limit: 10 })).toEqual(before);
		expect(await told({ filter: { deployment: "prod", template: "web" } })).toEqual(expected);
		expect((await current()).image.uid).toBe("img3");
		expect(await current("gone")).toMatchObject({ image: { uid: "img2" }, version: 1 });
		expect(await told({ servers: [web, web] })).toEqual([["web", "unchanged", null]]);
		expect(await told({ filter: { cloud: "sydney" } })).toEqual([]);
		expect(await faultOf(() => told({ servers: [{ ...web, name: "wbe" }] }))).toMatchObject({
			code: "server-not-found",
		});
		expect(await faultOf(() => reInheritServers(needs, withRoles(actor, "reader"), {}))).toMatchObject({
			code: "permission-denied",
		});
	});

	it("include another template, to which a server is moved", async () => {
		await add({ kernel: "k" });
		await commitTemplate(needs, actor, { name: "web", mcis: ["B@1", "A@4"] });
		expect(await move("web@3", { dryRun: true })).toMatchObject({
			summary: "img1 → img9, instance type large → arm.large, other user data, A@4 → B@1",
		});
		expect(await current()).toMatchObject({ version: 1, mci: { name: "A" } });
		expect(await move("web@3")).toMatchObject({
			server: { template: { selector: "3" }, mci: { name: "B" }, kernel: "k", version: 2 },
		});
		expect(await move("web")).toMatchObject({
			isChanged: true,
			summary: null,
			server: { template: { selector: "latest" }, version: 3 },
		});
		expect(await faultOf(() => move("web@9"))).toMatchObject({ code: "revision-not-found" });
		expect(await faultOf(() => move("web", { expected: 1 }))).toMatchObject({ code: "version-stale" });
	});
});
