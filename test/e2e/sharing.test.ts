import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCli, type Run, type RunLine } from "../cli-harness.ts";
import { startServer, type TestServer } from "./start-server.ts";

const cli = openCli();
const { ok, json, run, folder } = cli;
const password = "a horse of another color";
let server: TestServer;
let url: string;

beforeAll(async () => {
	server = await startServer(["--log-level", "error"]);
	url = `http://127.0.0.1:${server.port}`;
	for (const name of ["ana", "dora", "pia", "gus", "lin", "olga"])
		await ok(operator(`user create ${name}`, { stdin: `${password}\n` }));
	for (const [account, admin] of Object.entries({ acme: "ana", globex: "gus", other: "olga" })) {
		await ok(operator(`account create ${account} --admin ${admin}`));
		await login(admin);
	}
	await ok(ana("member add dora --roles designer"));
	await ok(ana("member add pia --roles publisher"));
	await ok(gus("member add lin --roles library,designer"));
	for (const name of ["dora", "pia", "lin"]) await login(name);
});
afterAll(async () => {
	expect(await server.stop()).toBe(0);
	cli.close();
});

const operator: RunLine = (line, setup) => run(line, { ...setup, env: { MCI_URL: url, MCI_TOKEN: server.token } });
const as = (name: string): RunLine => {
	return (line, setup) => run(line, { ...setup, env: { MCI_CONFIG: join(folder, `${name}.yaml`) } });
};
const [ana, dora, pia, gus, lin, olga] = [as("ana"), as("dora"), as("pia"), as("gus"), as("lin"), as("olga")] as const;

function login(name: string): Promise<string> {
	return ok(as(name)(`login ${url} --user ${name}`, { stdin: `${password}\n` }));
}

async function refusal(running: Promise<Run>): Promise<string> {
	const { exit, err } = await running;
	return `${exit} ${/\[([a-z-]+)\]/.exec(err)?.[1] ?? err}`;
}

/** The account's notifications of one event, newest first. */
async function titles(who: RunLine, event: string): Promise<readonly string[]> {
	const { items } = await json(who(`notification --event ${event} --json`));
	return items.map(({ title }: { readonly title: string }) => title);
}

async function idOf(who: RunLine, ref: string, cloud: string): Promise<string> {
	return (await ok(who(`resolve ${ref} --cloud ${cloud}`))).trim();
}

async function commit(name: string, settings: string): Promise<void> {
	await ok(dora(`set ${name} ${settings}`));
	await ok(dora(["commit", name, "-m", settings]));
}

