import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChromium, type TestBrowser } from "../chromium.ts";
import { startServer, type TestServer } from "./start-server.ts";

const host = "registry.test";
const evil = "evil.test";

describe("a user in a browser", () => {
	let server: TestServer;
	let browser: TestBrowser;
	let page: Page;
	let elsewhere: Server;
	let here: string;
	const problems: string[] = [];

	beforeAll(async () => {
		[server, browser] = await Promise.all([startServer(), startChromium({ hosts: [host, evil] })]);
		here = `http://${host}:${server.port}`;
		elsewhere = createServer((_request, response) => {
			response.setHeader("content-type", "text/html").end(forgery(here));
		});
		await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
		page = await browser.context.newPage();
		page.setDefaultTimeout(50_000);
		page.on("console", (message) => {
			// Browsers warn about headers that they ignore on plain http.
			const isOfHttp = /Cross-Origin-Opener-Policy|Origin-Agent-Cluster/.test(message.text());
			if ((message.type() === "error" || message.type() === "warning") && !isOfHttp) problems.push(message.text());
		});
		page.on("pageerror", (error) => problems.push(String(error)));
	}, 300_000);
	afterAll(async () => {
		await browser?.close();
		elsewhere?.close();
		expect(await server?.stop()).toBe(0);
	});

	/** The API's answer to this browser, opened in a separate page: the sign-in page may not send requests itself. */
	const ask = async (path: string) => {
		const probe = await browser.context.newPage();
		try {
			const response = await probe.goto(`${here}${path}`);
			return (await response?.json()) as {
				readonly name?: string;
				readonly code?: string;
				readonly items?: readonly unknown[];
			};
		} finally {
			await probe.close();
		}
	};
	const whoAmI = () => ask("/v1/whoami");
	const picture = async (name: string) => {
		const folder = process.env["MCI_PICTURES"];
		if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
	};

	it("learns at the first start how to sign in", async () => {
		await expect
			.poll(() => server.greeting, { timeout: 50_000 })
			.toContain("/sign-in as admin; the first password is in admin-password\n");
		await expect.poll(() => server.greeting, { timeout: 50_000 }).toContain("The admin token is kept in admin-token\n");
		expect(server.greeting, "where nobody looks, no secret is written").not.toContain(server.password);
	});

	it("signs in with only the keyboard, after a mistake that is reported", async () => {
		await page.goto(`${here}/sign-in?to=/v1/whoami`);
		expect(await page.evaluate("document.activeElement.id")).toBe("name");
		await picture("sign-in");
		await page.keyboard.type("Admin");
		await page.keyboard.press("Tab");
		await page.keyboard.type("not the password at all");
		await page.keyboard.press("Enter");
		const alert = page.getByRole("alert");
		expect(await alert.innerText()).toContain("Wrong name or password");
		expect(await page.title()).toContain("Not signed in");
		expect(await page.getByLabel("Name").inputValue()).toBe("Admin");
		expect(await page.evaluate("document.activeElement.id")).toBe("password");
		await picture("sign-in-refused");
		expect(problems.splice(0).filter((problem) => !/401/.test(problem))).toEqual([]);
		await page.keyboard.type(server.password);
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await page.waitForURL(`${here}/v1/whoami`);
		expect(await page.locator("body").innerText()).toContain('"name":"admin"');
	});

	it("keeps the session where a page's scripts can't read it", async () => {
		expect(await page.evaluate("document.cookie")).toBe("");
		const [cookie] = await browser.context.cookies(here);
		expect(cookie).toMatchObject({ name: "mci-session", httpOnly: true, sameSite: "Lax", path: "/" });
	});

	it("tries the API on its page with only the session, changes too", async () => {
		await page.goto(`${here}/docs`);
		const operation = page.locator("#operations-resolve-resolveImage");
		await operation.locator(".opblock-summary-control").click();
		await operation.getByRole("button", { name: "Execute" }).click();
		const answer = operation.locator(".live-responses-table .response");
		await expect.poll(() => answer.innerText(), { timeout: 50_000 }).toContain('"uid"');
		const made = await page.evaluate(async () => {
			const body = JSON.stringify({ name: "made-in-the-browser" });
			return (await fetch("/v1/mcis", { method: "POST", headers: { "content-type": "application/json" }, body }))
				.status;
		});
		expect(made).toBe(201);
	}, 200_000);

	it("can't be made to act by another site's page", async () => {
		await page.goto(`http://${evil}:${(elsewhere.address() as AddressInfo).port}/`);
		// The requests are sent, with or without the cookie, but that page can't read the answers.
		expect(await page.evaluate("forge()")).toEqual(Array.from({ length: 3 }, () => "TypeError: Failed to fetch"));
		for (const form of ["sign-out", "sign-in"]) {
			await page.goto(`http://${evil}:${(elsewhere.address() as AddressInfo).port}/`);
			await Promise.all([
				page.waitForURL(`${here}/${form}`),
				page.evaluate(`document.getElementById("${form}").submit()`),
			]);
			expect(await page.getByRole("alert").innerText()).toContain("another site");
		}
		await page.goto(`${here}/sign-in`);
		expect((await whoAmI()).name).toBe("admin");
		expect((await ask("/v1/mcis?text=forged")).items).toEqual([]);
		problems.length = 0;
	});

	it("reads the page in dark mode, and on a phone", async () => {
		const colors = () =>
			page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]");
		await page.emulateMedia({ colorScheme: "light" });
		const light = await colors();
		await page.emulateMedia({ colorScheme: "dark" });
		expect(await colors()).not.toEqual(light);
		await page.setViewportSize({ width: 320, height: 568 });
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
		await picture("signed-in-dark");
	});

	it("signs out", async () => {
		await page.getByRole("button", { name: "Sign out" }).click();
		await page.waitForURL(`${here}/sign-in?done=sign-out`);
		expect(await page.getByRole("status").innerText()).toBe("You are signed out.");
		expect(await browser.context.cookies(here)).toEqual([]);
		expect(problems).toEqual([]);
		expect((await whoAmI()).code).toBe("token-missing");
	});
});

/**
 * The requests that another site's page can send with this browser's cookies: forms, and requests whose answer it can't
 * read.
 */
function forgery(target: string): string {
	return `<!doctype html>
<form id="sign-out" method="post" action="${target}/sign-out"></form>
<form id="sign-in" method="post" action="${target}/sign-in"><input name="name" value="mallory"><input name="password" value="hers, to be seen by her"></form>
<script>
async function forge() {
	const post = (body, type) => fetch("${target}/v1/mcis", { method: "POST", mode: "no-cors", credentials: "include", headers: { "content-type": type }, body });
	const bodies = [['{"name":"forged-1"}', "text/plain"], ["name=forged-2", "application/x-www-form-urlencoded"]];
	const all = [...bodies.map(([body, type]) => post(body, type)), fetch("${target}/v1/session", { method: "POST", mode: "no-cors", credentials: "include", body: "{}" })];
	return Promise.all(all.map((one) => one.then(() => "sent", String)));
}
</script>`;
}
