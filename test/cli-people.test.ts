import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App } from "../src/api/app.ts";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { applicationOf } from "../src/main/server.ts";
import { openCli, type RunLine, type Setup } from "./cli-harness.ts";

const cli = openCli();
const { ok, json, run, folder } = cli;
const password = "a horse of another color";

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
	cli.close();
});

/** Runs as the holder of the admin token, over the network. */
const admin: RunLine = (line, setup = {}) =>
	run(line, { ...setup, env: { MCI_URL: url, MCI_TOKEN: registry.adminSecret ?? "", ...setup.env } });

/** A user with a profile file of their own. */
function person(name: string): {
	readonly run: RunLine;
	readonly config: string;
	login(more?: string, setup?: Setup): ReturnType<RunLine>;
} {
	const config = join(folder, `${name}.yaml`);
	const as: RunLine = (line, setup = {}) => run(line, { ...setup, env: { MCI_CONFIG: config, ...setup.env } });
	return {
		run: as,
		config,
		login: (more = "", setup = {}) => as(`login ${url} --user ${name} ${more}`, { stdin: `${password}\n`, ...setup }),
	};
}

async function newUser(name: string, roles?: string, account?: string): Promise<void> {
	await ok(admin(`user create ${name}`, { stdin: `${password}\n` }));
	if (roles !== undefined)
		await ok(admin(`member add ${name} --roles ${roles}${account === undefined ? "" : ` --account ${account}`}`));
}

describe("a user at the command line", () => {
	beforeAll(() => newUser("ada", "observer,designer"));
	const ada = person("ada");

	it("logs in with a password, and uses a token of their own from then on", async () => {
		const login = await ada.login();
		expect(login).toMatchObject({ exit: 0, out: `${url}: ada/cli on here, observer, designer in account default\n` });
		expect(`${login.out}${login.err}`).not.toContain(password);
		expect(statSync(ada.config).mode & 0o777).toBe(0o600);
		expect(readFileSync(ada.config, "utf8")).not.toContain(password);
		expect(await ok(ada.run("whoami"))).toBe(`ada/cli on here, observer, designer in account default at ${url}\n`);
		await ok(ada.run("create made-by-ada"));
		const [token] = (await json(ada.run("token list --json"))).items;
		expect(token).toMatchObject({
			name: "cli on here",
			owner: "ada",
			roles: ["observer", "designer"],
			state: "active",
		});
		const days = (Date.parse(token.expiresAt) - Date.now()) / 86_400_000;
		expect(Math.round(days)).toBe(90);
		expect((await json(ada.run("session list --json"))).items, "the session was only for the token").toEqual([]);
	});

	it("logs out, which revokes the token", async () => {
		const { id } = (await json(ada.run("token list --json"))).items[0];
		const token = /token: (\S+)/.exec(readFileSync(ada.config, "utf8"))?.[1] ?? "";
		expect(await ok(ada.run("logout"))).toMatch(/: logged out, and the token is revoked\n$/);
		expect(readFileSync(ada.config, "utf8")).not.toContain(token);
		expect((await json(admin(`token show ${id} --json`))).state).toBe("revoked");
		expect(await run("whoami", { env: { MCI_URL: url, MCI_TOKEN: token } })).toMatchObject({ exit: 4 });
		expect(await ada.run("logout")).toMatchObject({ exit: 2, out: "" });
	});

	it("forgets a service's token without revoking it", async () => {
		const secret = (await ok(admin("token create robot --roles observer"))).trim();
		await ok(ada.run(`login ${url} --token - --profile robot`, { stdin: secret }));
		expect(await ada.run("logout --profile robot --json")).toMatchObject({
			exit: 0,
			out: expect.stringContaining('"tokenRevoked": false'),
		});
		expect(await run("whoami", { env: { MCI_URL: url, MCI_TOKEN: secret } })).toMatchObject({ exit: 0 });
	});

	it.each<readonly [string, string, Setup, number]>([
		["another password", "", { stdin: "not a horse of any color\n" }, 4],
		["no password", "", { stdin: "" }, 2],
		["another token as well", "--token x", {}, 2],
		["an end that is none", "--expires soon", {}, 2],
		["an account of others", "--account foreign", {}, 3],
	])("refuses to log in with %s, and saves nothing", async (_what, more, setup, exit) => {
		const someone = person(cli.fresh("someone"));
		const login = await someone.run(`login ${url} --user ada ${more}`, { stdin: `${password}\n`, ...setup });
		expect([login.exit, login.out, existsSync(someone.config)]).toEqual([exit, "", false]);
		expect(login.err).not.toContain(password);
	});

	it("types the password without an echo", async () => {
		const terminal = Object.assign(Readable.from([`${password}\r`]), { isTTY: true });
		const login = await person("ada").login("--profile typed", { world: { stdin: terminal } });
		expect(login).toMatchObject({ exit: 0 });
		expect(login.err).toContain("Password of ada: ");
		expect(`${login.out}${login.err}`).not.toContain(password);
	});

	it("changes the password with the old one", async () => {
		await newUser("grace", "observer");
		const grace = person("grace");
		await ok(grace.login());
		const set = (old: string, next: string) => grace.run("user password", { stdin: `${old}\n${next}\n` });
		expect(await set("not a horse of any color", "a whole new password")).toMatchObject({ exit: 4, out: "" });
		expect(await set(password, "short")).toMatchObject({ exit: 2, out: "" });
		expect(await ok(set(password, "a whole new password"))).toContain("is changed");
		expect(await grace.login()).toMatchObject({ exit: 4 });
		await ok(grace.login("", { stdin: "a whole new password\n" }));
	});
});

