import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { type KeptRegistry, openCli } from "./cli-harness.ts";
import { componentsOf } from "./components.ts";
import { type FeedServer, startFeedServer } from "./feed-server.ts";

const cli = openCli();
let acme: KeptRegistry;
let other: Registry;
let server: FeedServer;
let key: string;

/** The publisher's registry. */
const theirs = (line: string) => cli.ok(acme.run(line));

beforeAll(async () => {
	acme = await cli.keepRegistry();
	other = await assembleRegistry({ data: acme.data, databaseUrl: null, allowPrivateUpstreams: false });
	const actor = systemActor(other.account);
	const make = componentsOf(other.needs, actor);
	await make.history("web", "i1", "i2");
	await make.template("stack", { mcis: ["web@2"] });
	await make.commit("template", "stack");
	await theirs("publish web@1 --to everyone --publisher Acme --yes");
	await theirs("template publish stack@1 --to everyone --yes");
	server = await startFeedServer();
	key = (await theirs("bundle key")).trim();
});
afterAll(async () => {
	server.close();
	await other.close();
	await acme.close();
	cli.close();
});

describe("mci bundle", () => {
	it("exports, inspects, verifies and imports, and imports nothing the second time", async () => {
		const ours = cli.newRegistry();
		const exported = await acme.run("bundle export stack --kind template -o stack.mcib");
		expect(exported).toMatchObject({ exit: 0, err: expect.stringContaining(`signed with ${key}`) });
		expect(exported.out).toContain("stack@1");
		const inspected = await cli.run("bundle inspect stack.mcib");
		expect(inspected.out).toMatch(/publisher\s+Acme/);
		expect(inspected.out).toMatch(/mci\s+web@2\s+dependency/);
		expect(inspected.err).toContain(key);
		expect(await cli.ok(cli.run(`bundle verify stack.mcib --key ${key}`))).toContain(
			"whole, signed by the owner of the key (Acme)",
		);
		expect(await ours("bundle import stack.mcib")).toMatchObject({
			exit: 4,
			err: expect.stringContaining("[bundle-key-unknown]"),
		});
		const tried = await ours(`bundle import stack.mcib --key ${key} --dry-run`);
		expect(tried).toMatchObject({ exit: 0, err: expect.stringContaining("Dry run: nothing was saved") });
		expect(tried.out).toMatch(/template\s+stack@1/);
		const done = await cli.json(ours(`bundle import stack.mcib --key ${key} --name web=acme-web --json`));
		expect(done.report.imported.map(({ name }: { name: string }) => name)).toEqual(["acme-web", "stack"]);
		expect(await cli.ok(ours("bundle import stack.mcib"))).toContain("Nothing changed.");
		expect((await cli.ok(ours("resolve acme-web@2 --cloud gcp"))).trim()).toBe("i2");
		expect(await cli.ok(ours("bundle keys"))).toContain(key);
		expect((await ours(`bundle distrust ${key}`)).exit).toBe(0);
		expect((await ours("bundle import stack.mcib")).exit).toBe(4);
	});

	it("reports where a file was changed, with the exit code", async () => {
		await theirs("bundle export web@1 -o web.mcib");
		const text = readFileSync(join(cli.folder, "web.mcib"), "utf8");
		cli.file("changed.mcib", text.replace('\\"i1\\"', '\\"i9\\"'));
		cli.file("short.mcib", text.slice(0, 100));
		cli.file("bytes.mcib", Buffer.from([0xff, 0xfe, 0x00]));
		for (const [file, said] of [
			["changed.mcib", "SHA-256"],
			["short.mcib", "not JSON"],
			["bytes.mcib", "not UTF-8"],
		] as const) {
			expect(await cli.run(`bundle verify ${file} --key ${key}`)).toMatchObject({
				exit: 2,
				err: expect.stringContaining(said),
			});
		}
		expect(await cli.run(`bundle verify web.mcib --key sha256:${"0".repeat(64)}`)).toMatchObject({
			exit: 4,
			err: expect.stringContaining(key),
		});
		expect(await cli.run(["bundle", "verify", "-", "--key", key], { stdin: text })).toMatchObject({ exit: 0 });
		expect(await cli.run("bundle inspect nowhere.mcib")).toMatchObject({
			exit: 2,
			err: expect.stringContaining("no such file"),
		});
	});

	it("exports only what the line names, and only published revisions", async () => {
		expect(await acme.run("bundle export")).toMatchObject({
			exit: 2,
			err: expect.stringContaining("Which publication?"),
		});
		expect(await acme.run("bundle export web --all")).toMatchObject({ exit: 2 });
		expect(await acme.run("bundle export web@9")).toMatchObject({
			exit: 3,
			err: expect.stringContaining("[export-nothing]"),
		});
		expect(await acme.run("bundle export web@production")).toMatchObject({
			exit: 2,
			err: expect.stringContaining("a publication is a commit or HEAD, not a channel"),
		});
		const all = await cli.json(acme.run("bundle export --all -o all.mcib --json"));
		expect(all.publications.map(({ name }: { name: string }) => name).sort()).toEqual(["stack", "web"]);
		expect(all).toMatchObject({ key, file: "all.mcib" });
		expect(JSON.parse(await theirs("bundle export web -o -"))).toMatchObject({
			publicKey: expect.any(String),
			objects: expect.any(Object),
		});
	});
});

