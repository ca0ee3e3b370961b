import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { addServer } from "../servers/add-server.ts";
import { cloneDeployment } from "../servers/clone-deployment.ts";
import { createDeployment } from "../servers/create-deployment.ts";
import { describeDeployment } from "../servers/describe-deployment.ts";
import { importLists } from "../upstreams/import-files.ts";
import { cloneComponent } from "./clone-component.ts";
import { createComponent } from "./create-component.ts";
import { describeComponent } from "./describe-component.ts";
import { getHead } from "./get-component.ts";
import { renameComponent } from "./rename-component.ts";

const turned = "web\u202egnp.exe";

describe.each(engines)("names with invisible characters, on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	beforeEach(async () => {
		actor = await registry.newActor();
		await createComponent(needs, actor, { kind: "mci", name: "web" });
		await createDeployment(needs, actor, { name: "prod" });
	});

	it.each<[string, () => Promise<unknown>]>([
		["a new component", () => createComponent(needs, actor, { kind: "template", name: turned })],
		["a clone", () => cloneComponent(needs, actor, { kind: "mci", ref: "web@head", name: turned })],
		[
			"a renamed component",
			() => renameComponent(needs, actor, { kind: "mci", name: "web", to: turned, expected: null }),
		],
		["a new deployment", () => createDeployment(needs, actor, { name: turned })],
		["a cloned deployment", () => cloneDeployment(needs, actor, { deployment: "prod", name: turned })],
		[
			"a renamed deployment",
			() => describeDeployment(needs, actor, { deployment: "prod", name: turned, expected: null }),
		],
		["a server", () => addServer(needs, actor, { deployment: "prod", name: turned, template: "web", cloud: "gcp" })],
	])("are refused for %s", async (_what, act) => {
		expect(await faultOf(act)).toMatchObject({ code: "component-name-invalid", details: { name: "webU+202Egnp.exe" } });
	});

	it.each([
		["a.csv", `name,region,ami\n${turned}-1.0,us-east-1,ami-00000001\n`, "web-gnp.exe-1.0"],
		["images.yml", `"${turned}":\n  aws:\n    amis:\n      us-east-1: ami-00000001\n`, "web-gnp.exe"],
	])("are removed from the names of a vendor's list: %s", async (path, content, name) => {
		const [report] = await importLists(needs, actor, { files: [{ path, bytes: new TextEncoder().encode(content) }] });
		expect(report?.lines.map((line) => line.name)).toEqual([name]);
	});

	it("stay usable where they are stored: read, described, and renamed", async () => {
		await needs.store.write(async (tx) => {
			const [component] = await tx.components.listByIds([
				(await getHead(needs, actor, { kind: "mci", name: "web" })).component.id,
			]);
			if (!component) throw new Error("the MCI that was made is not there");
			await tx.components.rename(component, turned, null);
			tx.record({
				accountId: actor.accountId,
				at: needs.now(),
				actor: "an older version",
				act: "mci.rename",
				subjectKind: "mci",
				subjectId: component.id,
				subjectName: turned,
				headVersion: null,
				before: null,
				after: null,
			});
		});
		const old = { kind: "mci", name: turned, expected: null } as const;
		expect((await getHead(needs, actor, old)).component.name).toBe(turned);
		await describeComponent(needs, actor, { ...old, description: "still here" });
		expect((await renameComponent(needs, actor, { ...old, to: turned })).name).toBe(turned);
		expect((await renameComponent(needs, actor, { ...old, to: "web-server" })).name).toBe("web-server");
	});
});
