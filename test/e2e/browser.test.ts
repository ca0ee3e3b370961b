import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inlineShared } from "../../src/api/openapi/share.ts";
import { startChromium, type TestBrowser } from "../chromium.ts";
import { startServer, type TestServer } from "./start-server.ts";

/** A host name that is not localhost, because pages behave differently there. */
const host = "registry.test";

const samples = new URL("../../samples/fedora-coreos/", import.meta.url);
const newest = readdirSync(samples).sort().at(-1) ?? "";
const stream = JSON.parse(readFileSync(new URL(newest, samples), "utf8")) as {
	architectures: Record<string, { images: { aws: { regions: Record<string, { image: string }> } } }>;
};
const image = stream.architectures["x86_64"]?.images.aws.regions["us-east-1"]?.image ?? "not in the sample";

interface Operation {
	readonly operationId: string;
	readonly tags: readonly [string];
	readonly parameters?: readonly {
		readonly name: string;
		readonly in: string;
		readonly schema: { readonly example?: unknown; readonly default?: unknown };
	}[];
}

const text = readFileSync(new URL("../../openapi.json", import.meta.url), "utf8");
const { paths } = inlineShared(JSON.parse(text) as { paths: Record<string, Record<string, Operation>> });

/** By the names that the page shows. */
const operations = Object.values(paths).flatMap((path) =>
	Object.values(path).map(({ tags, operationId }) => `operations-${tags[0]?.replaceAll(" ", "_")}-${operationId}`),
);

