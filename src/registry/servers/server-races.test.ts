import { beforeAll, describe, expect, it } from "vitest";
import { engines, useRegistry } from "../../../test/registries.ts";
import { makeWorkedWorld } from "../../../test/worked-world.ts";
import { isFault } from "../../core/errors.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import type { Needs } from "../needs.ts";
import { addServer } from "./add-server.ts";
import { deleteDeployment } from "./delete-deployment.ts";
import { deleteServer } from "./delete-server.ts";
import { describeDeployment } from "./describe-deployment.ts";
import { editServer } from "./edit-server.ts";
import { getServer } from "./get-server.ts";
import { reInheritServers } from "./re-inherit-servers.ts";

const web = { deployment: "prod", name: "web" } as const;
const rounds = 12;

/** `done`, or the fault's code; any other error fails the test. */
async function outcome(acting: Promise<unknown>): Promise<string> {
	try {
		await acting;
		return "done";
	} catch (error) {
		if (isFault(error) && error.kind !== "internal") return error.code;
		throw error;
	}
}

describe.each(engines)("at once on two stores of one %s database", (engine) => {
	const registry = useRegistry(engine);
	let one: Needs;
	let other: Needs;
	beforeAll(async () => {
		one = registry.needs;
		other = await registry.second();
	});

	it("two edits of one server: both are saved, or the second is refused with the first one's changes", async () => {
		const actor = await registry.newActor();
		await makeWorkedWorld(one, actor);
		await addServer(one, actor, { ...web, template: "web@2", cloud: "us-east" });
		for (let round = 0; round < rounds; round++) {
			const { version } = await getServer(one.store.read, actor, web);
			const [kernel, ramdisk] = [`k${round}`, `r${round}`];
			const edits = [
				outcome(editServer(one, actor, { ...web, expected: version, kernel })),
				outcome(editServer(other, actor, { ...web, expected: version, ramdisk })),
			];
			expect((await Promise.all(edits)).sort()).toEqual(["done", "version-stale"]);
			const blind = [
				outcome(editServer(one, actor, { ...web, expected: null, kernel: `${kernel}!` })),
				outcome(editServer(other, actor, { ...web, expected: null, ramdisk: `${ramdisk}!` })),
			];
			expect(await Promise.all(blind)).toEqual(["done", "done"]);
			expect(await getServer(one.store.read, actor, web)).toMatchObject({
				kernel: `${kernel}!`,
				ramdisk: `${ramdisk}!`,
				version: version + 3,
			});
		}
	});

	it.each([
		{ what: "its template", remove: { kind: "template", name: "web" }, ask: {}, missing: "template-not-found" },
		{
			what: "an MCI that it requests",
			remove: { kind: "mci", name: "C" },
			ask: { mci: "C" },
			missing: "mci-not-found",
		},
	] as const)("a server is added and $what deleted: one of them is refused", async ({ remove, ask, missing }) => {
		const outcomes = new Set<string>();
		for (let round = 0; round < rounds; round++) {
			const actor = await registry.newActor();
			await makeWorkedWorld(one, actor);
			const adding = () => outcome(addServer(one, actor, { ...web, template: "web@2", cloud: "us-east", ...ask }));
			const deleting = () => outcome(deleteComponent(other, actor, { ...remove, expected: null }));
			const [added, deleted] = await (round % 2 === 0
				? Promise.all([adding(), deleting()])
				: swapped(deleting(), adding()));
			expect([`done component-used`, `${missing} done`]).toContain(`${added} ${deleted}`);
			outcomes.add(added);
		}
		expect(outcomes.size).toBeGreaterThan(0);
	});

	it("a server is added and its deployment deleted: one of them is refused", async () => {
		for (let round = 0; round < rounds; round++) {
			const actor = await registry.newActor();
			await makeWorkedWorld(one, actor);
			const adding = () => outcome(addServer(one, actor, { ...web, template: "web@2", cloud: "us-east" }));
			const deleting = () => outcome(deleteDeployment(other, actor, { deployment: "prod", expected: null }));
			const [added, deleted] = await (round % 2 === 0
				? Promise.all([adding(), deleting()])
				: swapped(deleting(), adding()));
			expect(["done deployment-used", "deployment-not-found done"]).toContain(`${added} ${deleted}`);
		}
	});

	it("two servers of one name are added: the second is refused", async () => {
		for (let round = 0; round < rounds; round++) {
			const actor = await registry.newActor();
			await makeWorkedWorld(one, actor);
			const adding = (needs: Needs) =>
				outcome(addServer(needs, actor, { ...web, template: "web@2", cloud: "us-east" }));
			expect((await Promise.all([adding(one), adding(other)])).sort()).toEqual(["done", "server-exists"]);
		}
	});

	it("a server is edited and its deployment renamed: the edit succeeds, or the name is not found", async () => {
		const actor = await registry.newActor();
		await makeWorkedWorld(one, actor);
		await addServer(one, actor, { ...web, template: "web@2", cloud: "us-east" });
		let deployment = "prod";
		for (let round = 0; round < rounds; round++) {
			const name = `prod-${round}`;
			const edited = outcome(editServer(one, actor, { deployment, name: "web", expected: null, kernel: `k${round}` }));
			await describeDeployment(other, actor, { deployment, expected: null, name });
			expect(["done", "deployment-not-found"]).toContain(await edited);
			deployment = name;
		}
	});

	it("many servers re-inherit while one is edited and one deleted, and each is consistent afterwards", async () => {
		const actor = await registry.newActor();
		const world = await makeWorkedWorld(one, actor);
		for (let i = 0; i < 8; i++)
			await addServer(one, actor, { deployment: "prod", name: `s${i}`, template: "web", cloud: "us-east" });
		await world.act({
			act: "edit-head",
			mci: "A",
			cloud: "us-east",
			setting: { image: "img3", instanceType: "large" },
		});
		await world.act({ act: "commit", mci: "A", revision: 5 });
		await world.act({ act: "template-takes", mci: "A", revision: 5 });
		const [outcomes] = await Promise.all([
			reInheritServers(one, actor, {}),
			editServer(other, actor, { deployment: "prod", name: "s4", expected: null, kernel: "k" }),
			deleteServer(other, actor, { deployment: "prod", name: "s6", expected: null }),
		]);
		for (const { server, kind } of outcomes) {
			if (server.name !== "s6") expect([server.name, kind]).toEqual([server.name, "changed"]);
		}
		const s4 = await getServer(one.store.read, actor, { deployment: "prod", name: "s4" });
		expect(s4).toMatchObject({ image: { uid: "img3" }, kernel: "k", version: 3 });
	});
});

async function swapped<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [B, A]> {
	const [a, b] = await Promise.all([first, second]);
	return [b, a];
}