describe("accounts of one served registry", () => {
	it("publish, import, clone and merge, each user with their roles", async () => {
		const list = fileURLToPath(
			new URL("../../samples/almalinux/2026-05-01_9.7.20260501_342cd3cf.csv", import.meta.url),
		);
		expect(await refusal(pia(["upstream", "import", list]))).toBe("4 permission-denied");
		await ok(dora(["upstream", "import", list]));
		await ok(dora("clone almalinux-os-9-x86_64@1 base"));
		await commit("base", "gcp=projects/acme/global/images/base-1");
		expect(await refusal(dora("publish base --to everyone"))).toBe("4 permission-denied");
		await ok(pia(["publish", "base", "--to", "everyone", "--short", "Hardened"]));
		expect(await refusal(pia("publish base --to everyone"))).toBe("5 publication-exists");

		expect(await refusal(gus("show base"))).toBe("3 mci-not-found");
		expect(await ok(lin("marketplace import acme/base --dry-run"))).toBe("mci base@1: would be imported\n");
		expect(await ok(lin("marketplace import acme/base"))).toBe("mci base@1: imported\n");
		expect(await ok(lin("marketplace import acme/base"))).toBe("mci base@1: already here\n");
		expect(await refusal(lin("set base gcp=x"))).toBe("5 component-imported");
		await ok(lin("clone base ours"));
		await ok(lin("set ours gcp=projects/globex/global/images/ours"));
		await ok(lin("commit ours -m ours"));

		await commit("base", "gcp=projects/acme/global/images/base-2 aws-us-east-1=ami-0123456789abcdef0");
		await ok(pia("publish base --to everyone"));
		expect(await json(lin("imports list --json"))).toMatchObject({ items: [{ name: "base" }] });
		expect(await idOf(lin, "base", "gcp")).toBe("projects/acme/global/images/base-1");
		expect(await ok(lin("imports take base"))).toBe("mci base@2: imported\n");
		expect(await ok(lin("updates ours"))).toContain("mci merge ours --from base@2");
		expect(await refusal(lin("merge ours --from base@2"))).toBe("5 merge-conflicts");
		await ok(
			lin(["merge", "ours", "--from", "base@2", "--resolve", "gcp.image=ours", "--commit", "-m", "Takes base 2"]),
		);
		expect(await idOf(lin, "ours@2", "gcp")).toBe("projects/globex/global/images/ours");
		expect(await idOf(lin, "ours@2", "aws-us-east-1")).toBe("ami-0123456789abcdef0");
		expect(await idOf(lin, "ours@1", "aws-us-east-1")).not.toBe("ami-0123456789abcdef0");
		expect(await ok(ana("audit verify"))).toMatch(/^\d+:[0-9a-f]{64}\n$/);
	});

	it("share with a group by a code, follow updates, and keep their imports when they are removed", async () => {
		await ok(pia("group create partners"));
		const code = (await ok(pia("group invite partners"))).trim();
		expect(await refusal(lin(["group", "accept", code]))).toBe("4 permission-denied");
		expect(await refusal(ana(["group", "accept", code]))).toBe("5 group-own");
		await ok(gus(["group", "accept", code]));
		for (const who of [gus, olga]) expect(await refusal(who(["group", "accept", code]))).toBe("2 invitation-invalid");

		for (const name of ["kept", "told"]) {
			await ok(dora(`create ${name}`));
			await commit(name, "aws-eu-west-1=ami-00000000000000001");
			await ok(pia(`publish ${name} --to partners`));
		}
		expect(await refusal(olga("marketplace show acme/kept"))).toBe("3 publication-not-found");
		expect(await refusal(olga("marketplace import acme/kept"))).toBe("3 publication-not-found");
		await ok(lin("marketplace subscribe acme/kept"));
		await ok(lin("marketplace subscribe acme/told --offers-only"));
		for (const name of ["kept", "told"]) {
			await commit(name, "aws-eu-west-1=ami-00000000000000002");
			await ok(pia(`publish ${name} --to partners`));
		}
		await expect.poll(() => titles(lin, "import.done"), { timeout: 20_000 }).toContain("kept@2 is imported from acme");
		await expect.poll(() => titles(lin, "update.available"), { timeout: 20_000 }).toContain("acme/told@2 is offered");
		expect(await idOf(lin, "kept", "aws-eu-west-1")).toBe("ami-00000000000000002");
		expect(await refusal(lin("show told"))).toBe("3 mci-not-found");

		expect(await ok(pia("group remove partners globex --dry-run"))).toContain("kept@2");
		await ok(pia("group remove partners globex --yes"));
		await expect.poll(() => titles(lin, "group.removed"), { timeout: 20_000 }).toHaveLength(1);
		await expect
			.poll(() => titles(pia, "group.removed"), { timeout: 20_000 })
			.toEqual(["Group partners lost its member globex"]);
		expect(await titles(lin, "subscription.failed")).toHaveLength(2);
		expect(await json(lin("imports subscriptions --json"))).toMatchObject({ items: [] });
		await commit("kept", "aws-eu-west-1=ami-00000000000000003");
		await ok(pia("publish kept --to partners"));
		expect(await refusal(lin("imports take kept"))).toBe("5 import-newest");
		expect(await refusal(lin("marketplace import acme/kept@3"))).toBe("3 publication-not-found");
		expect(await idOf(lin, "kept", "aws-eu-west-1")).toBe("ami-00000000000000002");
		expect(await ok(ana("audit verify"))).toMatch(/^\d+:[0-9a-f]{64}\n$/);
	});
});