/** The address that the page requests when the user changes none of the values it fills in. */
function filledIn(path: string, { parameters = [] }: Operation): string {
	const query = new URLSearchParams();
	let filled = path;
	for (const { name, in: place, schema } of parameters) {
		const value = schema.example ?? schema.default;
		if (place === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
		else if (place === "query" && value !== undefined) query.set(name, String(value));
	}
	return `${filled}?${query}`;
}

/** Operations on users, other accounts and installations, of which the samples have none. */
const sharing = new Set(
	Object.values(paths).flatMap(({ get }) =>
		get !== undefined &&
		/account groups|bundles|feeds|imports|marketplace|notifications|publications|sign-in|webhooks|workloads/.test(
			get.tags[0] ?? "",
		)
			? [get.operationId]
			: [],
	),
);

/** Headers for https, which browsers ignore on plain http from another machine. */
const onlyForHttps = /Cross-Origin-Opener-Policy header has been ignored|Origin-Agent-Cluster header/;

describe("the page of the API in a browser", () => {
	let server: TestServer;
	let browser: TestBrowser;
	let page: Page;
	const problems: string[] = [];
	const elsewhere: string[] = [];

	beforeAll(async () => {
		[server, browser] = await Promise.all([startServer(), startChromium({ hosts: [host] })]);
		page = await browser.context.newPage();
		page.setDefaultTimeout(20_000);
		page.on("console", (message) => {
			const isComplaint = message.type() === "error" || message.type() === "warning";
			if (isComplaint && !onlyForHttps.test(message.text())) problems.push(message.text());
		});
		page.on("pageerror", (error) => problems.push(String(error)));
		page.on("requestfailed", (request) => problems.push(`${request.url()} ${request.failure()?.errorText}`));
		page.on("request", (request) => {
			const url = new URL(request.url());
			if (url.protocol !== "data:" && url.protocol !== "blob:" && url.host !== `${host}:${server.port}`)
				elsewhere.push(request.url());
		});
		await page.goto(`http://${host}:${server.port}/`);
		await page.getByRole("heading", { name: /Multicloud Images/ }).waitFor();
		await page.locator(".opblock").first().waitFor();
		// A machine without a browser installs one first.
	}, 300_000);
	afterAll(async () => {
		await browser?.close();
		expect(await server?.stop()).toBe(0);
	});

	it("shows every operation under its subject", async () => {
		expect(new URL(page.url()).pathname).toMatch(/^\/docs\/?/);
		// Parts of a long list are rendered only when they are visible.
		const seen = new Set<string>();
		const scrollOn = async () => {
			for (const id of await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id))) seen.add(id);
			await page.mouse.wheel(0, 400);
			return seen.size;
		};
		await expect.poll(scrollOn, { timeout: 50_000, interval: 50 }).toBeGreaterThanOrEqual(operations.length);
		expect([...seen].sort()).toEqual([...operations].sort());
		await page.mouse.wheel(0, -100_000);
		await expect.poll(() => page.locator(".opblock-tag").first().innerText()).toContain("resolve");
	});

	it("lets the first operation be reached and opened with only the keyboard", async () => {
		await page.reload();
		const first = page.locator("#operations-resolve-resolveImage .opblock-summary-control");
		await first.waitFor();
		const isFocused = async () =>
			(await page.locator("#operations-resolve-resolveImage .opblock-summary-control:focus").count()) === 1;
		let steps = 0;
		for (; steps < 40 && !(await isFocused()); steps++) await page.keyboard.press("Tab");
		expect(steps).toBeLessThan(40);
		await page.keyboard.press("Enter");
		const patience = { timeout: 20_000 };
		await expect.poll(() => first.getAttribute("aria-expanded"), patience).toBe("true");
		await page.locator("#operations-resolve-resolveImage").getByRole("button", { name: "Execute" }).waitFor();
		await expect.poll(isFocused, patience).toBe(true);
		await page.keyboard.press("Enter");
		await expect.poll(() => first.getAttribute("aria-expanded"), patience).toBe("false");
	});

	it("resolves the sample's newest image with a token, and refuses without one", async () => {
		const operation = page.locator("#operations-resolve-resolveImage");
		await operation.locator(".opblock-summary-control").click();
		const execute = operation.getByRole("button", { name: "Execute" });
		await execute.waitFor();
		const fields = await operation.locator("input").all();
		expect(await Promise.all(fields.map((field) => field.inputValue()))).toEqual(
			expect.arrayContaining(["fedora-coreos-stable-x86_64@latest", "aws-us-east-1"]),
		);
		await execute.click();
		const answer = operation.locator(".live-responses-table .response");
		await expect.poll(() => answer.innerText()).toContain("token-missing");
		expect(problems.splice(0).filter((problem) => !/401/.test(problem))).toEqual([]);

		await page.getByRole("button", { name: "Authorize" }).first().click();
		const dialog = page.locator(".modal-ux");
		await dialog.locator("#auth-bearer-value").fill(server.token);
		await dialog.getByRole("button", { name: "Apply credentials" }).first().click();
		await dialog.getByRole("button", { name: "Close" }).first().click();
		await execute.click();
		await expect.poll(() => answer.innerText()).toContain(`"uid": "${image}"`);
		expect(await answer.innerText()).toContain("200");
		const pictures = process.env["MCI_PICTURES"];
		if (pictures !== undefined) await page.screenshot({ path: join(pictures, "docs.png") });
	});

	it("fills in requests that the samples can answer", async () => {
		const questions = Object.entries(paths).flatMap(([path, { get }]) =>
			get === undefined ? [] : [{ id: get.operationId, url: filledIn(path, get) }],
		);
		const silent: string[] = [];
		for (const { id, url } of questions) {
			const response = await fetch(`http://127.0.0.1:${server.port}${url}`, {
				headers: { authorization: `Bearer ${server.token}` },
			});
			const body = await response.text();
			if (!response.ok || body.startsWith('{"items":[]')) silent.push(`${id} ${response.status}`);
		}
		// A 400 would mean a request that can't be answered at all.
		expect(silent.filter((one) => /\b(400|5\d\d)$/.test(one))).toEqual([]);
		expect(silent.filter((one) => !sharing.has(one.split(" ")[0] ?? ""))).toEqual([
			// The samples have no upstream,
			"listUpstreams 200",
			"getUpstream 404",
			// no MCI or script that is a copy of another,
			"listMciUpdates 200",
			// and no channel of a script. And a token is not a user.
			"getScriptChannel 404",
			"listScriptChannelMoves 404",
			"listScriptUpdates 200",
			"listSessions 403",
		]);
	});

	it("loaded nothing from another host, and logged no errors", () => {
		expect(elsewhere).toEqual([]);
		expect(problems).toEqual([]);
	});
});