describe("a publisher's new key", () => {
	it("is created, announced, and trusted in place of the old one", async () => {
		const publisher = cli.newRegistry();
		const ours = cli.newRegistry();
		await cli.ok(publisher("create base"));
		await cli.ok(publisher("set base gcp=i1"));
		await cli.ok(publisher(["commit", "base", "-m", "first"]));
		await cli.ok(publisher("publish base@1 --to everyone --publisher Globex --yes"));
		expect(await publisher("bundle rotate-key --yes")).toMatchObject({
			exit: 3,
			err: expect.stringContaining("mci bundle key"),
		});
		const old = (await cli.ok(publisher("bundle key"))).trim();
		await cli.ok(publisher("bundle export base -o base.mcib"));
		await cli.ok(ours(`bundle import base.mcib --key ${old}`));
		expect(await publisher("bundle rotate-key")).toMatchObject({
			exit: 2,
			out: "",
			err: expect.stringContaining("--yes"),
		});
		const rotated = await publisher("bundle rotate-key --yes");
		const fresh = rotated.out.trim();
		expect(rotated.err).toContain(`mci bundle replace-key ${old} ${fresh}`);
		await cli.ok(publisher("bundle export base -o base.mcib"));
		expect(await ours("bundle import base.mcib")).toMatchObject({
			exit: 4,
			err: expect.stringContaining("replace-key"),
		});
		expect(await cli.ok(ours(`bundle replace-key ${old} ${fresh}`))).toBe(`Globex: ${fresh} replaces ${old}.\n`);
		expect(await cli.ok(ours("bundle import base.mcib"))).toContain("Nothing changed.");
		expect(await ours(`bundle replace-key ${old} ${fresh}`)).toMatchObject({ exit: 3, out: "" });
	});
});

describe("mci feed", () => {
	const directory = () => join(cli.folder, "www");
	const serve = () => {
		server.files.clear();
		for (const name of readdirSync(directory())) server.files.set(name, readFileSync(join(directory(), name)));
	};

	it("publishes a directory that another registry follows", async () => {
		const ours = cli.newRegistry();
		expect(await theirs("feed publish www")).toMatch(/www: index \d+, 2 bundles, 2 of them new/);
		expect(readdirSync(directory()).sort()).toEqual([
			expect.stringMatching(/^[0-9a-f]{64}\.mcib$/),
			expect.stringMatching(/\.mcib$/),
			"index.json",
		]);
		serve();
		expect(await ours(`feed add acme ${server.url}`)).toMatchObject({ exit: 4, err: expect.stringContaining(key) });
		expect(await cli.ok(ours(`feed add acme ${server.url} --key ${key} --sync`))).toContain("2 offered");
		expect(await cli.ok(ours("feed show acme"))).toMatch(/template\s+stack@1\s+active/);
		expect(await cli.ok(ours("feed import acme stack --kind template"))).toMatch(/mci\s+web@2/);
		expect(await cli.ok(ours("feed import acme stack@1 --kind template"))).toContain("Nothing changed.");
		expect(await cli.ok(ours("feed list"))).toMatch(/acme\s+Acme\s+offer/);
		expect(await cli.ok(ours(`feed add mirror ${server.url} --auto --sync`))).toMatch(/mci\s+web@1/);
		const synced = await cli.json(ours("feed sync --all --json"));
		expect(synced.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["not-modified", "not-modified"]);
		expect(await cli.ok(ours("feed edit mirror --offer --every 6h"))).toBe(
			"mirror: mode offer, synced by the server: every 6h\n",
		);
		expect(await cli.ok(ours("feed list"))).toMatch(/mirror\s+Acme\s+offer\s+every 6h/);
		expect(await cli.json(ours("feed edit mirror --every never --json"))).toMatchObject({
			mode: "offer",
			everyMinutes: null,
		});
		for (const wrong of ["", " --auto --offer", " --every 1w", " --every 1m", " --every 8d"]) {
			expect(await ours(`feed edit mirror${wrong}`)).toMatchObject({ exit: 2, out: "" });
		}
		expect((await ours("feed remove mirror")).exit).toBe(0);
		expect(await ours("feed sync mirror")).toMatchObject({ exit: 3, err: expect.stringContaining("[feed-not-found]") });
	});

	it("writes only what the directory lacks, fixes what is broken there, and removes old files on request", async () => {
		await theirs("feed publish www");
		const [first = ""] = readdirSync(directory()).filter((name) => name.endsWith(".mcib"));
		expect(await theirs("feed publish www")).toContain("0 of them new");
		writeFileSync(join(directory(), first), "cut off");
		expect(await theirs("feed publish www")).toContain("1 of them new");
		await theirs("publication retract web@1 --yes");
		const kept = await acme.run("feed publish www");
		expect(kept).toMatchObject({ exit: 0, err: expect.stringContaining("1 older bundles are still there") });
		await theirs("feed publish www --remove-old");
		expect(readdirSync(directory()).filter((name) => name.endsWith(".mcib"))).toHaveLength(1);
		expect(existsSync(join(directory(), "index.json"))).toBe(true);
		await theirs("publication reactivate web@1 --yes");
	});

	it("reports what it could not import and why, with exit code 5", async () => {
		const ours = cli.newRegistry();
		await theirs("feed publish www");
		serve();
		await cli.ok(ours("create web"));
		const synced = await ours(`feed add acme ${server.url} --key ${key} --auto --sync`);
		expect(synced).toMatchObject({ exit: 5, out: expect.stringContaining("names are taken") });
		expect(await ours("feed publish www --days 0")).toMatchObject({
			exit: 2,
			err: expect.stringContaining("1 to 400"),
		});
	});
});
