import { describe, expect, it } from "vitest";
import { type Api, bodyOf, commit, engines, makeMci, mciPath, problemIn, putImage, useApi } from "./start-api.ts";

const any = { "if-match": "*" };

describe.each(engines)("MultiCloud Images on %s", (engine) => {
	const api = useApi(engine);

	const tagOf = async (name: string) => String((await api.ask({ url: mciPath(name) })).headers["etag"]);

	describe("created and described", () => {
		it("are at the address of the answer's Location header, with an ETag of their HEAD", async () => {
			const made = await api.ask({
				method: "POST",
				url: "/v1/mcis",
				body: { name: "base", description: "Base", tags: ["b", "a", "b"] },
				as: "writer",
			});
			const mci = bodyOf(made, 201);
			expect(mci).toMatchObject({
				name: "base",
				account: "default",
				description: "Base",
				tags: ["a", "b"],
				latest: 0,
				headVersion: 1,
				upstream: null,
			});
			expect(mci.lineage).toMatch(/^[0-9a-f-]{36}$/);
			expect(made.headers).toMatchObject({ location: "/v1/mcis/base", etag: '"head-1"' });
			const shown = await api.ask({ url: String(made.headers["location"]) });
			expect(bodyOf(shown)).toMatchObject({ mci, settings: [], digest: expect.stringMatching(/^[a-z0-9:-]+$/) });
			expect(shown.headers["etag"]).toBe('"head-1"');
		});

		it.each([
			[{ name: "base" }, 409, "mci-exists"],
			[{ name: "" }, 400, "component-name-invalid"],
			[{ name: "a/b" }, 400, "component-name-invalid"],
			[{ name: "a@1" }, 400, "component-name-invalid"],
			[{ name: " a" }, 400, "component-name-invalid"],
			[{ name: "a\nb" }, 400, "component-name-invalid"],
			[{ name: "x".repeat(201) }, 400, "component-name-invalid"],
			[{ name: "long", description: "x".repeat(16 * 1024 + 1) }, 400, "component-invalid"],
			[{ name: "tagged", tags: [" a"] }, 400, "component-invalid"],
			[{ name: 7 }, 400, "input-invalid"],
			[{}, 400, "input-invalid"],
			[[], 400, "input-invalid"],
			[{ name: "tagged", tags: "a" }, 400, "input-invalid"],
		] as const)("are refused for %j", async (body, status, code) => {
			problemIn(await api.ask({ method: "POST", url: "/v1/mcis", body }), status, code);
		});

		it("keep the fields that an edit omits", async () => {
			await makeMci(api, "worded");
			const change = (body: object) => api.ask({ method: "PATCH", url: "/v1/mcis/worded", headers: any, body });
			expect(bodyOf(await change({ description: "One", tags: ["t"] })).changes).toEqual([
				{ kind: "text-changed", field: "description", before: "", after: "One" },
				{ kind: "tag-added", tag: "t" },
			]);
			expect(bodyOf(await change({ description: "Two" })).mci).toMatchObject({ description: "Two", tags: ["t"] });
			expect(bodyOf(await change({ tags: [] })).mci).toMatchObject({ description: "Two", tags: [] });
			problemIn(await change({ description: null }), 400, "input-invalid");
		});

		it.each([
			"/v1/mcis/absent",
			"/v1/mcis/absent/settings",
			"/v1/mcis/absent/revisions",
			"/v1/mcis/absent/revisions/1",
			"/v1/mcis/absent/revisions/head",
		])("are not found at %s, and similar names are suggested", async (url) => {
			if ((await api.ask({ url: "/v1/mcis/absant" })).statusCode === 404) await makeMci(api, "absant");
			const { details } = problemIn(await api.ask({ url }), 404, "mci-not-found");
			expect(details).toMatchObject({ name: "absent", account: "default", near: ["absant"] });
		});
	});

	describe("their HEAD", () => {
		it.each([
			["PATCH", "", { description: "x" }],
			["PUT", "/head", { settings: [] }],
			["PUT", "/settings/gcp", { image: { uid: "i" } }],
			["DELETE", "/settings/aws-us-east-1", undefined],
			["POST", "/revisions", { message: "m" }],
		] as const)("is changed by %s %s only with the ETag of the HEAD that was read", async (method, path, body) => {
			const name = `guarded-${method}${path.replaceAll("/", "-")}`;
			await makeMci(api, name, { "aws-us-east-1": "ami-00000001" });
			const ask = (headers: Record<string, string>) =>
				api.ask({ method, url: `${mciPath(name)}${path}`, headers, body, as: "writer" });
			const before = await tagOf(name);
			problemIn(await ask({}), 428, "head-condition-missing");
			for (const tag of [
				`W/${before}`,
				"head-1",
				'""',
				'"head-"',
				'"head-x"',
				'"head-999999999999999"',
				'"head--1"',
				"garbage",
				`${before}, ${before}`,
			]) {
				expect([tag, problemIn(await ask({ "if-match": tag }), 412, "head-stale").code]).toEqual([tag, "head-stale"]);
			}
			await putImage(api, name, "aws-eu-west-1", "ami-00000002");
			const { details } = problemIn(await ask({ "if-match": before }), 412, "head-stale");
			expect(details).toMatchObject({
				name,
				changed: [
					{
						by: "admin of the tests",
						act: "mci.put-setting",
						changes: [{ kind: "setting-added", cloud: "aws-eu-west-1" }],
					},
				],
			});
			const now = await tagOf(name);
			const done = await ask({ "if-match": ` ${now} ` });
			expect(done.statusCode).toBe(method === "POST" ? 201 : 200);
			expect(await tagOf(name)).not.toBe(now);
			if (method !== "POST") expect(done.headers["etag"]).toBe(await tagOf(name));
		});

		it("accepts a change of any state with If-Match: *, but only if the MCI exists", async () => {
			problemIn(
				await api.ask({ method: "PATCH", url: "/v1/mcis/nowhere", headers: any, body: {} }),
				404,
				"mci-not-found",
			);
		});

		it("returns the current ETag after an edit that changes nothing", async () => {
			await makeMci(api, "still", { "aws-us-east-1": "ami-00000001" });
			const before = await tagOf("still");
			const body = { image: { uid: "ami-00000001" } };
			const same = await api.ask({
				method: "PUT",
				url: "/v1/mcis/still/settings/aws-us-east-1",
				headers: { "if-match": before },
				body,
			});
			expect(bodyOf(same).changes).toEqual([]);
			expect([same.headers["etag"], bodyOf(same).mci.headVersion]).toEqual([
				before,
				bodyOf(await api.ask({ url: "/v1/mcis/still" })).mci.headVersion,
			]);
		});

		it("is changed by exactly one of two requests that edit it at once", async () => {
			await makeMci(api, "raced");
			const other = await api.second();
			try {
				const headers = { "if-match": await tagOf("raced") };
				const put = (one: Api, cloud: string) =>
					one.ask({
						method: "PUT",
						url: `/v1/mcis/raced/settings/${cloud}`,
						headers,
						body: { image: { uid: "ami-00000001" } },
					});
				const clouds = ["aws-us-east-1", "aws-us-east-2", "aws-us-west-1", "aws-us-west-2"];
				const done = await Promise.all(clouds.map((cloud, i) => put(i % 2 ? api : other, cloud)));
				expect(done.map((one) => one.statusCode).sort()).toEqual([200, 412, 412, 412]);
				expect(bodyOf(await api.ask({ url: "/v1/mcis/raced" })).settings).toHaveLength(1);
			} finally {
				await other.close();
			}
		});

		it("keeps and removes the fields of a setting one by one", async () => {
			await makeMci(api, "fields");
			const put = async (body: object) => {
				bodyOf(await api.ask({ method: "PUT", url: "/v1/mcis/fields/settings/aws-us-east-1", headers: any, body }));
				return bodyOf(await api.ask({ url: "/v1/mcis/fields/settings?revision=head" })).items[0];
			};
			const all = { instanceType: "m5.large", kernel: "aki-1", ramdisk: "ari-1", userData: "#!/bin/sh\necho 'é'\n" };
			expect(await put({ image: { uid: "ami-00000001" }, ...all })).toMatchObject({
				image: { kind: "id", uid: "ami-00000001", checksum: null },
				...all,
			});
			expect(await put({ instanceType: "t3.micro" })).toMatchObject({
				image: { uid: "ami-00000001" },
				...all,
				instanceType: "t3.micro",
			});
			expect(await put({ kernel: null, userData: null })).toMatchObject({
				instanceType: "t3.micro",
				kernel: null,
				ramdisk: "ari-1",
				userData: null,
			});
		});

		it.each([
			["aws-us-east-1", {}, 400, "image-invalid"],
			["aws-us-east-1", { image: { uid: " " } }, 400, "image-invalid"],
			["aws-us-east-1", { image: { uid: "ami-1", checksum: "abc" } }, 400, "image-invalid"],
			["aws-us-east-1", { image: { uid: "https://x.example/a", kind: "artifact" } }, 400, "image-invalid"],
			["aws-us-east-1", { image: { uid: "ami-1" }, instanceType: "" }, 400, "setting-invalid"],
			["aws-us-east-1", { image: { uid: "ami-1" }, userData: "x".repeat(64 * 1024 + 1) }, 400, "setting-invalid"],
			["aws-us-east-1", { image: { uid: "ami-1", kind: "thing" } }, 400, "input-invalid"],
			["AWS", { image: { uid: "ami-1" } }, 400, "cloud-slug-invalid"],
			["aws-us-esat-1", { image: { uid: "ami-1" } }, 404, "cloud-not-found"],
		] as const)("refuses for %s the setting %j", async (cloud, body, status, code) => {
			await makeMci(api, "strict").catch(() => undefined);
			const { details } = problemIn(
				await api.ask({ method: "PUT", url: `/v1/mcis/strict/settings/${cloud}`, headers: any, body }),
				status,
				code,
			);
			if (code === "cloud-not-found") expect(details["near"]).toContain("aws-us-east-1");
		});

		it("suggests similar clouds for one that it does not map", async () => {
			await makeMci(api, "gap", { "aws-us-east-1": "ami-00000001" });
			const removed = await api.ask({ method: "DELETE", url: "/v1/mcis/gap/settings/aws-us-east-2", headers: any });
			expect(problemIn(removed, 404, "setting-not-found").details).toMatchObject({ near: ["aws-us-east-1"] });
		});

		it("is replaced by the content of a request, or by a dry run only compared with it", async () => {
			await makeMci(api, "whole", { "aws-us-east-1": "ami-00000001", gcp: "projects/p/global/images/i" });
			const before = await tagOf("whole");
			const put = (query: string, settings: object[]) =>
				api.ask({
					method: "PUT",
					url: `/v1/mcis/whole/head${query}`,
					headers: { "if-match": before },
					body: { description: "d", settings },
				});
			const settings = [{ cloud: "aws-eu-west-1", image: { uid: "ami-00000002" } }];
			const told = await put("?dryRun=true", settings);
			expect(bodyOf(told).changes).toHaveLength(4);
			expect(told.headers).not.toHaveProperty("etag");
			expect(await tagOf("whole")).toBe(before);
			problemIn(await put("", [...settings, ...settings]), 409, "setting-duplicate");
			expect(await tagOf("whole")).toBe(before);
			expect(bodyOf(await put("", settings)).changes).toEqual(bodyOf(told).changes);
			expect(
				bodyOf(await api.ask({ url: "/v1/mcis/whole/settings" })).items.map((one: { cloud: string }) => one.cloud),
			).toEqual(["aws-eu-west-1"]);
		});
	});

	describe("their revisions", () => {
		it("are stored with message, author and digest, and HEAD stays editable", async () => {
			await makeMci(api, "frozen", { "aws-us-east-1": "ami-00000001" });
			problemIn(await api.ask({ url: "/v1/mcis/frozen/revisions/latest" }), 404, "nothing-committed");
			const post = (message: string) =>
				api.ask({ method: "POST", url: "/v1/mcis/frozen/revisions", headers: any, body: { message }, as: "writer" });
			problemIn(await post("  "), 400, "message-missing");
			problemIn(await post("x".repeat(10_001)), 400, "message-invalid");
			const done = await post("First\n\nmore");
			expect(done.headers["location"]).toBe("/v1/mcis/frozen/revisions/1");
			const { revision } = bodyOf(done, 201);
			expect(revision).toMatchObject({
				mci: "frozen",
				number: 1,
				message: "First\n\nmore",
				author: "writer of the tests",
				settingsCount: 1,
				changesCount: 1,
				release: null,
			});
			problemIn(await post("Again"), 409, "nothing-to-commit");
			await putImage(api, "frozen", "aws-us-east-1", "ami-00000002");
			const uids = async (which: string) =>
				bodyOf(await api.ask({ url: `/v1/mcis/frozen/revisions/${which}` })).settings.map(
					(one: { image: { uid: string } }) => one.image.uid,
				);
			expect([await uids("1"), await uids("latest"), await uids("head"), await uids("0")]).toEqual([
				["ami-00000001"],
				["ami-00000001"],
				["ami-00000002"],
				["ami-00000002"],
			]);
			expect(bodyOf(await api.ask({ url: "/v1/mcis/frozen/revisions/1" }))).toMatchObject({
				digest: revision.digest,
				commit: revision,
			});
		});

		it.each([
			["2", 404, "revision-not-found"],
			["2147483648", 404, "revision-not-found"],
			["9007199254740991", 404, "revision-not-found"],
			["99999999999999999999", 400, "reference-invalid"],
			["stable", 404, "channel-not-found"],
			["-1", 400, "reference-invalid"],
			["1.5", 400, "reference-invalid"],
			["HEAD", 400, "reference-invalid"],
			["1@1", 400, "reference-invalid"],
		] as const)("are not found or refused for the reference %s", async (revision, status, code) => {
			if ((await api.ask({ url: "/v1/mcis/numbered" })).statusCode === 404) {
				await makeMci(api, "numbered", { "aws-us-east-1": "ami-00000001" });
				await commit(api, "numbered");
			}
			problemIn(await api.ask({ url: `/v1/mcis/numbered/revisions/${encodeURIComponent(revision)}` }), status, code);
			problemIn(
				await api.ask({ url: `/v1/mcis/numbered/settings?revision=${encodeURIComponent(revision)}` }),
				status,
				code,
			);
			problemIn(
				await api.ask({ url: `/v1/resolve?ref=numbered@${encodeURIComponent(revision)}&cloud=aws-us-east-1` }),
				status,
				code,
			);
		});

		it("can be revalidated, and are not sent again while they are unchanged", async () => {
			await makeMci(api, "cached", { "aws-us-east-1": "ami-00000001" });
			await commit(api, "cached");
			for (const url of ["/v1/mcis/cached/revisions/1", "/v1/mcis/cached/settings?revision=1"]) {
				const pinned = await api.ask({ url });
				expect([url, pinned.headers["cache-control"]]).toEqual([url, "private, no-cache"]);
				const again = await api.ask({ url, headers: { "if-none-match": String(pinned.headers["etag"]) } });
				expect([again.statusCode, again.body, again.headers["etag"]]).toEqual([304, "", pinned.headers["etag"]]);
			}
			const moving = [
				"/v1/mcis/cached",
				"/v1/mcis/cached/revisions/latest",
				"/v1/mcis/cached/revisions/head",
				"/v1/mcis/cached/settings",
			];
			const tags = new Map<string, string>();
			for (const url of moving) {
				const one = await api.ask({ url });
				expect([url, one.headers["cache-control"]]).toEqual([url, "private, no-cache"]);
				tags.set(url, String(one.headers["etag"]));
			}
			const fresh = async () => {
				const asked = await Promise.all(
					moving.map((url) => api.ask({ url, headers: { "if-none-match": `"other", W/${tags.get(url)}` } })),
				);
				return asked.map((one) => one.statusCode);
			};
			expect(await fresh()).toEqual([304, 304, 304, 304]);
			await putImage(api, "cached", "aws-us-east-1", "ami-00000002");
			expect(await fresh()).toEqual([200, 304, 200, 200]);
			await commit(api, "cached");
			expect(await fresh()).toEqual([200, 200, 200, 200]);
		});
	});

	it.each([
		"two words",
		"100%",
		"%41",
		"naïve-ﬃ-日本-🌍",
		"q\"uo'te",
		"a..b",
		"semi;colon?and&=+#hash",
		"__proto__",
		"constructor",
		"12",
		"[x]{y}|\\",
	])("may be named %j: every address with the name works", async (name) => {
		const made = await api.ask({ method: "POST", url: "/v1/mcis", body: { name } });
		expect(bodyOf(made, 201).name).toBe(name);
		await putImage(api, name, "aws-us-east-1", "ami-00000001");
		await commit(api, name);
		const path = String(made.headers["location"]);
		expect(bodyOf(await api.ask({ url: path })).mci.name).toBe(name);
		expect(bodyOf(await api.ask({ url: `${path}/revisions` })).items[0].mci).toBe(name);
		expect(bodyOf(await api.ask({ url: `${path}/revisions/1` })).mci).toBe(name);
		const resolved = bodyOf(await api.ask({ url: `/v1/resolve?ref=${encodeURIComponent(name)}&cloud=aws-us-east-1` }));
		expect(resolved).toMatchObject({ ref: name, mci: { name }, image: { uid: "ami-00000001" } });
		const listed = bodyOf(await api.ask({ url: `/v1/mcis?text=${encodeURIComponent(name)}&limit=500` })).items;
		expect(listed.map((one: { name: string }) => one.name)).toContain(name);
	});

	it.each(["default%2Fbase", "..%2F..%2Fetc%2Fpasswd", "base%40head", "base%401", "other%2Fbase"])(
		"has no MCI at the path %s, which is not a valid name",
		async (path) => {
			for (const rest of ["", "/settings", "/revisions", "/revisions/head"]) {
				const response = await api.ask({ url: `/v1/mcis/${path}${rest}` });
				expect([rest, [400, 404].includes(response.statusCode)], response.body).toEqual([rest, true]);
			}
			problemIn(
				await api.ask({ method: "PATCH", url: `/v1/mcis/${path}`, headers: any, body: {} }),
				404,
				"mci-not-found",
			);
		},
	);
});
