import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App } from "../src/api/app.ts";
import { globalFlags } from "../src/cli/connection/global-options.ts";
import { commandList } from "../src/cli/program/command-list.ts";
import { renderCliReference } from "../src/cli/program/reference.ts";
import type { Connection, ServeOptions, World } from "../src/cli/world.ts";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { applicationOf } from "../src/main/server.ts";
import { type KeptRegistry, openCli, type RunLine, type Setup } from "./cli-harness.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const samples = join(root, "samples");
const fcos = "fedora-coreos-stable-x86_64";

const { folder, run, newRegistry, keepRegistry, fresh, file, ok, json, close } = openCli();
/** A registry with real lists, shared by tests that only read, and by tests that create MCIs of their own. */
let shared: KeptRegistry;
const mci: RunLine = (line, setup) => shared.run(line, setup);

beforeAll(async () => {
	shared = await keepRegistry();
	const imported = await mci(`upstream import ${samples}/fedora-coreos ${samples}/suse ${samples}/almalinux`);
	expect(imported).toMatchObject({ exit: 0 });
});

afterAll(async () => {
	await shared.close();
	close();
});

describe("upstream import", () => {
	it("imports lists in order, and importing them again changes nothing", async () => {
		const own = newRegistry();
		const first = await ok(own(`upstream import ${samples}/fedora-coreos`));
		expect(first).toMatch(
			/^2025-08-05_\S+\.json: 4 MultiCloud Images, 4 new revisions, \d+ images added, 0 rows skipped$/m,
		);
		expect(first).toMatch(/^ {2}fedora-coreos-stable-x86_64 +revision 1 +Release 42\.20250721\.3\.0 +61 added$/m);
		expect(first).toMatch(/^ {2}fedora-coreos-stable-x86_64 +revision 4 +Release 42\.20250901\.3\.0 +62 changed$/m);
		const again = await ok(own(`upstream import ${samples}/fedora-coreos`));
		expect(again).toMatch(/0 new revisions, 0 images added/);
		expect(again).toMatch(/^ {2}4 unchanged$/m);
		expect(again).toMatch(/\nNothing changed\.\n$/);
	});

	it("shows a history in one row per MCI", async () => {
		expect(await ok(newRegistry()(`upstream import ${samples}/suse/google.xml`))).toMatch(
			/^ {2}sles-11-sp3 +revisions 1-10 +Release v20140306 to v20150511 +10 releases$/m,
		);
	});

	it("saves nothing in a dry run", async () => {
		const own = newRegistry();
		const tried = await own(`upstream import ${samples}/almalinux --dry-run`);
		expect(tried).toMatchObject({ exit: 0 });
		expect(tried.out).toContain("2 new revisions");
		expect(tried.err).toContain("Dry run: nothing was saved.");
		expect(await own("list")).toMatchObject({ exit: 0, out: "", err: "Nothing found.\n" });
	});

	it("reports each unusable row, and shortens the report when there are many", async () => {
		const sets = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`empty-${i}`, { aws: {} }]));
		const path = file(
			"many.json",
			JSON.stringify({ images: { web: { aws: { "us-east-1": "ami-0abcdef1234567890" } }, ...sets } }),
		);
		const told = await ok(newRegistry()(`upstream import ${path} --format images-yaml`));
		expect(told).toMatch(/25 rows skipped/);
		expect(told.match(/^ {2}skipped /gm)).toHaveLength(20);
		expect(told).toContain("  … and 5 more (--json shows all)");
	});

	it("reads standard input, including bytes that are not UTF-8", async () => {
		const text = readFileSync(join(samples, "suse/oracle.xml"), "utf8").replace(/^<\?xml[^>]*\?>/, "");
		const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
		const outcome = await newRegistry()("upstream import -", { stdin: utf16 });
		// Whether or not UTF-16 is supported, the bytes arrived: the answer is about the list, not about its transport.
		expect(outcome.out + outcome.err).toContain("stdin");
		expect(await ok(newRegistry()("upstream import -", { stdin: text }))).toMatch(/^stdin: \d+ MultiCloud Images/);
	});

	it("skips files of a folder that are not lists, and names them", async () => {
		cpSync(join(samples, "almalinux"), join(folder, "mixed"), { recursive: true });
		file("mixed/NOTES.md", "notes");
		file("mixed/.hidden.json", "{");
		const outcome = await newRegistry()("upstream import mixed");
		expect(outcome).toMatchObject({ exit: 0 });
		expect(outcome.err).toContain("Left out, since no list is called so: mixed/NOTES.md");
		expect(outcome.err).not.toContain("hidden");
	});

	it("passes options on, also in their short form", async () => {
		const path = file(
			"bare.json",
			JSON.stringify({ "us-east-1": "ami-0abcdef1234567890", "eu-west-1": "ami-0abcdef1234567891" }),
		);
		const report = await json(
			newRegistry()(
				`upstream import ${path} --format region-map --name golden --release 7 --released-at 2026-01-31 --json`,
			),
		);
		expect(report.reports[0].lines).toMatchObject([
			{ name: "golden", releases: [{ version: "7", releasedAt: "2026-01-31T00:00:00.000Z" }] },
		]);
	});

	it("reports a conflict when users have changed the MCI, after importing the others", async () => {
		const own = newRegistry();
		await ok(own(`upstream import ${samples}/fedora-coreos/2025-08-05_42.20250721.3.0_3ac08767.json`));
		await ok(own(`set ${fcos} aws-us-east-1=ami-0abcdef1234567890`));
		const outcome = await own(`upstream import ${samples}/fedora-coreos`);
		expect(outcome.exit).toBe(5);
		expect(outcome.out).toContain(`${fcos} release 42.20250803.3.0: blocked: `);
		expect(outcome.out).toContain("fedora-coreos-stable-arm64");
		expect((await json(own("show fedora-coreos-stable-arm64 --json"))).number).toBe(4);
	});

	it.each([
		["upstream import https://example.com/a.json", "mci upstream add NAME https://example.com/a.json --sync"],
		["upstream import absent.json", "absent.json: there is no such file"],
		["upstream import {folder}/empty", "contains no lists"],
		["upstream import {folder}/broken.json", "broken.json:1:"],
		["upstream import {folder}/broken.json --option x", "has no value"],
		["upstream import {folder}/broken.json --name a --option name=b", "can't be combined"],
		["upstream import {folder}/list.json --format nope", "upstream-format-missing"],
		["upstream import", "Missing required argument"],
	])("%s is refused, with the fix", async (line, cure) => {
		file("broken.json", '{"a": ');
		file("list.json", "{}");
		mkdirSync(join(folder, "empty"), { recursive: true });
		const outcome = await mci(line.replace("{folder}", folder));
		expect(outcome).toMatchObject({ exit: line.includes("nope") ? 3 : 2, out: "" });
		expect(outcome.err).toContain(cure);
	});
});

