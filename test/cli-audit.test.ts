import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App } from "../src/api/app.ts";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { applicationOf } from "../src/main/server.ts";
import { type KeptRegistry, openCli, type RunLine } from "./cli-harness.ts";

const { run, newRegistry, keepRegistry, file, folder, ok, json, close } = openCli();
let kept: KeptRegistry;
const mci: RunLine = (line, setup) => kept.run(line, setup);

beforeAll(async () => {
	kept = await keepRegistry();
	await ok(mci(["create", "web base", "--description", "What it is"]));
	await ok(mci(["set", "web base", "gcp=image-1", "aws-us-east-1=ami-00000001"]));
	await ok(mci(["commit", "web base", "-m", "First build"]));
	await ok(mci(["set", "web base", "gcp=image-2", "--instance-type", "n2"]));
	await ok(mci("cloud add acme --type openstack --region RegionOne"));
	await ok(mci("token create ci --roles observer --expires 2100-01-01"));
	await ok(mci("token revoke 2"));
	await ok(mci(["upstream", "add", "list", "http://127.0.0.1:1/list.csv", "--format", "csv", "--option", "cloud=aws"]));
	await ok(mci("upstream remove list"));
});

afterAll(async () => {
	await kept.close();
	close();
});

describe("mci audit", () => {
	it("lists who did what, newest first, with a short summary of the changes", async () => {
		const out = await ok(mci("audit"));
		expect(out).toBe(await ok(mci("audit list")));
		const rows = out.trimEnd().split("\n");
		expect(rows[0]).toMatch(/^SEQ +TIME +WHO +ACT +SUBJECT +CHANGED$/);
		expect(
			rows.slice(1).map((row) => row.replace(/^(\d+) +\d{4}-\d\d-\d\d \d\d:\d\d /, "$1 ").replace(/ +/g, " ")),
		).toEqual([
			'13 local upstream.remove upstream list url http://127.0.0.1:1/list.csv, format csv, options {"cloud":"aws"}',
			'12 local upstream.add upstream list url http://127.0.0.1:1/list.csv, format csv, options {"cloud":"aws"}',
			expect.stringMatching(/^11 local token\.revoke token ci revokedAt \d{4}-/),
			'10 local token.create token ci roles ["observer"], expiresAt 2100-01-01T23:59:59.999Z, source made',
			"9 local cloud.add cloud acme slug acme, type openstack, region RegionOne, name acme",
			"8 local mci.replace mci web base 1 changed",
			expect.stringMatching(/^7 local mci\.commit mci web base revision 1, digest [0-9a-f]{12}, message First build$/),
			"6 local mci.replace mci web base 2 added",
			"5 local mci.create mci web base name web base, description What it is",
			expect.stringMatching(/^4 local member\.set user admin roles \["observer"/),
			"3 local user.create user admin isOperator true",
			expect.stringMatching(/^2 local token\.create token admin-token roles \["observer"/),
			"1 local account.create account default name default",
		]);
	});

	it.each<readonly [string, readonly string[], readonly number[]]>([
		["who", ["--by", "local", "--limit", "2"], [13, 12]],
		["nobody", ["--by", "Local"], []],
		["an act", ["--act", "token.create"], [10, 2]],
		["acts of one beginning", ["--act", "mci.*", "--oldest-first"], [5, 6, 7, 8]],
		["a kind", ["--kind", "token"], [11, 10, 2]],
		["a name", ["--name", "web base"], [8, 7, 6, 5]],
		["a text", ["--text", "IMAGE-2"], [8]],
		["a time that was", ["--since", "1h", "--kind", "cloud"], [9]],
		["a time to come", ["--since", "2100-01-01"], []],
		["until then", ["--until", "2020-12-31T00:00:00Z"], []],
		[
			"until the end of today",
			["--until", new Date(Date.now() + 60_000).toISOString().slice(0, 10), "--kind", "account"],
			[1],
		],
	])("finds entries by %s", async (_what, options, seqs) => {
		const { items } = await json(mci(["audit", ...options, "--json"]));
		expect(items.map((entry: { seq: number }) => entry.seq)).toEqual(seqs);
		expect(await json(mci(["audit", "list", ...options, "--json"]))).toMatchObject({ items });
		const lines = (await ok(mci(["audit", ...options, "--jsonl"]))).split("\n").slice(0, -1);
		expect(lines.map((line) => JSON.parse(line))).toEqual(items);
	});

	it("says when there are more entries, and when none is found", async () => {
		expect(await mci("audit --limit 3")).toMatchObject({ exit: 0, err: "3 shown; more: --all, or --limit N\n" });
		expect(await mci("audit --name absent")).toMatchObject({ exit: 0, out: "", err: "Nothing found.\n" });
		expect(await mci("audit --name absent --jsonl")).toMatchObject({ exit: 0, out: "", err: "" });
	});

	it("prints all entries as JSON lines, however many there are", async () => {
		const own = newRegistry();
		const documents = Array.from({ length: 60 }, (_, i) => `mci: many-${i}\nsettings: {}\n`);
		await ok(own(["apply", file("many.yaml", documents.join("---\n"))]));
		const lines = (await ok(own("audit --jsonl"))).trimEnd().split("\n");
		expect(lines).toHaveLength(64);
		expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ seq: 1, act: "account.create" });
	});

	it("shows a whole entry, with the values before and after", async () => {
		const shown = await ok(mci("audit show 8"));
		expect(shown).toMatch(/^who +local$/m);
		expect(shown).toMatch(/^subject +mci web base \(1\)$/m);
		expect(shown).toMatch(/^digest +[0-9a-f]{64}$/m);
		expect(shown).toMatch(
			/^ {2}~ gcp {2}image +image-1 \(id\) → image-2 \(id\)\n {2}~ gcp {2}instanceType {2}nothing → "n2"\n$/m,
		);
		expect(await ok(mci("audit show 11"))).toMatch(/^ {2}\+ revokedAt {2}\d{4}-/m);
		expect(await ok(mci("audit show 13"))).toMatch(/^ {2}- url +http:\/\/127/m);
		expect(await ok(mci("audit show 10", { columns: 80 }))).toContain("\u001b[32m  + roles");
		expect(await json(mci("audit show 8 --json"))).toMatchObject({
			seq: 8,
			act: "mci.replace",
			after: [{ cloud: "gcp" }, { cloud: "gcp" }],
		});
	});

	it.each([
		["audit show x", 2, "is not an audit entry's number"],
		["audit show 0", 2, "is not an audit entry's number"],
		["audit show 99", 3, "[audit-entry-not-found]"],
		["audit show", 2, "Missing required argument"],
		["audit verfy", 2, "mci audit --help"],
		["audit --since yesterday", 2, "“yesterday” is not a time"],
		["audit --until 7w", 2, "is not a time"],
		["audit --json --jsonl", 2, "can't be combined"],
		["audit --limit 0", 2, "is not a number of items"],
		["audit --bye x", 2, "Did you mean --by?"],
		["audit verify --expect 5", 2, "is not a seal of the audit"],
	])("%s ends with %i and says %s", async (line, exit, text) => {
		const outcome = await mci(line);
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(text);
	});

	it("completes the options of the list when no member is named", async () => {
		const complete = async (...words: string[]) =>
			(await ok(mci(["__complete", "--", ...words]))).split("\n").map((line) => line.split("\t")[0]);
		expect(await complete("audit", "")).toEqual(["list", "show", "verify", ""]);
		expect(await complete("audit", "--oldest")).toEqual(["--oldest-first", ""]);
		expect(await complete("audit", "list", "--oldest")).toEqual(["--oldest-first", ""]);
		expect(await complete("audit", "--name", "web")).toEqual(["web base", ""]);
		expect(await complete("audit", "verify", "--exp")).toEqual(["--expect", ""]);
	});
});

