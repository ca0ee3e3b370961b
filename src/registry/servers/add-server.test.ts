import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { commitScript, commitTemplate } from "../../../test/scripted-template.ts";
import { makeWorkedWorld, type WorkedWorld } from "../../../test/worked-world.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { addCloud } from "../clouds/add-cloud.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { listServersUsing } from "../where-used/servers-using.ts";
import { addServer, type ServerToAdd } from "./add-server.ts";
import { cloneDeployment } from "./clone-deployment.ts";
import { createDeployment } from "./create-deployment.ts";
import { deleteDeployment } from "./delete-deployment.ts";
import { deleteServer } from "./delete-server.ts";
import { describeDeployment } from "./describe-deployment.ts";
import { exportServer } from "./export-server.ts";
import { getServer } from "./get-server.ts";
import { launchServer } from "./launch-server.ts";
import { listDeployments } from "./list-deployments.ts";
import { listServers } from "./list-servers.ts";
import { previewServer } from "./preview-server.ts";

const web = { deployment: "prod", name: "web", template: "web@2", cloud: "us-east" } as const;

describe.each(engines)("servers on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let world: WorkedWorld;
	beforeEach(async () => {
		actor = await registry.newActor();
		world = await makeWorkedWorld(needs, actor);
	});

	const add = (more: Partial<ServerToAdd> = {}) => addServer(needs, actor, { ...web, ...more });
	const read = () => needs.store.read;

	it("are saved with their resolved values and the reasons", async () => {
		const server = await add({ description: "first", instanceType: "xlarge" });
		expect(await getServer(read(), actor, web)).toEqual(server);
		expect(server).toMatchObject({
			state: "inactive",
			version: 1,
			description: "first",
			template: { name: "web", number: 2, selector: "2", digest: expect.stringMatching(/^sha256:/) },
			cloud: { slug: "us-east", type: "acme" },
			mci: { name: "A", number: 4, digest: expect.stringMatching(/^sha256:/) },
			image: { kind: "id", uid: "img1" },
			instanceType: "xlarge",
			kernel: null,
			userData: "U1",
			sentUserData: "U1",
			overrides: { instanceType: "xlarge" },
		});
		expect(server.told.reasons).toContainEqual({ property: "instanceType", text: "requested" });
		const [entry] = await read().audit.list(actor.accountId, { limit: 1 });
		expect(entry).toMatchObject({
			act: "server.add",
			subjectKind: "server",
			subjectName: "prod/web",
			after: { image: "img1", mci: "A@4" },
		});
	});

	it("do not change with a commit, a moved channel or an edited HEAD", async () => {
		await moveChannel(needs, actor, { kind: "template", name: "web", channel: "production", to: "2" });
		await add({ template: "web@production" });
		await add({ name: "latest", template: "web" });
		await add({ name: "head", template: "web@head", mci: "A@head" });
		const before = await listServers(needs, actor, { limit: 10 });
		await world.act({
			act: "edit-head",
			mci: "A",
			cloud: "us-east",
			setting: { image: "img3", instanceType: "small" },
		});
		await world.act({ act: "commit", mci: "A", revision: 5 });
		await world.act({ act: "template-takes", mci: "A", revision: 5 });
		await moveChannel(needs, actor, { kind: "template", name: "web", channel: "production", to: "3" });
		await describeDeployment(needs, actor, { deployment: "prod", expected: null, inputs: { PORT: "1" } });
		expect(await listServers(needs, actor, { limit: 10 })).toEqual(before);
	});

	it.each<{ what: string; ask: Partial<ServerToAdd>; code: string }>([
		{ what: "its name is taken", ask: { name: "there" }, code: "server-exists" },
		{ what: "its name can't be one", ask: { name: "a/b" }, code: "component-name-invalid" },
		{ what: "its deployment is not there", ask: { deployment: "pord" }, code: "deployment-not-found" },
		{ what: "its template is not there", ask: { template: "wbe" }, code: "template-not-found" },
		{ what: "its template has no such channel", ask: { template: "web@production" }, code: "channel-not-found" },
		{ what: "its template has no such revision", ask: { template: "web@9" }, code: "revision-not-found" },
		{ what: "the MCI requested is not there", ask: { mci: "Z" }, code: "mci-not-found" },
		{ what: "its cloud is not eligible", ask: { cloud: "tokyo" }, code: "not-resolved" },
		{ what: "the default has nothing for its cloud", ask: { cloud: "sydney" }, code: "resolve-refused" },
		{ what: "no instance type is there", ask: { cloud: "tokyo", image: "imgT" }, code: "instance-type-missing" },
		{
			what: "its cloud is nowhere, though an image is requested",
			ask: { cloud: "moon", image: "i", instanceType: "t" },
			code: "cloud-not-found",
		},
		{ what: "its cloud is a place for files", ask: { cloud: "artifact-x-qcow2" }, code: "server-invalid" },
		{ what: "a value starts with a space", ask: { kernel: " k" }, code: "server-invalid" },
		{ what: "a requested image is not an image id", ask: { image: "a\u0007b" }, code: "image-invalid" },
		{ what: "its user data is too long for anybody", ask: { userData: "x".repeat(70_000) }, code: "server-invalid" },
		{ what: "an input can't be one", ask: { inputs: { "1X": "" } }, code: "component-invalid" },
	])("are refused when $what, and nothing is saved", async ({ ask, code }) => {
		await add({ name: "there" });
		const before = await needs.store.generation();
		expect(await faultOf(() => add(ask))).toMatchObject({ code });
		expect(await needs.store.generation()).toBe(before);
		expect((await listServers(needs, actor, { limit: 10 })).items).toHaveLength(1);
	});

	it("can use a public cloud that the account has not added, with a requested image", async () => {
		const server = await add({ cloud: "aws-eu-west-1", image: "ami-0000000000000abcd", instanceType: "m5.large" });
		expect(server).toMatchObject({
			cloud: { slug: "aws-eu-west-1", type: "aws" },
			mci: null,
			image: { uid: "ami-0000000000000abcd" },
		});
		expect(await read().images.listByUid(actor.accountId, "ami-0000000000000abcd")).toHaveLength(1);
	});

	describe("with scripts", () => {
		beforeEach(async () => {
			const inputs = [{ name: "PORT", default: "80" }, { name: "TOKEN", required: true }, { name: "ZONE" }];
			await commitScript(needs, actor, { name: "install", source: "#!/bin/sh\necho $PORT\n", inputs });
			await commitScript(needs, actor, {
				name: "leave",
				source: "#!/bin/sh\n",
				inputs: [{ name: "PORT", default: "443" }],
			});
			const scripts = { boot: ["install@1"], decommission: ["leave@1"] };
			await commitTemplate(needs, actor, { name: "web", scripts, inputs: { ZONE: "z1" } });
		});

		it("are refused while a required input has no value, with the input and its script", async () => {
			expect(await faultOf(() => add({ template: "web" }))).toMatchObject({
				code: "input-missing",
				details: { inputs: "TOKEN (of install@1)", missing: [{ name: "TOKEN", scripts: ["install@1"] }] },
			});
		});

		it("get the boot scripts with their inputs: of the server, the deployment, the template, the script", async () => {
			await describeDeployment(needs, actor, {
				deployment: "prod",
				expected: null,
				inputs: { TOKEN: "secret", ZONE: "z2", PORT: "81" },
			});
			const server = await add({ template: "web", inputs: { PORT: "82", STRANGE: "x" } });
			expect(server.told.inputs).toEqual([
				{
					ref: "install@1",
					inputs: [
						{ name: "PORT", value: "82", source: "server" },
						{ name: "TOKEN", value: "secret", source: "deployment" },
						{ name: "ZONE", value: "z2", source: "deployment" },
					],
				},
				{ ref: "leave@1", inputs: [{ name: "PORT", value: "82", source: "server" }] },
			]);
			expect(server.userData).toBe("U1");
			expect(server.sentUserData).toContain("export PORT='82'");
			expect(server.told.parts.map((part) => part.from)).toEqual(["setting", "install@1"]);
			expect(server.told.warnings).toContainEqual({
				code: "input-unknown",
				text: "no script of web@3 has an input STRANGE",
			});
			const [entry] = await read().audit.list(actor.accountId, { limit: 1 });
			expect(entry?.after).toMatchObject({
				userDataBytes: server.told.bytes,
				overrides: { inputs: { PORT: "82", STRANGE: "x" } },
			});
			expect(JSON.stringify(entry)).not.toContain("#!/bin/sh");
		});

		it("are refused when all of it together is larger than the cloud accepts", async () => {
			await addCloud(needs, actor, { slug: "aws-us-east-1", type: "aws" });
			const big = { cloud: "aws-us-east-1", image: "ami-00000001", instanceType: "m5.large", inputs: { TOKEN: "t" } };
			expect(
				await faultOf(() => add({ template: "web", ...big, userData: `#!/bin/sh\n${"x".repeat(16_000)}\n` })),
			).toMatchObject({
				code: "user-data-too-large",
				details: { limit: 16_384 },
			});
			expect((await add({ template: "web", ...big, userData: "#!/bin/sh\n" })).told.bytes).toBeLessThan(16_384);
		});

		it("are previewed with every step, and nothing is saved", async () => {
			const before = await needs.store.generation();
			const preview = await previewServer(needs, actor, { template: "web", cloud: "us-east" });
			expect(await needs.store.generation()).toBe(before);
			expect(preview).toMatchObject({
				follows: "latest",
				eligibleClouds: ["eu-west", "sydney", "us-east"],
				mcis: [
					{ ref: "A@4", isDefault: true, image: { uid: "img1" }, architecture: "x86_64", instanceType: "large" },
					{ ref: "B@1", isDefault: false, image: { uid: "img9" }, architecture: "arm64", instanceType: "arm.large" },
				],
				answer: { kind: "resolved", mci: { ref: "A@4" } },
				userData: { parts: [{ from: "setting" }, { from: "install@1" }] },
				problems: [{ code: "input-missing" }],
			});
			const refused = await previewServer(needs, actor, { template: "web", cloud: "sydney", deployment: "prod" });
			expect(refused).toMatchObject({
				userData: null,
				answer: { kind: "unresolved" },
				problems: [{ code: "resolve-refused" }, { code: "input-missing" }],
			});
			expect(refused.mcis.map((mci) => mci.image?.uid ?? null)).toEqual([null, "img7"]);
		});
	});

	it("prevent deletion of their template, MCI and deployment", async () => {
		await add({ mci: "C" });
		for (const [kind, name] of [
			["mci", "C"],
			["template", "web"],
		] as const) {
			expect(await faultOf(() => deleteComponent(needs, actor, { kind, name, expected: null }))).toMatchObject({
				code: "component-used",
				details: { users: "server web of deployment prod" },
			});
		}
		expect(await faultOf(() => deleteDeployment(needs, actor, { deployment: "prod", expected: null }))).toMatchObject({
			code: "deployment-used",
			details: { count: "1 server", servers: "web" },
		});
		await deleteServer(needs, actor, { ...web, expected: null });
		await deleteComponent(needs, actor, { kind: "mci", name: "C", expected: null });
		await deleteDeployment(needs, actor, { deployment: "prod", expected: null });
		expect(await listDeployments(needs, actor, { limit: 10 })).toEqual([]);
	});

	it("are found by the revisions and images that they use", async () => {
		const server = await add();
		await add({ name: "own", image: "img5" });
		await add({ name: "tokyo", cloud: "tokyo", image: "img5", instanceType: "t" });
		const [a] = await read().components.listByLineages(actor.accountId, [server.mci?.lineage ?? ""]);
		const [template] = await read().components.listByLineages(actor.accountId, [server.template.lineage]);
		if (!a || !template) throw new Error("not there");
		const using = async (
			revisions: Parameters<typeof listServersUsing>[1]["revisions"],
			imageIds: readonly number[] = [],
		) =>
			(await listServersUsing(read(), { revisions, imageIds })).map(({ name, through }) => [
				name,
				through && `${through.name}@${through.number}`,
			]);
		const both = [
			["own", "A@4"],
			["web", "A@4"],
		];
		expect(await using([{ component: a, number: 4 }])).toEqual(both);
		// A template with the MCI does not make its servers use it.
		expect(
			await using([
				{ component: a, number: 4 },
				{ component: template, number: 2 },
			]),
		).toEqual(both);
		expect(await using([{ component: template, number: 2 }])).toEqual([
			["own", "web@2"],
			["tokyo", "web@2"],
			["web", "web@2"],
		]);
		expect(await using([{ component: a, number: 3 }])).toEqual([]);
		expect(await using([{ component: a, number: 4 }], [server.image.id])).toEqual([["web", "A@4"]]);
		expect(await using([], [server.image.id])).toEqual([["web", null]]);
	});

	it("are listed by their parts, page by page", async () => {
		await createDeployment(needs, actor, { name: "lab" });
		for (const [deployment, name, ask] of [
			["prod", "a", {}],
			["lab", "a", { cloud: "eu-west" }],
			["prod", "b", { mci: "B" }],
			["lab", "c", {}],
		] as const) {
			await add({ deployment, name, ...ask });
		}
		const names = async (filter: object) =>
			(await listServers(needs, actor, { limit: 10, ...filter })).items.map(
				({ server }) => `${server.deployment.name}/${server.name}`,
			);
		expect(await names({})).toEqual(["prod/a", "lab/a", "prod/b", "lab/c"]);
		expect(await names({ deployment: "lab" })).toEqual(["lab/a", "lab/c"]);
		expect(await names({ cloud: "eu-west" })).toEqual(["lab/a"]);
		expect(await names({ template: "web", state: "inactive" })).toHaveLength(4);
		expect(await names({ state: "operational" })).toEqual([]);
		expect(await names({ hasUpdate: true })).toEqual([]);
		expect(await names({ hasUpdate: false })).toHaveLength(4);
		const first = await listServers(needs, actor, { limit: 3 });
		expect(first.next).not.toBeNull();
		const rest = await listServers(needs, actor, { limit: 3, after: first.next ?? undefined });
		expect(rest).toMatchObject({ items: [{ server: { name: "c" } }], next: null });
		expect(await listServers(needs, await registry.newActor(), { limit: 10 })).toEqual({ items: [], next: null });
	});

	it("are copied with their deployment, as they were resolved", async () => {
		await describeDeployment(needs, actor, {
			deployment: "prod",
			expected: null,
			inputs: { A: "1" },
			description: "first",
		});
		const server = await add({ kernel: "k1" });
		await world.act({
			act: "edit-head",
			mci: "A",
			cloud: "us-east",
			setting: { image: "img3", instanceType: "small" },
		});
		const copy = await cloneDeployment(needs, actor, { deployment: "prod", name: "prod-2" });
		expect(copy).toMatchObject({ description: "first", inputs: { A: "1" }, version: 1 });
		const { id: _id, deployment: _d, ...same } = await getServer(read(), actor, { deployment: "prod-2", name: "web" });
		const { id: _i, deployment: _o, ...original } = server;
		expect(same).toEqual({ ...original, version: 1, createdAt: same.createdAt, updatedAt: same.updatedAt });
		const long = { deployment: "prod", name: "prod-3", description: "d".repeat(16 * 1024 + 1) };
		expect(await faultOf(() => cloneDeployment(needs, actor, long))).toMatchObject({ code: "component-invalid" });
		expect(await faultOf(() => cloneDeployment(needs, actor, { deployment: "prod", name: "prod-2" }))).toMatchObject({
			code: "deployment-exists",
		});
	});

	it("can't be launched yet: the cloud's connection is missing, and its needs are listed", async () => {
		await add();
		await add({ name: "amazon", cloud: "aws-us-east-1", image: "ami-00000001", instanceType: "m5.large" });
		expect(await faultOf(() => launchServer(needs, actor, web))).toMatchObject({
			code: "cloud-connection-missing",
			details: { cloud: "us-east" },
		});
		expect(await faultOf(() => launchServer(needs, actor, { ...web, name: "amazon" }))).toMatchObject({
			details: { cloud: "aws-us-east-1", needs: expect.stringContaining("ec2:RunInstances") },
		});
	});

	it("are exported for other tools", async () => {
		await add({ cloud: "aws-us-east-1", image: "ami-00000001", instanceType: "m5.large", userData: "#!/bin/sh\n" });
		const text = async (format: "json" | "cloud-init" | "terraform", name = "web") =>
			(await exportServer(needs, actor, { ...web, name, format })).text;
		expect(await text("cloud-init")).toBe("#!/bin/sh\n");
		expect(JSON.parse(await text("json"))).toMatchObject({
			image: { uid: "ami-00000001" },
			template: { ref: "web@2" },
			mci: null,
			userData: "#!/bin/sh\n",
		});
		expect(JSON.parse(await text("terraform"))).toMatchObject({
			provider: { aws: { region: "us-east-1" } },
			resource: {
				aws_instance: { web: { ami: "ami-00000001", instance_type: "m5.large", user_data_base64: "IyEvYmluL3NoCg==" } },
			},
		});
		await add({ name: "acme" });
		expect(await faultOf(() => text("terraform", "acme"))).toMatchObject({ code: "export-unsupported" });
	});

	it("and deployments are changed only by writers", async () => {
		const reader = withRoles(actor, "reader");
		await add();
		await expect(previewServer(needs, reader, web)).resolves.toBeDefined();
		for (const act of [
			() => addServer(needs, reader, { ...web, name: "other" }),
			() => deleteServer(needs, reader, { ...web, expected: null }),
			() => launchServer(needs, reader, web),
			() => createDeployment(needs, reader, { name: "x" }),
			() => describeDeployment(needs, reader, { deployment: "prod", expected: null, name: "x" }),
			() => cloneDeployment(needs, reader, { deployment: "prod", name: "x" }),
			() => deleteDeployment(needs, reader, { deployment: "prod", expected: null }),
		]) {
			expect(await faultOf(act)).toMatchObject({ code: "permission-denied" });
		}
	});
});