describe("fetched upstreams", () => {
	let site: Server;
	let url: string;
	let body = "";
	beforeAll(async () => {
		site = createServer(
			(_request, response) =>
				void (body === "" ? response.writeHead(404).end() : response.setHeader("etag", '"1"').end(body)),
		);
		await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
		const address = site.address();
		url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/stable.json`;
	});
	afterAll(() => void site.close());

	it("are added, synced, shown and removed", async () => {
		const own = newRegistry();
		body = readFileSync(join(samples, "fedora-coreos/2025-08-05_42.20250721.3.0_3ac08767.json"), "utf8");
		expect((await own("upstream list")).err).toContain("No upstreams.");
		expect(await ok(own(`upstream add fcos ${url} --format coreos-stream`))).toContain("fcos: added.");
		expect(await ok(own("upstream list"))).toMatch(/^fcos +coreos-stream +never .*stable\.json$/m);
		expect(await ok(own("upstream sync fcos"))).toMatch(/^fcos \(stable\.json\): 4 MultiCloud Images, 4 new revisions/);
		expect(await json(own("upstream sync fcos --json"))).toMatchObject({
			upstream: { name: "fcos" },
			reports: expect.any(Array),
		});
		expect(await ok(own("upstream show fcos"))).toMatch(/^url +http:\/\/127/m);
		expect(await own("upstream remove fcos")).toMatchObject({
			exit: 0,
			out: "",
			err: "fcos: removed. Its MultiCloud Images stay.\n",
		});
		expect(await own("upstream show fcos")).toMatchObject({ exit: 3 });
	});

	it("are synced when they are added, and one failure does not stop the others", async () => {
		const own = newRegistry();
		body = readFileSync(join(samples, "fedora-coreos/2025-08-05_42.20250721.3.0_3ac08767.json"), "utf8");
		expect((await own(`upstream add fcos ${url} --sync`)).out).toContain("4 new revisions");
		await ok(own(["upstream", "add", "gone", "http://127.0.0.1:1/x.json"]));
		const outcome = await own("upstream sync --all");
		expect(outcome.exit).toBe(6);
		expect(outcome.err).toContain("[fetch-failed]");
		expect(outcome.out).toMatch(/^fcos(: not modified| \(stable\.json\): 4 MultiCloud)/);
		expect((await own("upstream sync")).err).toContain("Which upstream?");
	});

	it("lists the formats with their options", async () => {
		const formats = await ok(mci("upstream formats"));
		expect(formats).toMatch(/^coreos-stream +json +/m);
		expect(formats).toMatch(/^aws-images +region=us-east-1 /m);
	});
});

describe("reading", () => {
	it("lists MCIs by page, and says how to see more", async () => {
		const page = await mci("list --limit 3");
		expect(page.out).toMatch(/^NAME +LATEST +OS +VERSION +ARCH +UPDATED/);
		expect(page.out.trimEnd().split("\n")).toHaveLength(4);
		expect(page.err).toBe("3 shown; more: --all, or --limit N\n");
		const all = await json(mci("list --all --json"));
		expect(all.items.length).toBeGreaterThan(50);
		expect(all.next).toBeNull();
		expect((await json(mci("list --limit 3 --json"))).next).toEqual(expect.any(String));
	});

	it.each([
		["list coreos", fcos],
		["list --cloud aws-us-east-1 --arch amd64", fcos],
		["list --os fedora-coreos --sort updated", fcos],
		["image search fedora --cloud aws-us-east-1 --limit 2", "aws-us-east-1"],
		["image search --cloud-type aws --os almalinux --arch arm64 --sort oldest", "almalinux"],
		["image search --state deleted --limit 1", "deleted"],
		["cloud list --type aws --text us-", "aws-us-east-1"],
		["cloud show aws-us-east-1", "AWS us-east-1"],
		["image show 1", "uid"],
	])("%s finds %s", async (line, text) => {
		expect(await ok(mci(line))).toContain(text);
		expect(Object.keys(await json(mci(`${line} --json`))).length).toBeGreaterThan(0);
	});

	it("shows a commit with its description, release and settings", async () => {
		const shown = await ok(mci(`show ${fcos}@4`));
		expect(shown).toMatch(new RegExp(`^${fcos}@4\\n`));
		expect(shown).toMatch(/^release +42\.20250901\.3\.0/m);
		expect(shown).toMatch(/^digest +sha256:[0-9a-f]{64}$/m);
		expect(shown).toMatch(/^CLOUD +IMAGE +CHECKSUM$/m);
		expect(shown).toMatch(/^aws-us-east-1 +ami-[0-9a-f]+$/m);
		expect(await mci(`show ${fcos}@1`)).toMatchObject({ exit: 0, err: "Revision 4 is newer.\n" });
	});

	it("shows settings within the width of the terminal, and cuts nothing in a pipe", async () => {
		const narrow = await ok(mci(`show ${fcos}`, { columns: 60, env: { NO_COLOR: "1" } }));
		const table = narrow.slice(narrow.indexOf("CLOUD")).trimEnd().split("\n");
		expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(60);
		expect(narrow).toContain("…");
		expect(await ok(mci(`show ${fcos}`))).not.toContain("…");
	});

	it.each<[string, Setup, string[], boolean]>([
		["on a terminal", { columns: 80 }, [], true],
		["in a pipe", {}, [], false],
		["with NO_COLOR", { columns: 80, env: { NO_COLOR: "1" } }, [], false],
		["with --no-color", { columns: 80 }, ["--no-color"], false],
		["on a dumb terminal", { columns: 80, env: { TERM: "dumb" } }, [], false],
	])("uses color only where it is allowed: %s", async (_where, setup, more, colored) => {
		expect((await ok(mci(["list", "--limit", "1", ...more], setup))).includes("\u001b[1m")).toBe(colored);
	});

	it("logs revisions, newest first", async () => {
		const log = await ok(mci(`log ${fcos} --limit 2`));
		expect(log).toMatch(/^REVISION +DIGEST +COMMITTED +AUTHOR +SETTINGS +CHANGES +RELEASE +MESSAGE\n4 .*\n3 /);
		expect(
			(await json(mci(`log ${fcos} --all --json`))).items.map((revision: { number: number }) => revision.number),
		).toEqual([4, 3, 2, 1]);
	});

	it("shows where an image is used", async () => {
		const uid = (await ok(mci(`resolve ${fcos}@2 --cloud aws-us-east-1`))).trim();
		expect(await ok(mci(`where-used ${uid}`))).toMatch(new RegExp(`^${fcos} +2 +aws-us-east-1`, "m"));
		expect((await json(mci(`where-used ${uid} --json`))).items[0].usages[0].revisions).toEqual({ first: 2, last: 2 });
		expect(await mci("where-used ami-none")).toMatchObject({ exit: 3, out: "" });
	});

	it.each([
		["show absent", 3, "mci-not-found"],
		[`show ${fcos.slice(0, -1)}`, 3, `Did you mean ${fcos}`],
		[`show ${fcos}@99`, 3, "revision-not-found"],
		[`show ${fcos}@production`, 3, "channel-not-found"],
		[`show elsewhere/${fcos}`, 3, "account-not-found"],
		["show a@b@", 2, "reference-invalid"],
		["cloud show aws-us-east-11", 3, "cloud-not-found"],
		["image show x", 2, "is not an image's number"],
		["image show 999999999", 3, "not-found"],
		["list --limit 0", 2, "is not a number of items"],
		["list --sort size", 2, "Allowed choices are name, updated.\n  `mci list --help`"],
		[
			"server export prod/web --format bogus",
			2,
			"Allowed choices are json, cloud-init, terraform.\n  `mci server export --help`",
		],
		["template commit", 2, "`mci template commit --help`"],
	])("%s ends with %i and says %s", async (line, exit, text) => {
		const outcome = await mci(line);
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(text);
	});

	it("accepts one's own account in a reference", async () => {
		expect(await ok(mci(`show default/${fcos}@2`))).toContain(`${fcos}@2`);
	});
});

describe("resolve", () => {
	it("prints only the id", async () => {
		const { exit, out, err } = await mci(`resolve ${fcos} --cloud aws-us-east-1`);
		expect([exit, err]).toEqual([0, ""]);
		expect(out).toMatch(/^ami-[0-9a-f]{17}\n$/);
	});

	it.each([
		[fcos, "aws-us-east-1", ""],
		[`${fcos}@2`, "aws-us-east-1", "--json"],
		[`${fcos}@head`, "gcp", "--explain"],
		[fcos, "aws-us-east-1", "--arch amd64"],
		[fcos, "aws-us-east-1", "--arch arm64"],
		[fcos, "aws-us-east-1", "--instance-type t3.small --json"],
		[fcos, "aws-us-east-1", "--image ami-0abcdef1234567890"],
		[fcos, "artifact-metal-iso", ""],
		[fcos, "artifact-metal-iso", "--json"],
		[fcos, "aws-us-east-9", ""],
		[fcos, "aws-us-east-9", "--json"],
		[fcos, "NOT A CLOUD".replaceAll(" ", "_"), ""],
		["absent", "gcp", ""],
		["sles-11-sp3", "gcp", ""],
		["sles-11-sp3", "gcp", "--json"],
		["a@b@", "gcp", ""],
	])("prints the same with and without commander: %s --cloud %s %s", async (ref, cloud, more) => {
		const line = `resolve ${ref} --cloud ${cloud} ${more}`;
		// The fast path does not handle an explicit default, so this line takes the slow one.
		expect(await mci(line)).toEqual(await mci(`${line} --format table`));
	});

	it("prints the same over its own connection to the file", async () => {
		const line = `resolve ${fcos} --cloud aws-us-east-1 --data ${shared.data}`;
		expect(await run(line)).toEqual(await mci(`resolve ${fcos} --cloud aws-us-east-1`));
		expect(await run(`--data=${shared.data} resolve --cloud=aws-us-east-1 ${fcos}`)).toEqual(await run(line));
	});

	it("explains its answer", async () => {
		const explained = await ok(mci(`resolve ${fcos} --cloud aws-us-east-1 --explain --instance-type t3.small`));
		expect(explained).toMatch(/^revision +fedora-coreos-stable-x86_64@4 +revision 4 is the newest commit$/m);
		expect(explained).toMatch(/^instanceType +t3\.small +requested$/m);
	});

	it("refuses a deleted image, with its replacement", async () => {
		const refused = await mci("resolve sles-11-sp3 --cloud gcp");
		expect(refused).toMatchObject({ exit: 4, out: "" });
		expect(refused.err).toContain("[resolve-refused]");
		expect(refused.err).toMatch(/instead: replacement \S+/);
	});

	it("never prints a file's address for an id, but says where the file is", async () => {
		const refused = await mci(`resolve ${fcos} --cloud artifact-metal-iso`);
		expect(refused).toMatchObject({ exit: 4, out: "" });
		expect(refused.err).toMatch(/\[artifact-only\][\s\S]*https:\/\/\S+\.iso {2}sha256:/);
	});

	it("lists the alternatives", async () => {
		const { err } = await mci(`resolve ${fcos} --cloud aws-us-east-9`);
		expect(err).toMatch(/^ {2}instead: clouds aws-us-east-1, .* … \(\d+ more\)$/m);
		const problem = JSON.parse((await mci(`resolve ${fcos} --cloud aws-us-east-9 --json`)).err);
		expect(problem).toMatchObject({
			code: "not-resolved",
			status: 404,
			details: { instead: { clouds: expect.any(Array) } },
		});
	});

	it("warns on standard error", async () => {
		const { exit, out, err } = await mci(`resolve ${fcos} --cloud aws-us-east-1 --image ami-0abcdef1234567890`);
		expect([exit, out]).toEqual([0, "ami-0abcdef1234567890\n"]);
		expect(err).toMatch(/^mci: warning: .* \[image-overridden\]\n$/);
	});

	it("prints every cloud except artifacts, in each format", async () => {
		const id = (await ok(mci(`resolve ${fcos} --cloud aws-us-east-1`))).trim();
		const map = await json(mci(`resolve ${fcos} --all-clouds --format json`));
		expect(map["aws-us-east-1"]).toBe(id);
		expect(Object.keys(map).filter((cloud) => cloud.startsWith("artifact-"))).toEqual([]);
		expect(Object.keys(await json(mci(`resolve ${fcos} --all-clouds --artifacts --format json`)))).toContain(
			"artifact-metal-iso",
		);
		const env = await ok(mci(`resolve ${fcos} --all-clouds --format env`));
		expect(execFileSync("sh", ["-c", `${env}printf %s "$MCI_AWS_US_EAST_1"`], { encoding: "utf8" })).toBe(id);
		expect(await ok(mci(`resolve ${fcos} --all-clouds --format tfvars`))).toMatch(
			new RegExp(`^images = \\{\\n[\\s\\S]*"aws-us-east-1" += "${id}"\\n[\\s\\S]*\\}\\n$`),
		);
		expect(await ok(mci(`resolve ${fcos} --all-clouds --format yaml`))).toContain(`"aws-us-east-1": "${id}"\n`);
		expect(await ok(mci(`resolve ${fcos} --all-clouds`))).toMatch(new RegExp(`^aws-us-east-1 +${id}$`, "m"));
		expect((await json(mci(`resolve ${fcos} --all-clouds --json`))).items[0]).toHaveProperty("resolved.digest");
	});

	it("prints no map if a cloud is refused, and leaves the cloud out only with --partial", async () => {
		const outcome = await mci("resolve sles-11-sp3 --all-clouds --format json");
		expect(outcome).toMatchObject({ exit: 4, out: "" });
		expect(outcome.err).toContain("--partial");
		const partial = await mci("resolve sles-11-sp3 --all-clouds --format json --partial");
		expect(partial).toMatchObject({ exit: 4, out: "{}\n" });
		expect(outcome.err).toContain("[resolve-refused]");
	});

	it.each([
		["resolve", "There is nothing to resolve."],
		[`resolve ${fcos}`, "--cloud is missing"],
		[`resolve ${fcos} --cloud gcp --format env`, "need --all-clouds"],
		[`resolve ${fcos} --cloud gcp --all-clouds`, "can't be combined with --cloud"],
		[`resolve ${fcos} --all-clouds --format ini`, "There is no format “ini”"],
	])("%s is refused", async (line, text) => {
		const outcome = await mci(line);
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toContain(text);
	});
});

describe("changing an MCI", () => {
	it("goes from creation to a commit that resolves", async () => {
		const name = fresh("web base");
		expect(await ok(mci(["create", name, "--description", "What it is", "--tag", "b", "--tag", "a"]))).toBe(
			`${name}: created\n`,
		);
		expect(
			await ok(
				mci(["set", name, "aws-us-east-1=ami-00000001", "gcp=projects/p/global/images/i=1", "--instance-type", "t3"]),
			),
		).toBe(`${name}: 2 added\n`);
		const head = await ok(mci(["show", `${name}@head`]));
		expect(head).toMatch(/^tags +a, b$/m);
		expect(head).toMatch(/^gcp +projects\/p\/global\/images\/i=1 +t3$/m);
		expect(head).toMatch(/^ {2}\+ aws-us-east-1 +ami-00000001 {2}t3$/m);
		expect(await ok(mci(["commit", name, "-m", "first"]))).toMatch(
			/@1: 2 added, description changed, tags changed {2}sha256:/,
		);
		expect(await ok(mci(["resolve", name, "--cloud", "gcp"]))).toBe("projects/p/global/images/i=1\n");
		expect(await ok(mci(["unset", name, "gcp"]))).toBe(`${name}: 1 removed\n`);
		expect((await mci(["show", name])).err).toContain("HEAD has uncommitted changes (1 removed)");
		expect(await mci(["commit", name, "-m", "second"])).toMatchObject({ exit: 0 });
		expect(await mci(["commit", name, "-m", "third"])).toMatchObject({ exit: 5, out: "" });
	});

	it("changes only the named fields, and clears empty ones", async () => {
		const name = fresh("fields");
		await ok(mci(["create", name]));
		await ok(
			mci(["set", name, "gcp=i", "--instance-type", "n1", "--kernel", "k", "--user-data", "-"], {
				stdin: "#!/bin/sh\n",
			}),
		);
		await ok(mci(["set", name, "gcp", "--instance-type", "n2"]));
		await ok(mci(["set", name, "gcp=j", "--kernel", ""]));
		const { settings } = await json(mci(["show", `${name}@head`, "--json"]));
		expect(settings).toEqual([
			{
				cloud: "gcp",
				image: { kind: "id", uid: "j", checksum: null },
				instanceType: "n2",
				kernel: null,
				ramdisk: null,
				userData: "#!/bin/sh\n",
			},
		]);
		const path = file("boot.sh", "echo\n");
		await ok(mci(["set", name, "gcp", "--user-data", path, "--kind", "name"]));
		expect((await json(mci(["show", `${name}@head`, "--json"]))).settings[0]).toMatchObject({
			image: { kind: "name", uid: "j" },
			userData: "echo\n",
		});
		await ok(mci(["set", name, "artifact-metal-iso=https://h/i.iso", "--checksum", `sha256:${"0".repeat(64)}`]));
		expect((await json(mci(["show", `${name}@head`, "--json"]))).settings[0]).toMatchObject({
			cloud: "artifact-metal-iso",
			image: { kind: "artifact", uid: "https://h/i.iso", checksum: `sha256:${"0".repeat(64)}` },
		});
	});

	it("is all or nothing", async () => {
		const name = fresh("atomic");
		await ok(mci(["create", name]));
		await ok(mci(["set", name, "gcp=i"]));
		const before = await ok(mci(["show", `${name}@head`, "--json"]));
		expect(await mci(["set", name, "aws-us-east-1=ami-00000001", "no-such-cloud=x"])).toMatchObject({
			exit: 3,
			out: "",
		});
		expect(await mci(["unset", name, "gcp", "aws-us-east-1"])).toMatchObject({ exit: 3, out: "" });
		expect(await ok(mci(["show", `${name}@head`, "--json"]))).toBe(before);
	});

	it("does not overwrite another user's change in between", async () => {
		const name = fresh("raced");
		await ok(mci(["create", name]));
		const connect = async (): Promise<Connection> => ({
			transport: {
				...shared.connection.transport,
				fetch: async (url, init) => {
					if (init.method === "PUT") await ok(mci(["set", name, "gcp=theirs"]));
					return shared.connection.transport.fetch(url, init);
				},
			},
			close: async () => undefined,
		});
		const outcome = await mci(["set", name, "aws-us-east-1=ami-00000001"], { connect });
		expect(outcome).toMatchObject({ exit: 5, out: "" });
		expect(outcome.err).toContain("[head-stale]");
		expect(outcome.err).toContain("since then: ");
		expect(
			(await json(mci(["show", `${name}@head`, "--json"]))).settings.map((setting: { cloud: string }) => setting.cloud),
		).toEqual(["gcp"]);
	});

	it("changes the description", async () => {
		const name = fresh("words");
		await ok(mci(["create", name, "--tag", "x"]));
		expect(await ok(mci(["describe", name, "--description", "new"]))).toBe(`${name}: description changed\n`);
		expect(await ok(mci(["describe", name, "--tag", ""]))).toBe(`${name}: tags changed\n`);
		expect(await ok(mci(["describe", name, "--description", "new"]))).toBe(`${name}: no change\n`);
		expect(await mci(["describe", name])).toMatchObject({ exit: 2, out: "" });
	});

	it("adds a custom cloud", async () => {
		const slug = fresh("acme");
		expect(await ok(mci(`cloud add ${slug} --type openstack --region RegionOne`))).toContain(`${slug}: added`);
		expect(await ok(mci(`cloud show ${slug}`))).toContain("RegionOne");
		expect(await mci(`cloud add ${slug} --type openstack`)).toMatchObject({ exit: 5 });
		expect(await mci(`cloud add ${fresh("acme")}`)).toMatchObject({ exit: 2, err: expect.stringContaining("type") });
	});

	it.each([
		["create a/b", 2, "component-name-invalid"],
		[`create ${fcos}`, 5, "mci-exists"],
		["set absent gcp=x", 3, "mci-not-found"],
		["set {fcos} gcp", 2, "Nothing to set for gcp."],
		["set {fcos} gcp=", 2, "has no image"],
		["set {fcos} gcp=a gcp=b", 2, "is named twice"],
		["set {fcos} nowhere --instance-type x", 3, "setting-not-found"],
		["set {fcos}", 2, "Missing required argument"],
		["set {fcos} gcp=x --kind ami", 2, "Allowed choices"],
		["set {fcos} gcp=x --user-data absent.sh", 2, "there is no such file"],
		["unset {fcos} aws-us-eest-1", 3, "Did you mean aws-us-east-1"],
		["commit {fcos}", 2, "Required option '-m, --message <message>'"],
		["commit {fcos} -m x", 5, "nothing-to-commit"],
	])("%s ends with %i and says %s", async (line, exit, text) => {
		const outcome = await mci(line.replace("{fcos}", fcos));
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(text);
	});
});

describe("export and apply", () => {
	it("copy a real MCI to another registry with the same digest", async () => {
		const own = newRegistry();
		for (const ref of [fcos, "sles-15-sp1-sap-byos", "almalinux-os-9-arm64"]) {
			const exported = await ok(mci(`export ${ref}`));
			expect(exported).toMatch(new RegExp(`^# ${ref}@\\d+\\n# sha256:[0-9a-f]{64}\\n\\nmci: ${ref}\\n`));
			expect(await ok(own("apply - --commit -m carried", { stdin: exported }))).toMatch(
				new RegExp(`^${ref}: created, \\d+ added.*, committed as revision 1\\n$`),
			);
			const [here, there] = [await json(mci(`show ${ref} --json`)), await json(own(`show ${ref} --json`))];
			expect(there.digest).toBe(here.digest);
			expect(await ok(own("apply -", { stdin: exported }))).toBe(`${ref}: no change\n`);
		}
	});

	it("write a file, and show what would change", async () => {
		const name = fresh("applied");
		await ok(mci(["create", name]));
		await ok(mci(["set", name, "gcp=a", "ibm=o"]));
		const path = join(folder, `${name}.yaml`);
		expect(await mci(["export", `${name}@head`, "-o", path])).toMatchObject({
			exit: 0,
			out: "",
			err: `${name}@head → ${path}\n`,
		});
		writeFileSync(
			path,
			readFileSync(path, "utf8")
				.replace("image: a\n", "image: b\n")
				.replace("  ibm:\n    image: o\n", "  aws-us-east-1:\n    image: ami-00000001\n"),
		);
		const tried = await mci(["apply", path, "--dry-run"]);
		expect(tried.out).toBe(`${name}: 1 added, 1 changed, 1 removed
  + aws-us-east-1         ami-00000001
  ~ gcp            image  a (id) → b (id)
  - ibm                   o
`);
		expect(tried.err).toBe("Dry run: nothing was changed.\n");
		expect(await ok(mci(["apply", path, "--dry-run"], { columns: 80 }))).toContain("\u001b[32m  + aws-us-east-1");
		expect(await ok(mci(["apply", path]))).toBe(`${name}: 1 added, 1 changed, 1 removed\n`);
		expect(await ok(mci(["apply", path, "--commit", "-m", "done"]))).toBe(
			`${name}: no change, committed as revision 1\n`,
		);
		expect(await ok(mci(["apply", path, "--commit", "-m", "done"]))).toBe(`${name}: no change\n`);
	});

	it("report a missing MCI in a dry run without creating it", async () => {
		const name = fresh("untried");
		const path = file(`${name}.yaml`, `mci: ${name}\nsettings:\n  gcp: {image: i}\n`);
		expect((await mci(["apply", path, "--dry-run"])).out).toBe(`${name}: would be created, 1 added\n  + gcp    i\n`);
		expect(await mci(["show", name])).toMatchObject({ exit: 3 });
		expect((await json(mci(["apply", path, "--dry-run", "--json"]))).items).toMatchObject([
			{ mci: null, created: true },
		]);
	});

	it("accept several MCIs in one file, and apply none of them when one is not valid", async () => {
		const [a, b] = [fresh("several"), fresh("several")];
		const path = file(
			"several.yaml",
			`mci: ${a}\nsettings: {}\n---\nmci: ${b}\nsettings: {gcp: {image: i, imag: x}}\n`,
		);
		const outcome = await mci(["apply", path]);
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toContain(`${path}:5:28: “imag” is unknown`);
		expect(await mci(["show", `${a}@head`])).toMatchObject({ exit: 3 });
		writeFileSync(path, readFileSync(path, "utf8").replace(", imag: x", ""));
		expect(await ok(mci(["apply", path]))).toBe(`${a}: created, no change\n${b}: created, 1 added\n`);
	});

	it("refuse an unknown cloud before creating anything", async () => {
		const name = fresh("misspelt");
		for (const more of [[], ["--dry-run"]]) {
			const outcome = await mci(["apply", "-", ...more], {
				stdin: `mci: ${name}\nsettings: {aws-us-eest-1: {image: ami-00000001}}\n`,
			});
			expect(outcome).toMatchObject({ exit: 3, out: "" });
			expect(outcome.err).toContain("Did you mean aws-us-east-1");
			expect(await mci(["show", `${name}@head`])).toMatchObject({ exit: 3 });
		}
		const cloud = fresh("told");
		const stdin = `mci: ${name}\nclouds: {${cloud}: {type: openstack, region: RegionOne, name: Ours}}\nsettings: {${cloud}: {image: i}}\n`;
		expect(await ok(mci(["apply", "-", "--dry-run"], { stdin }))).toContain("would be created, 1 added");
		expect(await mci(`cloud show ${cloud}`)).toMatchObject({ exit: 3 });
		expect(await ok(mci(["apply", "-"], { stdin }))).toBe(`${name}: created, 1 added\n`);
		expect(await json(mci(`cloud show ${cloud} --json`))).toMatchObject({
			type: "openstack",
			region: "RegionOne",
			name: "Ours",
		});
	});

	it.each([
		["apply absent.yaml", "there is no such file"],
		["apply - --commit", "--commit needs a message"],
		["apply - -m x", "Add --commit"],
		["apply -", "The files are empty"],
	])("%s is refused", async (line, text) => {
		const outcome = await mci(line);
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toContain(text);
	});
});