describe("mci audit verify", () => {
	it("prints the seal to keep elsewhere, and compares with it", async () => {
		const own = newRegistry();
		await ok(own("create web"));
		const first = await own("audit verify");
		expect(first).toMatchObject({ exit: 0, out: expect.stringMatching(/^5:[0-9a-f]{64}\n$/) });
		expect(first.err).toMatch(/^5 entries, none changed, none missing\. Store this seal/);
		await ok(own("create other"));
		expect((await own(["audit", "verify", "--expect", first.out])).out).toMatch(/^6:/);
		expect(await json(own(["audit", "verify", "--expect", first.out.trim(), "--json"]))).toMatchObject({
			ok: true,
			entries: 6,
			broken: null,
		});
		const other = await own(["audit", "verify", "--expect", `5:${"0".repeat(64)}`]);
		expect(other).toMatchObject({ exit: 5, out: "" });
		expect(other.err).toMatch(
			/^mci: The audit differs from what the registry wrote: entry 5 was rewritten after it was sealed: .*\[audit-broken\]\n/,
		);
	});

	it("ends with a conflict that names the entry if one was changed or is missing", async () => {
		const place = join(folder, "touched");
		const own = (line: string) => run(line, { env: { MCI_DATA: place } });
		for (const name of ["a", "b", "c"]) await ok(own(`create ${name}`));
		const database = new DatabaseSync(join(place, "registry.db"));
		database.exec("update audit_entries set actor = 'nobody' where seq = 4");
		const changed = await own("audit verify");
		expect(changed).toMatchObject({ exit: 5, out: "" });
		expect(changed.err).toContain("entry 4 was changed: its fields don't match its digest. [audit-broken]");
		database.exec("delete from audit_entries where seq = 3");
		database.close();
		const missing = await own("audit verify --json");
		expect(missing.exit).toBe(5);
		expect(JSON.parse(missing.out)).toMatchObject({ ok: false, entries: 2, broken: { seq: 3, as: "missing" } });
		expect(JSON.parse(missing.err)).toMatchObject({ code: "audit-broken", details: { seq: 3, as: "missing" } });
	});
});

describe("the audit of a server, over the network", () => {
	let registry: Registry;
	let app: App;
	let url: string;
	beforeAll(async () => {
		registry = await assembleRegistry({ data: join(folder, "served"), databaseUrl: null, allowPrivateUpstreams: true });
		app = await applicationOf(registry, { anonymous: null, logger: false, description: "none" });
		url = await app.listen({ host: "127.0.0.1", port: 0 });
	});
	afterAll(async () => {
		await app.close();
		await registry.close();
	});

	it("is for writers, its verification for admins, and names the token that acted", async () => {
		const as = (token: string) => (line: string) => run(line, { env: { MCI_URL: url, MCI_TOKEN: token } });
		const admin = as(registry.adminSecret ?? "");
		const [reader, writer] = [
			as((await ok(admin("token create r --roles observer"))).trim()),
			as((await ok(admin("token create w --roles observer,actor,designer,library"))).trim()),
		];
		await ok(writer("create web"));
		expect(await ok(writer("audit --by w"))).toMatch(/ w +mci\.create +mci web /);
		expect(await reader("audit")).toMatchObject({ exit: 4, out: "" });
		expect(await writer("audit verify")).toMatchObject({ exit: 4, out: "" });
		expect(await ok(admin("audit verify"))).toMatch(/^7:/);
		expect((await ok(writer("audit --jsonl"))).trimEnd().split("\n")).toHaveLength(7);
	});
});
