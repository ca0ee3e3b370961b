import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { commitScript, commitTemplate } from "../../../test/scripted-template.ts";
import { makeWorkedWorld, type WorkedWorld } from "../../../test/worked-world.ts";
import type { Actor } from "../actor.ts";
import { addServer, type ServerToAdd } from "./add-server.ts";
import { editServer, type ServerEdit } from "./edit-server.ts";
import { getServer } from "./get-server.ts";

const web = { deployment: "prod", name: "web" } as const;
const newer = { image: "img3", instanceType: "small", userData: "U3" };

describe.each(engines)("an edit of a server on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let world: WorkedWorld;
	beforeEach(async () => {
		actor = await registry.newActor();
		world = await makeWorkedWorld(needs, actor, [{ act: "template-takes", mci: "A", revision: 0 }]);
	});

	const add = (more: Partial<ServerToAdd> = {}) =>
		addServer(needs, actor, { ...web, template: "web@2", cloud: "us-east", ...more });
	const edit = (changes: Partial<ServerEdit>) => editServer(needs, actor, { ...web, expected: null, ...changes });
	/** The server's values, in short. */
	const has = async () => {
		const { mci, image, instanceType, kernel, ramdisk, userData } = await getServer(needs.store.read, actor, web);
		return [mci && `${mci.name}@${mci.number}`, image.uid, instanceType, kernel, ramdisk, userData];
	};
	const moveHead = () => world.act({ act: "edit-head", mci: "A", cloud: "us-east", setting: newer });

	it.each<{ what: string; added?: Partial<ServerToAdd>; changes: Partial<ServerEdit>; gives: unknown[] }>([
		{ what: "an instance type", changes: { instanceType: "xl" }, gives: ["A@0", "img1", "xl", null, null, "U1"] },
		{
			what: "a kernel and a ramdisk",
			changes: { kernel: "k", ramdisk: "r" },
			gives: ["A@0", "img1", "large", "k", "r", "U1"],
		},
		{ what: "user data", changes: { userData: "mine" }, gives: ["A@0", "img1", "large", null, null, "mine"] },
		{ what: "an image that no MCI has", changes: { image: "img5" }, gives: ["A@0", "img5", "large", null, null, "U1"] },
		{
			what: "another MCI, and with it all that is not requested",
			changes: { mci: "B" },
			gives: ["B@1", "img9", "arm.large", null, null, null],
		},
		{
			what: "an MCI that is not on the template",
			changes: { mci: "C@1" },
			gives: ["C@1", "imgC", "c.large", null, null, null],
		},
		{
			what: "an architecture, and with it the MCI",
			changes: { architecture: "aarch64" },
			gives: ["B@1", "img9", "arm.large", null, null, null],
		},
		{
			what: "an instance type of another architecture, and with it the MCI",
			changes: { instanceType: "arm.large" },
			gives: ["B@1", "img9", "arm.large", null, null, null],
		},
		{
			what: "an MCI next to a request that stays",
			added: { kernel: "k", instanceType: "xl" },
			changes: { mci: "B" },
			gives: ["B@1", "img9", "xl", "k", null, null],
		},
		{
			what: "a type that is inherited again, from HEAD as it is now",
			added: { instanceType: "xl" },
			changes: { instanceType: null },
			gives: ["A@0", "img1", "small", null, null, "U1"],
		},
		{
			what: "an image that is inherited again, from HEAD as it is now",
			added: { image: "img5" },
			changes: { image: null },
			gives: ["A@0", "img3", "large", null, null, "U1"],
		},
		{
			what: "an architecture that is given up, and with it the MCI",
			added: { architecture: "arm64" },
			changes: { architecture: null },
			gives: ["A@0", "img3", "small", null, null, "U3"],
		},
		{
			what: "a type of another architecture that is given up, and with it the MCI",
			added: { instanceType: "arm.large" },
			changes: { instanceType: null },
			gives: ["A@0", "img3", "small", null, null, "U3"],
		},
		{
			what: "only its description",
			changes: { description: "new" },
			gives: ["A@0", "img1", "large", null, null, "U1"],
		},
	])("changes $what, and keeps the recorded rest although HEAD has moved", async ({ added, changes, gives }) => {
		await add(added);
		await moveHead();
		const changed = await edit(changes);
		expect(changed).toMatchObject({ isChanged: true, server: { version: 2 } });
		expect(await has()).toEqual(gives);
		const reasons = new Map(changed.server.told.reasons.map(({ property, text }) => [property as string, text]));
		for (const property of ["instanceType", "kernel", "ramdisk", "image", "userData"] as const) {
			const requested = { ...added, ...changes }[property];
			if (typeof requested === "string") expect(reasons.get(property)).toMatch(/^requested/);
		}
	});

	it("reports its differences, and saves nothing in a dry run", async () => {
		const before = await add();
		const generation = await needs.store.generation();
		const told = await edit({ mci: "B", dryRun: true });
		expect(told).toMatchObject({
			isChanged: true,
			summary: "img1 → img9, instance type large → arm.large, other user data, A@head → B@1",
			server: { version: 1, mci: { name: "B" } },
		});
		expect(await needs.store.generation()).toBe(generation);
		expect(await getServer(needs.store.read, actor, web)).toEqual(before);
		const { dryRun: _r, ...kept } = { ...(await edit({ mci: "B" })), dryRun: undefined };
		expect(kept).toMatchObject({ summary: told.summary, server: { version: 2 } });
	});

	it("that changes nothing writes nothing", async () => {
		await add({ instanceType: "xl" });
		expect(await edit({ instanceType: "xl", kernel: null, description: "" })).toMatchObject({
			isChanged: false,
			summary: null,
			server: { version: 1 },
		});
	});

	it("warns of an untested combination", async () => {
		await add();
		const codes = async (changes: Partial<ServerEdit>) =>
			(await edit(changes)).server.told.warnings.map((warning) => warning.code);
		expect(await codes({ image: "img5" })).toEqual(["image-overridden"]);
		expect(await codes({ image: null })).toEqual([]);
		expect(await codes({ mci: "C" })).toEqual(["mci-not-on-template"]);
		expect(await codes({ mci: null })).toEqual([]);
	});

	it.each<{ what: string; changes: Partial<ServerEdit>; code: string }>([
		{ what: "of an MCI that is not there", changes: { mci: "Z" }, code: "mci-not-found" },
		{
			what: "of an MCI without the cloud",
			changes: { mci: "A@head", architecture: "riscv64" },
			code: "resolve-refused",
		},
		{ what: "of an image that its cloud no longer has", changes: { image: "gone" }, code: "resolve-refused" },
		{ what: "of a name that is taken", changes: { rename: "other" }, code: "server-exists" },
		{ what: "made on another version", changes: { kernel: "k", expected: 7 }, code: "version-stale" },
		{ what: "of a server that is not there", changes: { name: "wbe" }, code: "server-not-found" },
	])("$what is refused, and the server does not change", async ({ changes, code }) => {
		const before = await add();
		await add({ name: "other" });
		await world.act({ act: "image-disappears", cloud: "us-east", image: "gone" });
		expect(await faultOf(() => edit(changes))).toMatchObject({ code });
		expect(await getServer(needs.store.read, actor, web)).toEqual(before);
	});

	it("at a stale version is refused with the other changes", async () => {
		await add();
		await edit({ kernel: "k" });
		expect(await faultOf(() => edit({ ramdisk: "r", expected: 1 }))).toMatchObject({
			code: "version-stale",
			details: { subject: "Server prod/web", have: 1, now: 2, changed: [{ act: "server.edit", by: "test" }] },
		});
	});

	it("renames a server", async () => {
		await add();
		expect((await edit({ rename: "api" })).server).toMatchObject({ name: "api", version: 2 });
		expect(await faultOf(() => edit({ kernel: "k" }))).toMatchObject({
			code: "server-not-found",
			details: { server: "web" },
		});
	});

	it("sets an MCI on a server without one, once its cloud has one", async () => {
		await add({ cloud: "tokyo", image: "imgT", instanceType: "large" });
		await world.act({ act: "edit-head", mci: "A", cloud: "tokyo", setting: { image: "img8", instanceType: "tiny" } });
		await edit({ kernel: "k" });
		expect(await has()).toEqual(["A@0", "imgT", "large", "k", null, null]);
		await edit({ image: null, instanceType: null });
		expect(await has()).toEqual(["A@0", "img8", "tiny", "k", null, null]);
	});

	it("of inputs composes the user data again, even if the image is gone", async () => {
		await commitScript(needs, actor, {
			name: "install",
			source: "#!/bin/sh\n",
			inputs: [{ name: "PORT", required: true }],
		});
		await commitTemplate(needs, actor, { name: "web", scripts: { boot: ["install@1"] } });
		await add({ template: "web", inputs: { PORT: "80" } });
		await world.act({ act: "image-disappears", cloud: "us-east", image: "img1" });
		const { server } = await edit({ inputs: { PORT: "81" } });
		expect(server.sentUserData).toContain("export PORT='81'");
		expect(server.told.inputs).toEqual([
			{ ref: "install@1", inputs: [{ name: "PORT", value: "81", source: "server" }] },
		]);
		expect(await faultOf(() => edit({ inputs: { PORT: null } }))).toMatchObject({ code: "input-missing" });
		expect(await faultOf(() => edit({ kernel: "k" }))).toMatchObject({ code: "resolve-refused" });
		expect((await edit({ kernel: "k", image: "img5" })).server).toMatchObject({ image: { uid: "img5" }, kernel: "k" });
	});
});