describe("a server, over the network", () => {
	let registry: Registry;
	let app: App;
	let url: string;
	let admin: string;
	beforeAll(async () => {
		registry = await assembleRegistry({ data: join(folder, "served"), databaseUrl: null, allowPrivateUpstreams: true });
		admin = registry.adminSecret ?? "";
		app = await applicationOf(registry, { anonymous: null, logger: false, description: "none" });
		url = await app.listen({ host: "127.0.0.1", port: 0 });
	});
	afterAll(async () => {
		await app.close();
		await registry.close();
	});
	const remote = (line: string | readonly string[], setup: Setup = {}) =>
		run(line, { ...setup, env: { MCI_URL: url, MCI_TOKEN: admin, ...setup.env } });

	it("does everything that the embedded one does", async () => {
		expect(await ok(remote("whoami"))).toBe(
			`admin-token, observer, actor, designer, library, publisher, admin, operator in account default at ${url}\n`,
		);
		const imported = await remote(`upstream import ${samples}/almalinux`, { columns: 80, env: { NO_COLOR: "1" } });
		expect(imported).toMatchObject({ exit: 0 });
		expect(imported.out).toContain("almalinux-os-9-x86_64");
		expect(await ok(remote("resolve almalinux-os-9-x86_64 --cloud aws-us-east-1"))).toMatch(/^ami-/);
		const broken = await remote("upstream import -", { stdin: '{"a":' });
		expect(broken).toMatchObject({ exit: 2, out: "" });
		expect(broken.err).toContain("stdin:1:");
	});

	it("creates tokens by role, and shows a secret once", async () => {
		const created = await remote("token create ci --roles observer --expires 30d");
		expect(created.out).toMatch(/^mci_\S+\n$/);
		expect(created.err).toMatch(/^Token \d+ “ci” \(observer\) expires \d{4}-\d\d-\d\d .* shown only once\.\n$/);
		const secret = created.out.trim();
		const list = await ok(remote("token list"));
		expect(list).toMatch(/^\d+ +ci +observer /m);
		expect(list).not.toContain(secret);
		const reader = { env: { MCI_TOKEN: secret } };
		expect(await ok(remote("list", reader))).toContain("almalinux");
		expect(await remote("create x", reader)).toMatchObject({ exit: 4, out: "" });
		const id = /^Token (\d+)/.exec(created.err)?.[1] ?? "";
		expect(await ok(remote(`token revoke ${id}`))).toContain("is revoked");
		const revoked = await remote("list", reader);
		expect(revoked).toMatchObject({ exit: 4, out: "" });
		expect(revoked.err).not.toContain(secret);
		expect(await remote("list", { env: { MCI_TOKEN: "" } })).toMatchObject({ exit: 4 });
		// The user admin is another way to sign in.
		expect(await remote("token revoke 999")).toMatchObject({ exit: 3 });
	});

	it.each([
		["token create x", "Required option '--roles <list>'"],
		["token create x --roles owner", "There is no role “owner”"],
		["token create x --roles observer --expires soon", "is not an expiry time"],
		["token revoke ci", "is named by its number"],
	])("%s is refused", async (line, text) => {
		expect((await remote(line)).err).toContain(text);
		expect(await remote(line)).toMatchObject({ exit: 2, out: "" });
	});

	it("is remembered by login, with a token that only the owner can read", async () => {
		const config = join(folder, "config", "profiles.yaml");
		const env = { MCI_CONFIG: config };
		expect(await run(`login ${url} --token - --profile work`, { env, stdin: "wrong\n" })).toMatchObject({
			exit: 4,
			out: "",
		});
		expect(existsSync(config)).toBe(false);
		const login = await run(`login ${url}/ --token - --profile work`, { env, stdin: `${admin}\n` });
		expect(login).toMatchObject({
			exit: 0,
			out: `${url}: admin-token, observer, actor, designer, library, publisher, admin, operator in account default\n`,
		});
		expect(login.err).not.toContain(admin);
		expect(statSync(config).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(folder, "config"))).toEqual(["profiles.yaml"]);
		expect(await ok(run("whoami", { env }))).toContain(url);
		expect(await ok(run("whoami --profile work --json", { env }))).toContain('"name": "admin-token"');
		expect(await run("whoami --profile home", { env })).toMatchObject({ exit: 2, out: "" });
	});

	it("is reported as unreachable", async () => {
		const outcome = await run("list --url http://127.0.0.1:1");
		expect(outcome).toMatchObject({ exit: 6, out: "" });
		expect(outcome.err).toMatch(
			/^mci: No registry answers at http:\/\/127\.0\.0\.1:1: .*\[server-unreachable\]\n {2}Start one with `mci serve`/,
		);
	});
});