describe("accounts at the command line", () => {
	it("are created with a user, who has every role there, and saved in that user's profile", async () => {
		await newUser("olga");
		expect(await ok(admin("account create acme --admin olga --description Shop"))).toBe(
			"acme: created, with admin olga\n",
		);
		await ok(admin("member add olga --roles observer"));
		const olga = person("olga");
		await ok(olga.login("--account acme --profile acme"));
		expect(readFileSync(olga.config, "utf8")).toMatch(/account: acme/);
		expect(await ok(olga.run("whoami"))).toContain(
			"observer, actor, designer, library, publisher, admin in account acme",
		);
		expect(await ok(olga.run("account show"))).toMatch(
			/^acme\nShop\ncreated .* UTC, 1 member\n\nMEMBER +ROLES\nolga +observer, actor, designer/,
		);
		expect(await ok(olga.run('account describe "Images of the shop"'.split(/ (?=[^"]*(?:"[^"]*"[^"]*)*$)/)))).toBe(
			"acme: described\n",
		);
		expect(await ok(olga.run("account list"))).toMatch(
			/^NAME +MEMBERS +CREATED +DESCRIPTION\nacme +1 +\S+ +"Images of the shop"\n$/,
		);
		expect(await olga.run("account show default")).toMatchObject({ exit: 3 });
		expect(await olga.run("account create more")).toMatchObject({ exit: 4 });
		expect(await olga.run("list --account default")).toMatchObject({ exit: 3, out: "" });
	});

	it("are created with a token where there are no users", async () => {
		const { out, err } = await admin("account create robots");
		expect(err).toContain("shown only once");
		expect(await ok(run("whoami", { env: { MCI_URL: url, MCI_TOKEN: out.trim() } }))).toContain(
			"admin in account robots",
		);
		expect(await admin("account create robots")).toMatchObject({ exit: 5 });
		expect(await admin(["account", "create", "a/b"])).toMatchObject({ exit: 2 });
	});

	it("are all open to the owner of a data directory", async () => {
		const own = cli.newRegistry();
		await ok(own("account create acme"));
		await ok(own("create web --account acme"));
		expect(await ok(own("list --account acme"))).toContain("web");
		expect((await own("list")).out).not.toContain("web");
		expect(await own("list --account none")).toMatchObject({ exit: 3 });
		await ok(own("user create ida --generate"));
		expect(await ok(own("member add ida --roles admin --account acme"))).toBe("ida: admin\n");
		expect(await own("member remove ida --account acme")).toMatchObject({ exit: 5 });
	});
});

describe("users and members at the command line", () => {
	it("are created, shown, edited, disabled and enabled", async () => {
		const made = await admin([
			"user",
			"create",
			"Eve",
			"--generate",
			"--display-name",
			"Eve E.",
			"--email",
			"eve@example.com",
		]);
		expect(made.err).toContain("User eve is created");
		const secret = made.out.trim();
		expect(secret).toMatch(/^([A-Za-z0-9]{5}-){3}[A-Za-z0-9]{5}$/);
		expect(await ok(admin("member add eve --roles designer,publisher"))).toBe("eve: designer, publisher\n");
		expect(await admin("member add eve --roles admin")).toMatchObject({ exit: 2 });
		expect(await ok(admin("member set eve --roles observer"))).toBe("eve: observer\n");
		expect(await admin("member set nobody --roles observer")).toMatchObject({ exit: 3 });
		expect(await ok(admin("member list"))).toMatch(/^eve +Eve E\. +observer$/m);
		expect(await ok(admin("user show eve"))).toMatch(
			/^eve {2}Eve E\. {2}eve@example\.com\ncreated [^\n]+\n\nACCOUNT +ROLES +BY\ndefault +observer\n$/,
		);
		await ok(admin(["user", "describe", "eve", "--email", ""]));
		expect((await json(admin("user show eve --json"))).email).toBeNull();
		const eve = person("eve");
		await ok(eve.login("", { stdin: secret }));
		expect(await ok(admin("user disable eve"))).toBe("eve: is disabled\n");
		expect(await eve.run("whoami")).toMatchObject({ exit: 4 });
		expect(await ok(admin("user list eve"))).toMatch(/disabled \d{4}-/);
		expect(await ok(admin("user enable eve"))).toBe("eve: may sign in\n");
		await ok(eve.run("whoami"));
		const next = (await ok(admin("user password eve --generate"))).trim();
		await ok(eve.login("", { stdin: next }));
		expect(await ok(admin("member remove eve"))).toBe("eve: removed from the account\n");
		expect(await eve.run("list")).toMatchObject({ exit: 4 });
		expect(await admin("member remove eve")).toMatchObject({ exit: 3 });
	});

	it("include at least one operator", async () => {
		await newUser("otto");
		expect(await ok(admin("user operator otto"))).toBe("otto: is an operator\n");
		expect(await ok(admin("user operator otto --remove"))).toBe("otto: is not an operator\n");
		expect(await admin("user disable admin")).toMatchObject({ exit: 5, out: "" });
	});

	it("never take a password as an argument, and refuse one that is too easy", async () => {
		expect((await ok(run("user create --help"))).includes("--password")).toBe(false);
		expect(await admin("user create kim", { stdin: "password1234\n" })).toMatchObject({ exit: 2, out: "" });
		expect(await admin("user create kim", { stdin: "" })).toMatchObject({ exit: 2, out: "" });
		const twice = Object.assign(Readable.from(["a horse of another color\r", "a horse of any color at all\r"]), {
			isTTY: true,
		});
		const slip = await admin("user create kim", { world: { stdin: twice } });
		expect([slip.exit, slip.err.includes("The two inputs differ")]).toEqual([2, true]);
		expect(await admin("user show kim")).toMatchObject({ exit: 3 });
	});

	it("have no sessions to list when a token is not a user's", async () => {
		expect(await admin("session list")).toMatchObject({ exit: 4 });
		expect(await admin("session end x")).toMatchObject({ exit: 2 });
		expect(await admin("user password", { stdin: `${password}\n${password}2\n` })).toMatchObject({ exit: 4 });
	});
});

describe("tokens at the command line", () => {
	it("show what they are for, and are found by it", async () => {
		await ok(admin("create only-this"));
		const made = await admin("token create nightly --roles designer --only only-this --expires 30d");
		expect(made.err).toMatch(/“nightly” \(designer\) only for only-this expires/);
		const id = /^Token (\d+)/.exec(made.err)?.[1] ?? "";
		const shown = await ok(admin(`token show ${id}`));
		expect(shown).toMatch(/^nightly {2}active\n/);
		expect(shown).toMatch(/^only +only-this$/m);
		expect(shown).toMatch(/^owner +a service$/m);
		expect(await ok(admin("token list --services"))).toMatch(/^\d+ +nightly +designer +only-this /m);
		expect((await admin("token list --owner nobody")).err).toContain("Nothing found.");
		const narrow = { env: { MCI_URL: url, MCI_TOKEN: made.out.trim() } };
		expect(await ok(run("whoami", narrow))).toContain("in account default, only for only-this at");
		expect(await run("list", narrow)).toMatchObject({ exit: 4 });
		await ok(run("describe only-this --description mine", narrow));
		await ok(admin("delete only-this --yes"));
		expect(await run("whoami", narrow)).toMatchObject({ exit: 4 });
		expect(await ok(admin(`token show ${id}`))).toMatch(/^nightly {2}void\n/);
		expect(await admin("token show 99999")).toMatchObject({ exit: 3 });
	});
});