describe.each(engines)("deployments on %s", (engine) => {
	const registry = useRegistry(engine);

	it("have a name, a description and inputs, edited at an expected version", async () => {
		const { needs } = registry;
		const actor = await registry.newActor();
		const made = await createDeployment(needs, actor, { name: "prod", inputs: { B: "2", A: "1" } });
		expect(made).toMatchObject({ name: "prod", description: "", inputs: { A: "1", B: "2" }, version: 1 });
		expect(await faultOf(() => createDeployment(needs, actor, { name: "prod" }))).toMatchObject({
			code: "deployment-exists",
		});
		expect(await faultOf(() => createDeployment(needs, actor, { name: "x", inputs: { "a b": "" } }))).toMatchObject({
			code: "component-invalid",
		});
		const changed = await describeDeployment(needs, actor, {
			deployment: "prod",
			expected: 1,
			inputs: { B: null, C: "" },
			name: "shop",
		});
		expect(changed).toMatchObject({ name: "shop", inputs: { A: "1", C: "" }, version: 2 });
		const same = await describeDeployment(needs, actor, { deployment: "shop", expected: 2, inputs: { A: "1" } });
		expect(same.version).toBe(2);
		expect(
			await faultOf(() => describeDeployment(needs, actor, { deployment: "shop", expected: 1, name: "x" })),
		).toMatchObject({
			code: "version-stale",
			details: { have: 1, now: 2, changed: [{ by: "test", act: "deployment.describe" }] },
		});
		await createDeployment(needs, actor, { name: "lab" });
		expect(
			await faultOf(() => describeDeployment(needs, actor, { deployment: "lab", expected: null, name: "shop" })),
		).toMatchObject({
			code: "deployment-exists",
		});
		expect((await listDeployments(needs, actor, { limit: 10 })).map(({ name, servers }) => [name, servers])).toEqual([
			["lab", 0],
			["shop", 0],
		]);
		expect(await listDeployments(needs, actor, { text: "SHO", limit: 10 })).toHaveLength(1);
		expect(await listDeployments(needs, actor, { after: "lab", limit: 10 })).toHaveLength(1);
	});
});
