import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GlobalOptions } from "./global-options.ts";
import { profilePath, readProfiles, removeProfile, writeProfile } from "./profile.ts";
import { chooseTarget } from "./target.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "mci-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

type Env = Readonly<Record<string, string>>;
const choose = (options: GlobalOptions, env: Env = {}) => chooseTarget(options, { env, cwd: home, home });
const server = (url: string, token: string | null = null) => ({ kind: "server", url, token });
const embedded = (data: string, databaseUrl: string | null = null) => ({
	kind: "embedded",
	data: join(home, data),
	databaseUrl,
});
const local = "http://127.0.0.1:8080";

function writeProfiles(text: string, mode = 0o600): string {
	mkdirSync(join(home, ".config/mci"), { recursive: true });
	const path = join(home, ".config/mci/profiles.yaml");
	writeFileSync(path, text, { mode });
	chmodSync(path, mode);
	return path;
}

describe("the target registry", () => {
	it.each<[string, GlobalOptions, Env, () => object]>([
		["the one on this machine, when nothing is said", {}, {}, () => server(local)],
		["the data directory", { data: "d" }, {}, () => embedded("d")],
		[
			"the data directory, before every variable",
			{ data: "d" },
			{ MCI_DATA: "e", MCI_URL: "http://e" },
			() => embedded("d"),
		],
		[
			"the address, before every variable",
			{ url: "http://h" },
			{ MCI_DATA: "e", MCI_URL: "http://e" },
			() => server("http://h"),
		],
		["MCI_DATA before MCI_URL", {}, { MCI_DATA: "e", MCI_URL: "http://e" }, () => embedded("e")],
		["MCI_URL", {}, { MCI_URL: "http://e" }, () => server("http://e")],
		["nothing of an empty variable", {}, { MCI_DATA: "", MCI_URL: "", MCI_TOKEN: "" }, () => server(local)],
		["PostgreSQL in process", { data: "d", databaseUrl: "postgres://h" }, {}, () => embedded("d", "postgres://h")],
		[
			"PostgreSQL of the variable, as serve has it",
			{ data: "d" },
			{ MCI_DATABASE_URL: "postgres://e" },
			() => embedded("d", "postgres://e"),
		],
		[
			"PostgreSQL without a data directory",
			{ databaseUrl: "postgres://h" },
			{},
			() => embedded("data", "postgres://h"),
		],
		[
			"the token of the option before the variable's",
			{ url: "http://h", token: "t" },
			{ MCI_TOKEN: "e" },
			() => server("http://h", "t"),
		],
		["the token of the variable", { url: "http://h" }, { MCI_TOKEN: "e" }, () => server("http://h", "e")],
	])("is %s", async (_what, options, env, expected) => {
		expect(await choose(options, env)).toEqual(expected());
	});

	it("comes from a profile, with its own token or a file's; MCI_TOKEN takes precedence", async () => {
		writeProfiles(
			"default: work\nprofiles:\n  work: {url: 'http://w', token: secret}\n  file: {url: 'http://f', tokenFile: t}\n  here: {data: reg}\n",
		);
		writeFileSync(join(home, ".config/mci/t"), "from-file\n");
		expect(await choose({})).toEqual(server("http://w", "secret"));
		expect(await choose({}, { MCI_TOKEN: "e" })).toEqual(server("http://w", "e"));
		expect(await choose({ profile: "file" })).toEqual(server("http://f", "from-file"));
		expect(await choose({ profile: "here" })).toEqual({
			kind: "embedded",
			data: join(home, ".config/mci/reg"),
			databaseUrl: null,
		});
		expect(await choose({ profile: "work" }, { MCI_URL: "http://e" })).toEqual(server("http://w", "secret"));
	});

	it("uses the account of the profile unless another token is used", async () => {
		writeProfiles(
			"default: work\nprofiles:\n  work: {url: 'http://w', token: secret, account: acme}\n  here: {data: reg, account: acme}\n",
		);
		expect(await choose({})).toEqual({ ...server("http://w", "secret"), account: "acme" });
		expect(await choose({ profile: "here" })).toMatchObject({ kind: "embedded", account: "acme" });
		expect(await choose({ token: "other" })).toEqual(server("http://w", "other"));
		expect(await choose({}, { MCI_TOKEN: "other" })).toEqual(server("http://w", "other"));
	});

	it("never sends a profile's token to another address", async () => {
		writeProfiles("default: work\nprofiles: {work: {url: 'http://w', token: secret}}\n");
		expect(await choose({ url: "http://elsewhere" })).toEqual(server("http://elsewhere"));
		expect(await choose({}, { MCI_URL: "http://elsewhere" })).toEqual(server("http://elsewhere"));
	});

	it("reads MCI_TOKEN_FILE as the last source of a token", async () => {
		writeFileSync(join(home, "t"), " from-file \n");
		expect(await choose({}, { MCI_TOKEN_FILE: "t" })).toEqual(server(local, "from-file"));
	});

	it.each<[string, GlobalOptions, Env, string]>([
		["two registries", { data: "d", url: "http://h" }, {}, "name two registries"],
		["a profile and an address", { profile: "p", url: "http://h" }, {}, "name two registries"],
		["a database behind a server", { url: "http://h", databaseUrl: "postgres://h" }, {}, "can't be combined wit"],
		["an address that is none", { url: "h:80" }, {}, "is not the URL of a registry"],
		["a profile that is not there", { profile: "p" }, {}, "There is no profile “p”"],
		["a token with a line end in it", { url: "http://h", token: "a\nb" }, {}, "characters that"],
	])("refuses %s", async (_what, options, env, text) => {
		await expect(choose(options, env)).rejects.toThrow(text);
	});

	it("does not show a token that it refuses", async () => {
		await expect(choose({ url: "http://h", token: "top\nsecret" })).rejects.not.toThrow("secret");
	});
});

