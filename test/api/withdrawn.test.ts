import { beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "../../src/registry/accounts/prepare-registry.ts";
import { setImageLifecycle } from "../../src/registry/images/set-image-lifecycle.ts";
import { setLifecycle } from "../../src/registry/lifecycles/set-lifecycle.ts";
import { makeWorkedWorld } from "../worked-world.ts";
import { bodyOf, engines, problemIn, useApi } from "./start-api.ts";

/**
 * What is revoked is refused or visible at every exit. The world has the MCI A, whose commits 1 to 4 map us-east to
 * img1 … img3, and the template web; the server prod/web comes from web@2, A@4 and img1.
 */
describe.each(engines)("a revoked revision and image through the API on %s", (engine) => {
	const api = useApi(engine, { publicRead: true });
	const reason = "CVE-2026-1";
	const server = "/v1/deployments/prod/servers/web";

	beforeAll(async () => {
		const { needs } = api.registry;
		const actor = systemActor(api.registry.account);
		await makeWorkedWorld(needs, actor);
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/servers",
				body: { deployment: "prod", name: "web", template: "web@2", cloud: "us-east", instanceType: "xl" },
			}),
			201,
		);
		bodyOf(await api.ask({ method: "PUT", url: "/v1/mcis/A/channels/production", body: { to: "4" } }));
		await setLifecycle(needs, actor, { kind: "mci", ref: "A@4", state: "revoked", reason, replacement: "A@3" });
		await setImageLifecycle(needs, actor, { uid: "img1", state: "revoked", reason, replacement: "img9" });
		await setLifecycle(needs, actor, { kind: "template", ref: "web@2", state: "deprecated", reason: "old" });
	});

	const revoked = { state: "revoked", since: expect.any(String), reason };
	const withImage = { images: expect.arrayContaining([expect.objectContaining({ ...revoked, uid: "img1" })]) };

	it.each([
		[
			"the commit, with its images",
			"/v1/mcis/A/revisions/4",
			["status"],
			{ ...revoked, replacement: "A@3", ...withImage },
		],
		["HEAD, by its images", "/v1/mcis/A", ["status"], { state: "active", ...withImage }],
		["a deprecated template", "/v1/templates/web/revisions/2", ["status"], { state: "deprecated", reason: "old" }],
		["a template's pin", "/v1/templates/web/revisions/2", ["mcis", 0, "status"], { ...revoked, ...withImage }],
		["a template's parts", "/v1/templates/web/parts?revision=2", ["mcis", 0, "status"], revoked],
		["a channel", "/v1/mcis/A/channels", ["items", 0, "status"], { ...revoked, ...withImage }],
		["an image in a search", "/v1/images?text=img1", ["items", 0, "status"], { ...revoked, replacement: "img9" }],
		["a server in a list", "/v1/servers", ["items", 0, "findings", 0], { severity: "error", code: "image-revoked" }],
		["the revision whose uses are asked", "/v1/where-used?mci=A%404", ["status"], revoked],
		["the image whose uses are asked", "/v1/where-used?image=img1", ["images", 0], { state: "revoked" }],
	] as const)("is shown for %s", async (_what, url, path, expected) => {
		const body = bodyOf(await api.ask({ url }));
		const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], body);
		expect(found).toMatchObject(expected);
	});

	it("is shown in the log and in lists of components", async () => {
		const log = bodyOf(await api.ask({ url: "/v1/mcis/A/revisions" }));
		const states = Object.fromEntries(
			(log["items"] as { number: number; status: { state: string } }[]).map(({ number, status }) => [
				number,
				status.state,
			]),
		);
		expect(states).toMatchObject({ 4: "revoked", 3: "active" });
		const list = bodyOf(await api.ask({ url: "/v1/templates" }));
		expect(list["items"]).toContainEqual(expect.objectContaining({ name: "web", status: expect.any(Object) }));
	});

	it("is found by its state", async () => {
		const uids = async (state: string) =>
			(bodyOf(await api.ask({ url: `/v1/images?state=${state}` }))["items"] as { uid: string }[]).map(({ uid }) => uid);
		expect(await uids("revoked")).toEqual(["img1"]);
		expect(await uids("active")).not.toContain("img1");
	});

	it("does not answer with a cached copy from before", async () => {
		const url = "/v1/mcis/A/revisions/2";
		const { headers } = await api.ask({ url });
		const { needs, account } = api.registry;
		await setLifecycle(needs, systemActor(account), { kind: "mci", ref: "A@2", state: "deprecated", reason });
		const again = await api.ask({ url, headers: { "if-none-match": String(headers.etag) } });
		expect(bodyOf(again)).toMatchObject({ status: { state: "deprecated" } });
	});

	it.each(["json", "cloud-init", "terraform"])("refuses to export a server as %s", async (format) => {
		const problem = problemIn(await api.ask({ url: `${server}/export?format=${format}` }), 409, "export-refused");
		expect(problem).toMatchObject({
			status: 409,
			code: "export-refused",
			details: { instead: { replacement: "img9" } },
		});
		expect(problem.detail).toContain(reason);
	});

	it("exports a server for a reason that is recorded", async () => {
		const answer = await api.ask({ url: `${server}/export?format=json&allowRevoked=forensics` });
		expect(answer.statusCode).toBe(200);
		const { items } = bodyOf(await api.ask({ url: "/v1/audit?act=server.export-revoked" })) as { items: object[] };
		expect(items).toMatchObject([{ subjectName: "prod/web", after: { reason: "forensics", format: "json" } }]);
	});
});
