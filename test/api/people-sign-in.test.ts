import type { LightMyRequestResponse } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import type { AccountRole } from "../../src/core/access/index.ts";
import { bodyOf, engines, problemIn, type Question, useApi } from "./start-api.ts";

const password = "a horse of another color";
const own = { "sec-fetch-site": "same-origin" };

/** The cookie that an answer sets, as the browser sends it; empty if the answer deletes it. */
function cookieOf(response: LightMyRequestResponse): string {
	const set = String(response.headers["set-cookie"]);
	const [pair = ""] = set.split(";");
	return pair.endsWith("=") ? "" : pair;
}

describe.each(engines)("users on %s", (engine) => {
	const api = useApi(engine, { docsPage: true });
	let cookie: string;

	beforeAll(async () => {
		await newUser("ada", { default: ["observer", "designer"] });
		cookie = cookieOf(await signIn("ada"));
	});

	async function newUser(name: string, accounts: Readonly<Record<string, readonly AccountRole[]>>): Promise<void> {
		bodyOf(await api.ask({ method: "POST", url: "/v1/users", body: { name, password } }), 201);
		for (const [account, roles] of Object.entries(accounts)) {
			const as = account === "default" ? "admin" : await api.newToken("admin", account);
			bodyOf(await api.ask({ method: "PUT", url: `/v1/members/${name}`, as, body: { roles } }), 201);
		}
	}

	function signIn(
		name: string,
		more: Partial<Question> & { readonly given?: string } = {},
	): Promise<LightMyRequestResponse> {
		return api.ask({
			method: "POST",
			url: "/v1/session",
			as: null,
			body: { name, password: more.given ?? password },
			...more,
		});
	}

	/** A browser's request with its cookie. */
	const ask = (question: Question, with_ = cookie) =>
		api.ask({ as: null, ...question, headers: { cookie: with_, ...own, ...question.headers } });

	describe("who sign in", () => {
		it("get a cookie that scripts can't read and other sites can't send, and see its secret nowhere else", async () => {
			const response = await signIn("ada");
			const set = String(response.headers["set-cookie"]);
			expect(set).toMatch(/^mci-session=[\w-]{43}; Expires=[^;]+ GMT; Path=\/; HttpOnly; SameSite=Lax$/);
			expect(response.headers["cache-control"]).toBe("no-store");
			const { expiresAt, ...who } = bodyOf(response, 201);
			expect(who).toEqual({ user: "ada", displayName: "" });
			expect(response.body).not.toContain(cookieOf(response).slice("mci-session=".length));
			expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
		});

		it("act with it in their account, with their roles there", async () => {
			expect(bodyOf(await ask({ url: "/v1/whoami" }))).toEqual({
				...{
					account: "default",
					name: "ada",
					kind: "user",
					user: "ada",
					roles: ["observer", "designer"],
					only: null,
					endsAt: null,
					tokenId: null,
				},
				accounts: [{ name: "default", roles: ["observer", "designer"] }],
			});
			bodyOf(await ask({ method: "POST", url: "/v1/mcis", body: { name: "by-ada" } }), 201);
			const [entry] = bodyOf(await api.ask({ url: "/v1/audit?limit=1" })).items;
			expect(entry).toMatchObject({ actor: "ada", act: "mci.create" });
			problemIn(await ask({ method: "PUT", url: "/v1/account/policy", body: {} }), 403, "permission-denied");
		});

		it("are refused with the same answer, whether the user or the password is wrong", async () => {
			await newUser("gone", {});
			bodyOf(await api.ask({ method: "PATCH", url: "/v1/users/gone", body: { isDisabled: true } }));
			const answers = [
				await signIn("nobody"),
				await signIn("gone"),
				await signIn("ada", { given: "not a horse of any color" }),
			];
			const problems = answers.map((answer) => problemIn(answer, 401, "sign-in-refused"));
			expect(new Set(problems.map((problem) => JSON.stringify(problem)))).toHaveLength(1);
			for (const answer of answers) expect(answer.headers["set-cookie"]).toBeUndefined();
		});

		it("wait longer after each failure, and are told how long", async () => {
			await newUser("slow", {});
			for (let i = 0; i < 5; i++)
				problemIn(await signIn("slow", { given: "not a horse of any color" }), 401, "sign-in-refused");
			expect(problemIn(await signIn("slow"), 429, "rate-limited").details).toMatchObject({ seconds: 1 });
		});

		it.each([
			["another site's page", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
			["another page of this site", { "sec-fetch-site": "same-site" }],
			["another site's page in an old browser", { origin: "https://evil.example" }],
			["a page of nowhere", { origin: "null" }],
		])("are not signed in by %s", async (_what, headers) => {
			const response = await signIn("ada", { headers });
			problemIn(response, 403, "cross-site");
			expect(response.headers["set-cookie"]).toBeUndefined();
		});

		it.each([
			["no name", { password }],
			["no password", { name: "ada" }],
			["a password without end", { name: "ada", password: "x".repeat(2001) }],
			["more than that", { name: "ada", password, roles: ["admin"] }],
		])("send exactly a name and a password: %s is refused", async (_what, body) => {
			const problem = problemIn(
				await api.ask({ method: "POST", url: "/v1/session", as: null, body }),
				400,
				"input-invalid",
			);
			expect(JSON.stringify(problem)).not.toContain(password);
		});

		it("are refused when a form on another site's page sends the request", async () => {
			const raw = `name=ada&password=${encodeURIComponent(password)}`;
			for (const type of ["application/x-www-form-urlencoded", "text/plain"]) {
				const response = await api.ask({
					method: "POST",
					url: "/v1/session",
					as: null,
					raw,
					headers: { "content-type": type },
				});
				expect([response.statusCode, response.headers["set-cookie"]]).toEqual([400, undefined]);
			}
		});
	});

	describe("a request with a session", () => {
		const change = { method: "POST", url: "/v1/mcis" } as const;
		it.each<readonly [string, Readonly<Record<string, string>>]>([
			["another site's page asked for", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
			["another page of this site asked for", { "sec-fetch-site": "same-site", origin: "http://localhost:80" }],
			["nobody said who asked for", {}],
			["a page on another port asked for", { origin: "http://localhost:8081" }],
			["a page by https asked for", { origin: "https://localhost" }],
			["a page without origin asked for", { origin: "null" }],
		])("that %s is refused", async (_what, headers) => {
			const body = { name: "forged" };
			problemIn(
				await api.ask({ ...change, as: null, headers: { host: "localhost:80", cookie, ...headers }, body }),
				403,
				"cross-site",
			);
		});

		it("makes a change from a page of ours, in browsers old and new", async () => {
			for (const [i, headers] of [own, { origin: "http://mci.example" }].entries()) {
				const sent = { host: "mci.example", cookie, ...headers };
				bodyOf(await api.ask({ ...change, as: null, headers: sent, body: { name: `made-${i}` } }), 201);
			}
		});

		it("needs no origin check if a token authenticates it", async () => {
			const headers = { cookie, "sec-fetch-site": "cross-site" };
			bodyOf(await api.ask({ ...change, headers, body: { name: "by-token" } }), 201);
		});

		it("reads from anywhere, but another site can't see the answer", async () => {
			const response = await api.ask({
				url: "/v1/whoami",
				as: null,
				headers: { cookie, "sec-fetch-site": "cross-site" },
			});
			bodyOf(response);
			expect(response.headers).not.toHaveProperty("access-control-allow-origin");
			expect(response.headers["cross-origin-resource-policy"]).toBe("same-origin");
		});
	});

	describe("a cookie", () => {
		it.each([
			["among others", (one: string) => `a=b; ${one}; c=d`, 200],
			["without space", (one: string) => `a=b;${one};c`, 200],
			["under another name", (one: string) => `x-${one}`, 401],
			["of https on http", (one: string) => `__Host-${one}`, 401],
			["cut short", (one: string) => one.slice(0, -1), 401],
			["in quotes", (one: string) => one.replace("=", '="').concat('"'), 401],
			["without end", (one: string) => `${one}${"a".repeat(3000)}`, 401],
			["empty", () => "mci-session=", 401],
			["of nonsense", () => ";;=;mci-session", 401],
		])("%s is either read or refused", async (_what, from, status) => {
			expect((await ask({ url: "/v1/whoami" }, from(cookie))).statusCode).toBe(status);
		});

		it("over https is bound to the host and to https", async () => {
			const secure = await api.second({ trustProxy: ["127.0.0.1"], docsPage: true });
			try {
				const headers = {
					"x-forwarded-proto": "https",
					"x-forwarded-host": "mci.example",
					origin: "https://mci.example",
				};
				const response = await secure.ask({
					method: "POST",
					url: "/v1/session",
					as: null,
					headers,
					body: { name: "ada", password },
				});
				expect(String(response.headers["set-cookie"])).toMatch(
					/^__Host-mci-session=[\w-]{43}; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
				);
				bodyOf(await secure.ask({ url: "/v1/whoami", as: null, headers: { ...headers, cookie: cookieOf(response) } }));
			} finally {
				await secure.close();
			}
		});

		it("of an ended session is deleted", async () => {
			const ended = cookieOf(await signIn("ada"));
			const response = await ask({ method: "DELETE", url: "/v1/session" }, ended);
			expect([response.statusCode, cookieOf(response)]).toEqual([204, ""]);
			const after = await ask({ url: "/v1/whoami" }, ended);
			problemIn(after, 401, "session-ended");
			expect(String(after.headers["set-cookie"])).toMatch(
				/^mci-session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=\//,
			);
		});

		it("is replaced with a new, unpredictable one at each sign-in", async () => {
			const before = cookieOf(await signIn("ada"));
			const after = cookieOf(await signIn("ada", { headers: { cookie: before } }));
			expect(after).not.toBe(before);
			problemIn(await ask({ url: "/v1/whoami" }, before), 401, "session-ended");
			bodyOf(await ask({ url: "/v1/whoami" }, after));
		});
	});

	describe("sessions", () => {
		it("are listed and ended by their user", async () => {
			const other = cookieOf(await signIn("ada", { headers: { "user-agent": "another browser" } }));
			const list = async () =>
				bodyOf(await ask({ url: "/v1/sessions" })).items as { id: number; agent: string | null; isThis: boolean }[];
			const [newest] = await list();
			expect(newest).toMatchObject({ agent: "another browser", isThis: false, method: "password" });
			expect(newest).not.toHaveProperty("userId");
			expect((await list()).filter(({ isThis }) => isThis)).toHaveLength(1);
			expect((await ask({ method: "DELETE", url: `/v1/sessions/${newest?.id}` })).statusCode).toBe(204);
			problemIn(await ask({ url: "/v1/whoami" }, other), 401, "session-ended");
			problemIn(await ask({ method: "DELETE", url: `/v1/sessions/${newest?.id}` }), 404, "session-not-found");
		});

		it("elsewhere end when the password changes", async () => {
			await newUser("careful", { default: ["observer"] });
			const [here, elsewhere] = [cookieOf(await signIn("careful")), cookieOf(await signIn("careful"))];
			const set = (old: string) =>
				ask({ method: "PUT", url: "/v1/password", body: { old, password: "a whole new password" } }, here);
			problemIn(await set("not a horse of any color"), 403, "password-wrong");
			expect((await set(password)).statusCode).toBe(204);
			bodyOf(await ask({ url: "/v1/whoami" }, here));
			problemIn(await ask({ url: "/v1/whoami" }, elsewhere), 401, "session-ended");
			const reset = bodyOf(await api.ask({ method: "PUT", url: "/v1/users/careful/password", body: {} }));
			problemIn(await ask({ url: "/v1/whoami" }, here), 401, "session-ended");
			bodyOf(await signIn("careful", { given: reset.password }), 201);
		});

		it("create tokens for the user, with at most the user's roles", async () => {
			const made = await ask({ method: "POST", url: "/v1/tokens", body: { name: "laptop", roles: ["designer"] } });
			const { id, secret } = bodyOf(made, 201);
			expect(bodyOf(await api.ask({ url: "/v1/whoami", as: secret }))).toMatchObject({
				name: "ada/laptop",
				user: "ada",
				tokenId: id,
				kind: "token",
			});
			problemIn(
				await ask({ method: "POST", url: "/v1/tokens", body: { name: "more", roles: ["admin"] } }),
				403,
				"token-roles",
			);
			expect(bodyOf(await ask({ url: "/v1/tokens" })).items.map((token: { name: string }) => token.name)).toEqual([
				"laptop",
			]);
			bodyOf(await ask({ method: "DELETE", url: `/v1/tokens/${id}` }));
			problemIn(await api.ask({ url: "/v1/whoami", as: secret }), 401, "token-invalid");
		});
	});

	describe("in several accounts", () => {
		it("act in the account that the header names, in any alphabet", async () => {
			await newUser("grace", { платформа: ["observer"], zebra: ["admin"], default: ["actor"] });
			const grace = cookieOf(await signIn("grace"));
			const as = (account: string | undefined) =>
				ask({ url: "/v1/whoami", headers: account === undefined ? {} : { "mci-account": account } }, grace);
			expect(bodyOf(await as(undefined))).toMatchObject({ account: "default", roles: ["actor"] });
			expect(bodyOf(await as("zebra"))).toMatchObject({ account: "zebra", roles: ["admin"] });
			expect(bodyOf(await as(encodeURIComponent("платформа")))).toMatchObject({
				account: "платформа",
				roles: ["observer"],
			});
			expect(bodyOf(await as("zebra")).accounts.map(({ name }: { name: string }) => name)).toEqual([
				"default",
				"zebra",
				"платформа",
			]);
			await api.newToken("admin", "foreign");
			const [foreign, absent] = [
				problemIn(await as("foreign"), 404, "account-not-found"),
				problemIn(await as("absent"), 404, "account-not-found"),
			];
			expect(JSON.stringify(foreign).replaceAll("foreign", "absent")).toBe(JSON.stringify(absent));
			problemIn(await as("%E0%A4%A"), 404, "account-not-found");
			problemIn(await api.ask({ url: "/v1/whoami", headers: { "mci-account": "zebra" } }), 404, "account-not-found");
		});

		it("do not get one account's answer from another", async () => {
			const twoFaced = "two-faced";
			await newUser(twoFaced, { red: ["designer"], blue: ["designer"] });
			const mine = cookieOf(await signIn(twoFaced));
			const headers = (account: string) => ({ "mci-account": account });
			bodyOf(await ask({ method: "POST", url: "/v1/mcis", headers: headers("red"), body: { name: "web" } }, mine), 201);
			const red = await ask({ url: "/v1/mcis", headers: headers("red") }, mine);
			expect(bodyOf(red).items).toHaveLength(1);
			expect(bodyOf(await ask({ url: "/v1/mcis", headers: headers("blue") }, mine)).items).toEqual([]);
			expect(red.headers.vary).toMatch(/MCI-Account/);
			problemIn(await ask({ url: "/v1/mcis/web", headers: headers("blue") }, mine), 404, "mci-not-found");
		});
	});

	it("who are not members of any account can see who they are and sign out, and nothing else", async () => {
		await newUser("nowhere", {});
		const mine = cookieOf(await signIn("nowhere"));
		expect(bodyOf(await ask({ url: "/v1/whoami" }, mine))).toMatchObject({ account: "", roles: [], accounts: [] });
		expect(bodyOf(await ask({ url: "/v1/accounts" }, mine)).items).toEqual([]);
		for (const url of ["/v1/mcis", "/v1/tokens", "/v1/members"])
			problemIn(await ask({ url }, mine), 403, "account-none");
		problemIn(
			await ask({ method: "POST", url: "/v1/tokens", body: { name: "x", roles: ["observer"] } }, mine),
			403,
			"account-none",
		);
		expect((await ask({ method: "DELETE", url: "/v1/session" }, mine)).statusCode).toBe(204);
	});

	describe("the sign-in page", () => {
		const form = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = own) =>
			api.ask({
				...{ method: "POST", url: "/sign-in", as: null, raw: new URLSearchParams(fields).toString() },
				headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
			});

		it("is a form without scripts that says where it leads", async () => {
			const response = await api.ask({ url: "/sign-in?to=/docs%3Fa%3D1%26b%3D%22%3E", as: null });
			expect([response.statusCode, response.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
			expect(response.headers["content-security-policy"]).toBe(
				"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			);
			expect(response.headers["cache-control"]).toBe("no-store");
			expect(response.body).not.toMatch(/<script|style=|javascript:/i);
			expect(response.body).toContain('name="to" value="/docs?a=1&#38;b=%22%3E"');
			expect((await api.ask({ url: "/sign-in.css", as: null })).headers["content-type"]).toBe(
				"text/css; charset=utf-8",
			);
		});

		it("signs in, and redirects only to a page of ours", async () => {
			for (const [to, location] of [
				["/docs?x=1", "/docs?x=1"],
				["https://evil.example", "/docs"],
				["//evil.example", "/docs"],
				["/\\evil.example", "/docs"],
			] as const) {
				const response = await form({ name: "ada", password, to });
				expect([response.statusCode, response.headers["location"]]).toEqual([303, location]);
				expect(bodyOf(await ask({ url: "/v1/whoami" }, cookieOf(response))).name).toBe("ada");
			}
		});

		it("shows the error and everything typed except the password", async () => {
			const response = await form({ name: 'ada"><b>', password: "not a horse of any color", to: "/docs?x" });
			expect(response.statusCode).toBe(401);
			expect(response.headers["set-cookie"]).toBeUndefined();
			expect(response.body).toContain('role="alert"');
			expect(response.body).toContain('value="ada&#34;&#62;&#60;b&#62;"');
			expect(response.body).toContain('value="/docs?x"');
			expect(response.body).not.toMatch(/horse|<b>/);
			const many = [];
			for (let i = 0; i < 6; i++)
				many.push((await form({ name: "slower", password: "not a horse of any color" })).statusCode);
			expect(many).toEqual([401, 401, 401, 401, 401, 429]);
			expect((await form({ name: "ada" })).statusCode).toBe(400);
		});

		it.each<readonly [string, Readonly<Record<string, string>>]>([
			["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
			["nowhere", {}],
		])("refuses a form from %s", async (_what, headers) => {
			const response = await form({ name: "ada", password }, headers);
			expect([response.statusCode, response.headers["set-cookie"]]).toEqual([403, undefined]);
			expect(response.body).toContain('role="alert"');
		});

		it("shows who is signed in, and signs out", async () => {
			const mine = cookieOf(await form({ name: "ada", password }));
			const shown = await ask({ url: "/sign-in" }, mine);
			expect(shown.body).toContain("signed in as <strong>ada</strong>");
			expect(shown.body).not.toContain('type="password"');
			const forged = await ask({ method: "POST", url: "/sign-out", headers: { "sec-fetch-site": "cross-site" } }, mine);
			expect(forged.statusCode).toBe(403);
			const response = await ask({ method: "POST", url: "/sign-out" }, mine);
			expect([response.statusCode, response.headers["location"], cookieOf(response)]).toEqual([
				303,
				"/sign-in?done=sign-out",
				"",
			]);
			problemIn(await ask({ url: "/v1/whoami" }, mine), 401, "session-ended");
			expect((await ask({ url: "/sign-in?done=sign-out" }, mine)).body).toContain("You are signed out.");
			expect((await ask({ method: "POST", url: "/sign-out" }, "")).statusCode).toBe(303);
		});
	});
});
