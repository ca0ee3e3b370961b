import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type Body, bodyOf, commit, engines, makeMci, problemIn, putImage, startApi } from "./start-api.ts";

const names = ["alpha", "Beta", "beta 2", "gamma 1", "gamma_2", "gamma%3", "épsilon", "日本", "zeta"];

describe.each(engines)("lists on %s", (engine) => {
	let api: Api;
	let clock = 0;
	beforeAll(async () => {
		// Several changes share a time: paging must not lose any of them.
		api = await startApi(engine, {
			needs: () => ({ now: () => new Date(Date.UTC(2030, 0, 1) + Math.floor(clock++ / 40) * 1000).toISOString() }),
		});
		for (const [i, name] of names.entries())
			await makeMci(api, name, { "aws-us-east-1": `ami-0000000${i}`, gcp: `projects/p/global/images/${i}` });
		for (let i = 0; i < 7; i++) {
			await putImage(api, "zeta", "aws-us-east-1", `ami-0000010${i}`);
			await commit(api, "zeta", `Number ${i}`);
		}
		const regions = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-central-1", "ca-central-1"];
		const rows = regions.flatMap((region, i) =>
			["amd64", "arm64"].map(
				(arch, j) =>
					`web,1,${region},ami-0000020${(2 * i + j).toString(16)},${arch},Ubuntu,${20 + (i % 3)}.04,2029-0${(i % 4) + 1}-01`,
			),
		);
		const content = ["name,release,region,ami,arch,os,os_version,date", ...rows, ""].join("\n");
		bodyOf(await api.ask({ method: "POST", url: "/v1/imports", body: { files: [{ path: "web.csv", content }] } }));
	});
	afterAll(() => api.close());

	/** Every item of a list, page by page; each page but the last is full. */
	async function pages(url: string, limit: number): Promise<Body[]> {
		const items: Body[] = [];
		let cursor: string | null = "";
		for (let page = 0; cursor !== null; page++) {
			expect(page).toBeLessThan(200);
			const more: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
			const body = bodyOf(await api.ask({ url: `${url}${url.includes("?") ? "&" : "?"}limit=${limit}${more}` }));
			if (body.next !== null) expect(body.items).toHaveLength(limit);
			items.push(...body.items);
			cursor = body.next;
		}
		return items;
	}

	it.each([
		"/v1/mcis",
		"/v1/mcis?sort=updated",
		"/v1/mcis?text=gamma",
		"/v1/mcis?cloud=gcp&sort=updated",
		"/v1/images",
		"/v1/images?sort=oldest",
		"/v1/images?cloudType=aws&sort=newest",
		"/v1/images?text=0000",
		"/v1/clouds",
		"/v1/clouds?type=aws",
		"/v1/mcis/zeta/revisions",
	])("are complete over pages of any size: %s", async (url) => {
		const whole = bodyOf(await api.ask({ url: `${url}${url.includes("?") ? "&" : "?"}limit=500` }));
		expect(whole.next).toBeNull();
		expect(whole.items.length).toBeGreaterThan(1);
		for (const limit of [1, 2, 3, whole.items.length, whole.items.length + 1])
			expect(await pages(url, limit)).toEqual(whole.items);
	});

	it("are in the same order on every engine", async () => {
		const listed = async (url: string, key: string) =>
			bodyOf(await api.ask({ url })).items.map((item: Body) => item[key]);
		const sorted = [...names, ...new Set((await pages("/v1/mcis?text=web", 50)).map((mci) => mci.name as string))].sort(
			(a, b) => (a < b ? -1 : 1),
		);
		expect(await listed("/v1/mcis", "name")).toEqual(sorted);
		expect(await listed("/v1/mcis/zeta/revisions", "number")).toEqual([7, 6, 5, 4, 3, 2, 1]);
		const slugs = await listed("/v1/clouds", "slug");
		expect(slugs).toEqual([...slugs].sort());
	});

	it.each([
		["/v1/mcis?text=GAMMA", ["gamma 1", "gamma%3", "gamma_2"]],
		["/v1/mcis?text=gamma%201", ["gamma 1"]],
		["/v1/mcis?text=%25", ["gamma%3"]],
		["/v1/mcis?text=a_2", ["gamma_2"]],
		["/v1/mcis?text=%5C", []],
		["/v1/mcis?text='", []],
		["/v1/mcis?text=%E6%9C%AC", ["日本"]],
		["/v1/mcis?text=beta", ["Beta", "beta 2"]],
		["/v1/mcis?cloud=nowhere", []],
		["/v1/mcis?architecture=riscv64", []],
	])("of MCIs find %s", async (url, found) => {
		expect(bodyOf(await api.ask({ url })).items.map((item: Body) => item.name)).toEqual(found);
	});

	it.each([
		["cloud=aws-eu-west-1", 2],
		["cloudType=aws&cloud=gcp", 0],
		["architecture=amd64", 6],
		["architecture=aarch64", 6],
		["os=ubuntu&osVersion=20.04", 4],
		["state=active", 0],
		["text=AMI-0000020", 12],
		["text=20%25", 0],
		["text=0_", 0],
		["text='%20or%20'1'='1", 0],
		["text=%22", 0],
	])("of images find as many as exist with %s", async (query, count) => {
		expect(bodyOf(await api.ask({ url: `/v1/images?${query}&limit=500` })).items).toHaveLength(count);
	});

	it("show where an image is used, over all revisions", async () => {
		const uses = async (uid: string) =>
			bodyOf(await api.ask({ url: `/v1/images/lookup?uid=${encodeURIComponent(uid)}` })).items[0].usages;
		const zeta = { mci: "zeta", cloud: "aws-us-east-1" };
		expect(await uses("ami-00000106")).toEqual([
			{ ...zeta, revisions: { first: 7, last: 7 }, head: true, latest: true },
		]);
		expect(await uses("ami-00000100")).toEqual([
			{ ...zeta, revisions: { first: 1, last: 1 }, head: false, latest: false },
		]);
		expect(await uses("ami-00000000")).toEqual([
			{ mci: "alpha", cloud: "aws-us-east-1", revisions: null, head: true, latest: false },
		]);
		expect(await uses("projects/p/global/images/8")).toEqual([
			{ mci: "zeta", cloud: "gcp", revisions: { first: 1, last: 7 }, head: true, latest: true },
		]);
		problemIn(await api.ask({ url: "/v1/images/lookup?uid=ami-none" }), 404, "image-not-found");
		problemIn(await api.ask({ url: "/v1/images/lookup" }), 400, "input-invalid");
	});

	it("show one image and one cloud, or a 404", async () => {
		const [image] = bodyOf(await api.ask({ url: "/v1/images?cloud=aws-eu-west-1&limit=1" })).items;
		expect(bodyOf(await api.ask({ url: `/v1/images/${image.id}` }))).toEqual(image);
		expect(bodyOf(await api.ask({ url: "/v1/clouds/gcp" }))).toMatchObject({ slug: "gcp", type: "gcp", region: null });
		for (const id of ["999999", "9007199254740991"])
			problemIn(await api.ask({ url: `/v1/images/${id}` }), 404, "image-not-found");
		for (const id of ["0", "-1", "1.5", "x", "99999999999999999999", "%20"])
			problemIn(await api.ask({ url: `/v1/images/${id}` }), 400, "input-invalid");
		for (const slug of ["nowhere", "AWS", "..%2f", "%F0%9F%8C%8D"])
			problemIn(await api.ask({ url: `/v1/clouds/${slug}` }), 404, "cloud-not-found");
	});

	it.each([
		"limit=0",
		"limit=-1",
		"limit=501",
		"limit=1.5",
		"limit=x",
		"limit=",
		"limit=1&limit=2",
		"sort=sideways",
		"text=a&text=b",
		"text=TOO-LONG",
	])("refuse ?%s", async (shown) => {
		const query = shown.replace("TOO-LONG", "x".repeat(201));
		problemIn(await api.ask({ url: `/v1/mcis?${query}` }), 400, "input-invalid");
		problemIn(await api.ask({ url: `/v1/images?${query}` }), 400, "input-invalid");
	});

	const cursors = [
		"",
		"x",
		"bm90IGpzb24",
		...[
			"null",
			"{}",
			"[]",
			'["a"]',
			'["a",1,2]',
			'[1,"a"]',
			'["a",1.5]',
			'["a",1e300]',
			'["a",-1]',
			'["a",null]',
			'["\\u0000",1]',
			'["\\ud800",1]',
		].map((json) => Buffer.from(json).toString("base64url")),
	];
	it.each(cursors)("refuse the cursor %j", async (cursor) => {
		for (const path of ["/v1/mcis", "/v1/mcis?sort=updated", "/v1/images", "/v1/clouds", "/v1/mcis/zeta/revisions"]) {
			problemIn(
				await api.ask({ url: `${path}${path.includes("?") ? "&" : "?"}cursor=${cursor}` }),
				400,
				"cursor-invalid",
			);
		}
	});

	it("answer a cursor far past all rows with an empty page or the first one", async () => {
		const cursor = Buffer.from('["\uffff",9007199254740991]').toString("base64url");
		for (const path of ["/v1/mcis", "/v1/mcis?sort=updated", "/v1/images", "/v1/clouds", "/v1/mcis/zeta/revisions"]) {
			bodyOf(await api.ask({ url: `${path}${path.includes("?") ? "&" : "?"}cursor=${cursor}` }));
		}
	});

	it.each([
		"/v1/mcis",
		"/v1/images",
		"/v1/clouds",
		"/v1/upstreams",
		"/v1/mcis/alpha/revisions",
		"/v1/images/lookup?uid=ami-00000000",
		"/v1/clouds/gcp",
		"/v1/images/1",
	])("answer 304 for %s until something is written", async (url) => {
		const first = await api.ask({ url });
		expect(first.headers).toMatchObject({
			"cache-control": "private, no-cache",
			vary: "Authorization, Cookie, MCI-Account, Accept",
			etag: expect.stringMatching(/^W\/"g\d+(-[0-9a-z]+)?"$/),
		});
		const again = () => api.ask({ url, headers: { "if-none-match": String(first.headers["etag"]) } });
		expect([(await again()).statusCode, (await again()).body]).toEqual([304, ""]);
		problemIn(
			await api.ask({ url, headers: { "if-none-match": String(first.headers["etag"]) }, as: "mci_wrong" }),
			401,
			"token-invalid",
		);
		const other = await api.second();
		try {
			await putImage(other, "Beta", "gcp", `projects/p/global/images/x${clock}`);
			expect((await again()).statusCode).toBe(200);
		} finally {
			await other.close();
		}
	});

	it("gives an error no ETag, so that a thing created later is seen", async () => {
		const url = "/v1/clouds/acme-lab";
		problemIn(await api.ask({ url }), 404, "cloud-not-found");
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/clouds",
				body: { slug: "acme-lab", type: "OpenStack", region: "Lab", name: " ACME lab " },
			}),
			201,
		);
		expect(bodyOf(await api.ask({ url }))).toEqual({
			slug: "acme-lab",
			type: "openstack",
			region: "Lab",
			name: "ACME lab",
			dormant: false,
		});
	});

	it.each([
		[{ slug: "gcp", type: "gcp" }, 409, "cloud-exists"],
		[{ slug: "Ümlaut", type: "x" }, 400, "cloud-slug-invalid"],
		[{ slug: "../x", type: "x" }, 400, "cloud-slug-invalid"],
		[{ slug: "new", type: "???" }, 400, "cloud-invalid"],
		[{ slug: "new", type: "" }, 400, "input-invalid"],
		[{ slug: "new" }, 400, "cloud-invalid"],
		[{ slug: "new", type: "x", region: 5 }, 400, "input-invalid"],
	] as const)("refuse the new cloud %j", async (body, status, code) => {
		problemIn(await api.ask({ method: "POST", url: "/v1/clouds", body }), status, code);
	});
});