describe("the profile file", () => {
	it("is searched in $MCI_CONFIG, then $XDG_CONFIG_HOME, then ~/.config", () => {
		expect(profilePath({ env: { MCI_CONFIG: "/c/p.yaml", XDG_CONFIG_HOME: "/x" }, home: "/h" })).toBe("/c/p.yaml");
		expect(profilePath({ env: { XDG_CONFIG_HOME: "/x" }, home: "/h" })).toBe(join("/x", "mci", "profiles.yaml"));
		expect(profilePath({ env: {}, home: "/h" })).toBe(join("/h", ".config", "mci", "profiles.yaml"));
	});

	it.skipIf(process.platform === "win32")(
		"is refused, with the fix, when others can read the token in it",
		async () => {
			const path = writeProfiles("profiles: {w: {url: 'http://w', token: secret}}", 0o644);
			await expect(readProfiles(path)).rejects.toMatchObject({ help: `Run: chmod 600 ${path}` });
			writeProfiles("profiles: {w: {url: 'http://w'}}", 0o644);
			expect((await readProfiles(path)).profiles.get("w")).toEqual({ url: "http://w" });
		},
	);

	it("is refused with the place of an unknown entry", async () => {
		const path = writeProfiles("profiles:\n  w: {address: x}\n");
		await expect(readProfiles(path)).rejects.toThrow(`${path}:2:7: “address” is unknown`);
	});

	it("removes one profile and keeps the rest", async () => {
		const path = writeProfiles(
			"default: a\nprofiles:\n  a: {url: 'http://a', token: secret}\n  # mine\n  b: {url: 'http://b'}\n",
		);
		await removeProfile(path, "a");
		const { chosen, profiles } = await readProfiles(path);
		expect([chosen, [...profiles.keys()], readFileSync(path, "utf8").includes("# mine")]).toEqual([
			undefined,
			["b"],
			true,
		]);
		expect(readFileSync(path, "utf8")).not.toContain("secret");
	});

	it("keeps its entries when a profile is added, and only its owner can read it", async () => {
		const path = writeProfiles("# mine\ndefault: a\nprofiles:\n  a: {url: 'http://a'} # first\n", 0o644);
		await writeProfile(path, "b: #", { url: "http://b", token: "12.10" });
		expect(readFileSync(path, "utf8")).toMatch(/^# mine\n[\s\S]*# first/);
		const { chosen, profiles } = await readProfiles(path);
		expect(chosen).toBe("b: #");
		expect([...profiles]).toEqual([
			["a", { url: "http://a" }],
			["b: #", { url: "http://b", token: "12.10" }],
		]);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});
});