const reference = await renderCliReference();

describe("the command line itself", () => {
	it("shows its commands", async () => {
		const { exit, out } = await run("--help");
		expect(exit).toBe(0);
		for (const { name, about } of commandList) expect(out).toMatch(new RegExp(`^ {2}${name} +${about}$`, "m"));
		expect(out).not.toContain("__complete");
		expect(out).toContain("Exit codes:");
		expect(await run("help")).toEqual(await run("--help"));
		expect(await run("help resolve")).toEqual(await run("resolve --help"));
		expect(await run("")).toMatchObject({ exit: 2, out: "" });
	});

	// The reference is generated from the commands: everything in it has help, and every listed command is in it.
	const leaves = [...reference.matchAll(/^## mci (.+)$/gm)].map(([, name = ""]) => name);
	const isGroup = (name: string) => !leaves.includes(name) && leaves.some((leaf) => leaf.startsWith(`${name} `));
	// Only `mci audit` and `mci notification` list on their own.
	const groups = commandList
		.map(({ name }) => name)
		.filter((name) => isGroup(name) && !["audit", "imports", "notification"].includes(name));

	it("has every command in its reference", () => {
		expect(commandList.filter(({ name }) => !leaves.includes(name) && !isGroup(name))).toEqual([]);
		expect(leaves.length).toBeGreaterThan(50);
	});

	it.each(leaves)("has help with examples for %s", async (name) => {
		const { exit, out } = await run(`${name} --help`);
		expect(exit).toBe(0);
		expect(out).toMatch(new RegExp(`^Usage: mci ${name} `));
		expect(out.slice(out.indexOf("Examples:")).match(/^ {2}\$ .*mci /gm)?.length ?? 0).toBeGreaterThanOrEqual(2);
	});

	it.each(leaves)("has no option for %s that would hide a global one", async (name) => {
		const out = await ok(run(`${name} --help`));
		const own = out.slice(0, out.indexOf("Global Options:")).match(/^ {2}.*?(?= {2})/gm) ?? [];
		const flags = own.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
		expect(flags.filter((flag) => globalFlags.some((one) => one.flags.split(" ").includes(flag)))).toEqual([]);
	});

	it.each(groups)("shows the commands of %s as an error when none is named", async (name) => {
		const outcome = await run(name);
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toMatch(/\nCommands:\n/);
	});

	it.each([
		["lst", "Did you mean list?"],
		["list --limt 3", "Did you mean --limit?"],
		["upstream imprt x", "Did you mean import?"],
		["show", "Missing required argument 'ref'"],
		["show a b", "Too many arguments"],
		["list --data a --url http://h", "name two registries"],
		["serve --url http://h", "`serve` starts a registry"],
		["serve --port x", "is not a port number"],
		["serve --log-level loud", "is not a log level"],
		["completion tcsh", "Allowed choices are bash, zsh, fish"],
		["login ftp://h", "is not the URL of a registry"],
		["move-database --data d", "--database-url is missing"],
	])("refuses %s", async (line, text) => {
		const outcome = await run(line);
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toMatch(/^mci: [A-Z“`\-s]/);
		expect(outcome.err).toContain(text);
	});

	it("reports errors as JSON too", async () => {
		expect(JSON.parse((await run("lst --json")).err)).toMatchObject({
			code: "usage",
			detail: "Unknown command 'lst'.",
		});
		expect(JSON.parse((await mci("show absent --json")).err)).toMatchObject({
			code: "mci-not-found",
			status: 404,
			type: "/v1/errors/mci-not-found",
		});
	});

	it("accepts global options before and after the command", async () => {
		expect(await run(`--json --data ${shared.data} log ${fcos} --limit 1`)).toEqual(
			await run(`log ${fcos} --limit 1 --data ${shared.data} --json`),
		);
	});

	it("prints its version", async () => {
		expect(await run("version")).toEqual({ exit: 0, out: "1.2.3\n", err: "" });
		expect(await run("--version")).toEqual({ exit: 0, out: "1.2.3\n", err: "" });
		expect(await json(run("version --json"))).toEqual({ version: "1.2.3" });
	});

	it("reports when it creates a registry", async () => {
		const { err } = await run("list --data brand-new");
		expect(err).toContain(`Creating a new registry in ${join(folder, "brand-new")}.`);
	});

	it("reports an unexpected error in one line, without its stack", async () => {
		const connect = () => Promise.reject(new Error("boom"));
		expect(await mci("list", { connect })).toEqual({ exit: 1, out: "", err: "mci: boom [internal]\n" });
	});

	it("closes its connection in every case", async () => {
		let closed = 0;
		const connect = async (): Promise<Connection> => ({ ...shared.connection, close: async () => void closed++ });
		await mci("list", { connect });
		await mci("show absent", { connect });
		await mci(`resolve ${fcos} --cloud gcp`, { connect });
		expect(closed).toBe(3);
	});

	it("passes the options to serve, with their defaults", async () => {
		const served: ServeOptions[] = [];
		const world = { serve: async (options: ServeOptions) => void served.push(options) };
		await ok(run("serve", { world }));
		await ok(
			run(
				"serve --data d --host 0.0.0.0 --port 0 --public-read --no-allow-private-upstreams --samples --log-level warn --rate-limit 600 --trust-proxy 10.0.0.5 --allow-private-webhooks --no-background",
				{ world },
			),
		);
		await ok(
			run("serve --allow-private-upstreams", { world, env: { MCI_DATA: "e", MCI_DATABASE_URL: "postgres://h" } }),
		);
		const usual = {
			host: "127.0.0.1",
			port: null,
			publicRead: false,
			allowPrivateUpstreams: null,
			allowPrivateWebhooks: false,
			background: true,
			samples: false,
			logLevel: "info",
			databaseUrl: null,
			rateLimit: null,
			trustProxy: [],
		};
		expect(served).toEqual([
			{ ...usual, data: join(folder, "data") },
			{
				data: join(folder, "d"),
				databaseUrl: null,
				host: "0.0.0.0",
				port: 0,
				publicRead: true,
				allowPrivateUpstreams: false,
				allowPrivateWebhooks: true,
				background: false,
				samples: true,
				logLevel: "warn",
				rateLimit: 600,
				trustProxy: ["10.0.0.5"],
			},
			{ ...usual, data: join(folder, "e"), databaseUrl: "postgres://h", allowPrivateUpstreams: true },
		]);
	});

	it("passes the options to move-database", async () => {
		const copyDatabase: World["copyDatabase"] = async ({ data, databaseUrl, onTable }) => {
			onTable(`${data} ${databaseUrl}`, 7);
			return 7;
		};
		const moved = await run("move-database --data d --database-url postgres://h", { world: { copyDatabase } });
		expect(moved).toEqual({
			exit: 0,
			out: "Copied 7 rows. Start the server with --database-url from now on.\n",
			err: `${join(folder, "d")} postgres://h: 7 rows\n`,
		});
	});
});

describe("completion", () => {
	it.each([
		[[""], ["resolve", "list", "upstream"]],
		[["up"], ["upstream"]],
		[["upstream", "sy"], ["sync"]],
		[["upstream", "import", "--al"], ["--allow-older"]],
		[
			["list", "--sort", ""],
			["name", "updated"],
		],
		[["token", "create", "x", "--ro"], ["--roles"]],
		[
			["completion", ""],
			["bash", "zsh", "fish"],
		],
		[["show", "fedora-coreos-stable-x"], [fcos]],
		[
			["resolve", fcos, "--cloud", "aws-us-east"],
			["aws-us-east-1", "aws-us-east-2"],
		],
		[["set", fcos, "aws-us-east-1"], ["aws-us-east-1"]],
		[["upstream", "import", "x", "--format", "core"], ["coreos-stream"]],
		[["create", ""], []],
		[["upstream", "import", ""], []],
	])("of %j offers %j", async (words, expected) => {
		const out = await ok(mci(["__complete", "--", ...words]));
		const texts = out.split("\n").map((line) => line.split("\t")[0]);
		for (const text of expected) expect(texts).toContain(text);
		if (expected.length === 0) expect(out).toBe("");
	});

	it("offers nothing hidden, and nothing when no registry answers", async () => {
		expect(await ok(mci(["__complete", "--", "__"]))).toBe("");
		expect(await run(["__complete", "--", "show", "x"], { env: { MCI_URL: "http://127.0.0.1:1" } })).toEqual({
			exit: 0,
			out: "",
			err: "",
		});
	});

	it("asks the registry that the line names", async () => {
		expect(await ok(run(["__complete", "--", "--data", shared.data, "show", "fedora-coreos-stable-x"]))).toMatch(
			new RegExp(`^${fcos}\t`),
		);
	});

	it("prints a script for each shell", async () => {
		for (const shell of ["bash", "zsh", "fish"]) expect(await ok(run(`completion ${shell}`))).toContain("__complete");
	});
});
