import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { engines, useRegistry } from "../../test/registries.ts";
import type { Actor } from "../registry/actor.ts";
import { createComponent } from "../registry/components/create-component.ts";
import { getRevision } from "../registry/components/get-component.ts";
import type { Needs } from "../registry/needs.ts";
import { resolveTemplateHere } from "../registry/resolve/resolve-template.ts";
import { createDeployment } from "../registry/servers/create-deployment.ts";
import { deleteServer } from "../registry/servers/delete-server.ts";
import { getServer } from "../registry/servers/get-server.ts";
import { listUpdates } from "../registry/updates/list-updates.ts";
import { importLists } from "../registry/upstreams/import-files.ts";
import { exampleServer, makeExample } from "./example.ts";

const almalinux = join(import.meta.dirname, "../../samples/almalinux");
const files = readdirSync(almalinux).map((name) => ({
	path: join(almalinux, name),
	bytes: readFileSync(join(almalinux, name)),
}));
const made = "Created an example: server demo/web by ServerTemplate web-server, nginx on AlmaLinux";

describe.each(engines)("the example of the first start on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor();
	});

	const importSample = () => importLists(needs, actor, { files });
	const acts = async () =>
		(await needs.store.read.audit.search({ accountId: actor.accountId, sort: "oldest", limit: 500 })).map(
			(entry) => entry.act,
		);
	const written = async () => (await acts()).filter((act) => !/^(mci\.import|account\.create)$/.test(act));

	/** The messages of a start, for the account that the test acts for. */
	async function start(on: Needs = needs): Promise<string[]> {
		const told: string[] = [];
		await makeExample({ needs: on, account: { id: actor.accountId, name: actor.account } }, (text) => told.push(text));
		return told;
	}
	const server = () => getServer(needs.store.read, actor, { deployment: "demo", name: "web" });
	const shown = () => exampleServer({ needs, account: { id: actor.accountId, name: actor.account } });

	const whole = [
		"samples.begin-example",
		"mci.channel-set",
		"mci.channel-set",
		"script.create",
		"script.commit",
		"template.create",
		"template.commit",
		"template.channel-set",
		"deployment.create",
		"server.add",
		"samples.example",
	];

	it("is a server of a template with a real image, a script and its input, and an available update", async () => {
		await importSample();
		expect(await shown()).toBeUndefined();
		expect(await start()).toEqual([made]);
		expect(await shown()).toBe("demo/web");
		const { image, ...rest } = await server();
		const before = await getRevision(needs, actor, { kind: "mci", ref: "almalinux-os-9-x86_64@2" });
		expect(image.uid).toBe(before.content.settings.find((setting) => setting.cloud === "aws-us-east-1")?.image.uid);
		expect(rest).toMatchObject({ instanceType: "t3.small", told: { warnings: [] } });
		expect(rest.sentUserData).toContain("dnf -y install nginx");
		expect(rest.sentUserData).toContain("export PORT='80'");
		const arm = await resolveTemplateHere(needs, actor, {
			template: "web-server@production",
			cloud: "aws-us-east-1",
			requestedValues: { architecture: "arm64" },
		});
		expect(arm).toMatchObject({ kind: "resolved", mci: { ref: "almalinux-os-9-arm64@2" } });
		const updates = await listUpdates(needs, actor, { kind: "template", name: "web-server" });
		expect(updates.map(({ from, to }) => `${from.name} ${from.number} → ${to.number}`)).toEqual([
			"almalinux-os-9-x86_64 2 → 3",
			"almalinux-os-9-arm64 2 → 3",
		]);
	});

	it("is created once, even if it was removed since", async () => {
		await importSample();
		await start();
		expect(await written()).toEqual(whole);
		expect(await start()).toEqual([]);
		await deleteServer(needs, actor, { deployment: "demo", name: "web", expected: null });
		expect(await start()).toEqual([]);
		expect(await written()).toEqual([...whole, "server.delete"]);
		expect(await shown()).toBeUndefined();
	});

	it("is completed by the next start, wherever the first was killed", async () => {
		let killed = 0;
		for (let writes = 0; ; writes++) {
			actor = await registry.newActor();
			await importSample();
			const finished = await start(dyingAfter(needs, writes)).then(
				() => true,
				() => false,
			);
			expect(await start(), `after ${writes} writes`).toEqual(finished ? [] : [made]);
			expect(await written(), `after ${writes} writes`).toEqual(whole);
			if (finished) break;
			killed++;
		}
		expect(killed).toBe(whole.length);
	});

	it("is created once by two servers that start together", async () => {
		await importSample();
		const other = await registry.second();
		await Promise.all([start(), start(other)]);
		expect(new Set(await written())).toEqual(new Set(whole));
		expect((await written()).filter((act) => act === "server.add" || act === "template.commit").sort()).toEqual([
			"server.add",
			"template.commit",
		]);
		expect((await server()).instanceType).toBe("t3.small");
	});

	it.each([
		{
			what: "a script install-nginx",
			make: () => createComponent(needs, actor, { kind: "script", name: "install-nginx" }),
		},
		{
			what: "a ServerTemplate web-server",
			make: () => createComponent(needs, actor, { kind: "template", name: "web-server" }),
		},
		{ what: "a deployment demo", make: () => createDeployment(needs, actor, { name: "demo" }) },
	])("is skipped permanently where there is $what", async ({ what, make }) => {
		await importSample();
		await make();
		const before = await acts();
		expect(await start()).toEqual([`No example was created, because the account already has ${what}`]);
		expect(await start()).toEqual([]);
		expect(await acts()).toEqual([...before, "samples.example"]);
	});

	it("does not block a start without the samples, and is created once they are there", async () => {
		expect(await start()).toEqual([expect.stringContaining("almalinux-os-9-x86_64")]);
		await importSample();
		expect(await start()).toEqual([made]);
		expect(await written()).toEqual(whole);
	});
});

/** Needs of a process that dies after so many writes. */
function dyingAfter(needs: Needs, writes: number): Needs {
	let left = writes;
	return {
		...needs,
		store: {
			...needs.store,
			write: (work) => {
				if (left-- === 0) return Promise.reject(new Error("killed"));
				return needs.store.write(work);
			},
		},
	};
}
