import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type Body, bodyOf, commit, engines, makeMci, problemIn, putImage, startApi } from "./start-api.ts";

const ask = (ref: string, cloud = "aws-us-east-1", more = "") => ({
	url: `/v1/resolve?ref=${encodeURIComponent(ref)}&cloud=${cloud}${more}`,
});
const text = { accept: "text/plain" };

describe.each(engines)("resolve on %s", (engine) => {
	let api: Api;
	let other: Api;
	/** The clock of the first application. */
	let now = "2030-01-01T00:00:00.000Z";

	beforeAll(async () => {
		api = await startApi(engine, { needs: () => ({ now: () => now }) });
		other = await api.second();
		bodyOf(
			await api.ask({ method: "POST", url: "/v1/clouds", body: { slug: "artifact-metal-iso", type: "metal" } }),
			201,
		);
		await makeMci(api, "web", {
			"aws-us-east-1": "ami-00000001",
			gcp: "projects/p/global/images/web-1",
			"artifact-metal-iso": "https://x.example/web.iso",
		});
		await commit(api, "web");
		await makeMci(api, "draft", { "aws-us-east-1": "ami-0000000d" });
	});
	afterAll(async () => {
		await other.close();
		await api.close();
	});

	it("answers with the image, its revision and the reasons", async () => {
		const answer = bodyOf(await api.ask(ask("web")));
		expect(answer).toMatchObject({
			ref: "web",
			cloud: "aws-us-east-1",
			image: { kind: "id", uid: "ami-00000001", checksum: null },
			mci: { name: "web", lineage: expect.any(String) },
			revision: 1,
			digest: bodyOf(await api.ask({ url: "/v1/mcis/web/revisions/1" })).digest,
		});
		expect(answer.reasons).toContainEqual({ property: "revision", text: "revision 1 is the newest commit" });
		for (const ref of ["web@1", "web@latest", "default/web"])
			expect(bodyOf(await api.ask(ask(ref)))).toMatchObject({ ref, revision: 1 });
		expect(bodyOf(await api.ask(ask("draft@head")))).toMatchObject({ revision: 0, image: { uid: "ami-0000000d" } });
	});

	it.each([
		["text/plain", "text/plain; charset=utf-8"],
		["text/plain, */*;q=0.1", "text/plain; charset=utf-8"],
		["*/*", "application/json; charset=utf-8"],
		["application/json, text/plain", "application/json; charset=utf-8"],
		["", "application/json; charset=utf-8"],
	])("answers Accept: %s with %s, first and again", async (accept, type) => {
		for (let i = 0; i < 2; i++) {
			const answer = await api.ask({ ...ask("web"), headers: { accept } });
			expect(answer.headers["content-type"]).toBe(type);
			if (type.startsWith("text/plain")) expect(answer.body).toBe("ami-00000001\n");
			else expect(answer.json().image.uid).toBe("ami-00000001");
		}
	});

	it("has no id in plain text for a file to upload, only in JSON", async () => {
		for (let i = 0; i < 2; i++) {
			const { details } = problemIn(
				await api.ask({ ...ask("web", "artifact-metal-iso"), headers: text }),
				409,
				"artifact-only",
			);
			expect(details).toMatchObject({ url: "https://x.example/web.iso" });
			const answer = bodyOf(await api.ask(ask("web", "artifact-metal-iso")));
			expect(answer.warnings).toEqual([expect.objectContaining({ code: "artifact-needs-upload" })]);
		}
	});

	it("accepts requested values, and warns of an image that is not in the map", async () => {
		const requested = bodyOf(await api.ask(ask("web", "aws-us-east-1", "&image=ami-0000000f&instanceType=m5.large")));
		expect(requested).toMatchObject({
			image: { uid: "ami-0000000f", facts: null },
			instanceType: "m5.large",
			warnings: [{ code: "image-overridden" }],
		});
	});

	it.each([
		["web@2", "aws-us-east-1", 404, "revision-not-found"],
		["draft", "aws-us-east-1", 404, "nothing-committed"],
		["wbe", "aws-us-east-1", 404, "mci-not-found"],
		["web@stable", "aws-us-east-1", 404, "channel-not-found"],
		["other/web", "aws-us-east-1", 404, "account-not-found"],
		["web@", "aws-us-east-1", 400, "reference-invalid"],
		["", "aws-us-east-1", 400, "reference-invalid"],
		["web", "aws-us-east-2", 404, "not-resolved"],
		["web", "AWS", 400, "cloud-slug-invalid"],
		["web", "", 400, "cloud-slug-invalid"],
		["web", "__proto__", 400, "cloud-slug-invalid"],
	] as const)("gives the reason why %j in %j has no answer, every time", async (ref, cloud, status, code) => {
		for (const headers of [{}, text, text]) problemIn(await api.ask({ ...ask(ref, cloud), headers }), status, code);
	});

	it("lists the alternatives", async () => {
		const { details } = problemIn(await api.ask(ask("web", "aws-us-east-2")), 404, "not-resolved");
		expect(details).toMatchObject({
			reasons: [{ code: "no-setting" }],
			instead: { clouds: ["aws-us-east-1", "gcp", "artifact-metal-iso"] },
		});
		expect(problemIn(await api.ask(ask("webb")), 404, "mci-not-found").details["near"]).toContain("web");
	});

	it.each([
		"/v1/resolve",
		"/v1/resolve?ref=web",
		"/v1/resolve?cloud=gcp",
		"/v1/resolve?ref=web&cloud=gcp&cloud=aws-us-east-1",
		"/v1/resolve?cloud=gcp&ref=TOO-LONG",
	])("refuses %s", async (shown) => {
		const url = shown.replace("TOO-LONG", "x".repeat(401));
		const { details } = problemIn(await api.ask({ url }), 400, "input-invalid");
		expect(details["issues"]).not.toEqual([]);
	});

	it("ignores unknown query keys", async () => {
		expect(bodyOf(await api.ask(ask("web", "gcp", "&color=red&__proto__=x&constructor=y")))).toMatchObject({
			image: { uid: "projects/p/global/images/web-1" },
		});
	});

	it("answers 304 to a client that has the answer, for JSON and text separately", async () => {
		const tags: string[] = [];
		for (const headers of [{ accept: "application/json" }, text]) {
			const first = await api.ask({ ...ask("web"), headers });
			expect(first.headers).toMatchObject({
				"cache-control": "private, no-cache",
				vary: "Authorization, Cookie, MCI-Account, Accept",
			});
			const tag = String(first.headers["etag"]);
			tags.push(tag);
			const again = await api.ask({ ...ask("web"), headers: { ...headers, "if-none-match": tag } });
			expect([again.statusCode, again.body, again.headers["etag"]]).toEqual([304, "", tag]);
		}
		expect(tags[0]).not.toBe(tags[1]);
		expect((await api.ask({ ...ask("web"), headers: { ...text, "if-none-match": String(tags[0]) } })).body).toBe(
			"ami-00000001\n",
		);
	});

	it("never returns an answer from before a write of this process or of another", async () => {
		await makeMci(api, "moving", { "aws-us-east-1": "ami-00001000" });
		await commit(api, "moving");
		const uids = async () => [
			(await api.ask({ ...ask("moving"), headers: text })).body,
			bodyOf(await other.ask(ask("moving"))).image.uid,
		];
		const heads = async () => [
			bodyOf(await api.ask(ask("moving@head"))).image.uid,
			(await other.ask({ ...ask("moving@head"), headers: text })).body,
		];
		for (let i = 1; i <= 6; i++) {
			const writer = i % 2 ? api : other;
			const [before, uid] = [`ami-0000100${i - 1}`, `ami-0000100${i}`];
			expect([await uids(), await uids()]).toEqual([
				[`${before}\n`, before],
				[`${before}\n`, before],
			]);
			await putImage(writer, "moving", "aws-us-east-1", uid);
			expect([await heads(), await uids()]).toEqual([
				[uid, `${uid}\n`],
				[`${before}\n`, before],
			]);
			await commit(writer, "moving");
			expect(await uids()).toEqual([`${uid}\n`, uid]);
		}
	});

	it("never caches an answer that a write made outdated", async () => {
		await makeMci(api, "overtaken", { "aws-us-east-1": "ami-00002000" });
		await commit(api, "overtaken");
		const { promise: written, resolve: release } = Promise.withResolvers<void>();
		const slow = await api.second({
			needs: ({ store }) => ({
				store: {
					...store,
					// The first request reads before the write and answers after it.
					findCell: async (account, question) => {
						const cell = await store.findCell(account, question);
						if (question.name === "overtaken") await written;
						return cell;
					},
				},
			}),
		});
		try {
			const early = slow.ask(ask("overtaken"));
			await slow.ask(ask("web"));
			await putImage(api, "overtaken", "aws-us-east-1", "ami-00002001");
			await commit(api, "overtaken");
			await slow.ask(ask("web"));
			release();
			await early;
			expect(bodyOf(await slow.ask(ask("overtaken"))).image.uid).toBe("ami-00002001");
		} finally {
			await slow.close();
		}
	});

	it("returns a cached answer only to its own account", async () => {
		const stranger = await api.newToken("admin", "stranger");
		bodyOf(await api.ask(ask("web")));
		bodyOf(await api.ask(ask("web")));
		const url = ask("web").url;
		problemIn(await api.ask({ url, as: null }), 401, "token-missing");
		problemIn(await api.ask({ url, as: "mci_wrong" }), 401, "token-invalid");
		problemIn(await api.ask({ url, as: stranger }), 404, "mci-not-found");
		problemIn(await api.ask({ ...ask("default/web"), as: stranger }), 404, "account-not-found");
		const own = { "aws-us-east-1": "ami-000000ff" };
		await makeMci({ ask: (question) => api.ask({ ...question, as: stranger }) }, "web", own);
		expect(bodyOf(await api.ask({ ...ask("web@head"), as: stranger })).image.uid).toBe("ami-000000ff");
		expect(bodyOf(await api.ask(ask("web@head"))).image.uid).toBe("ami-00000001");
		for (const path of ["/v1/mcis", "/v1/images", "/v1/clouds", "/v1/upstreams"]) {
			const [theirs, ours] = await Promise.all(
				["stranger", "us"].map((who) => api.ask({ url: path, ...(who === "us" ? {} : { as: stranger }) })),
			);
			expect([path, theirs?.body === ours?.body]).toEqual([path, path === "/v1/upstreams"]);
		}
	});

	it("stops returning a cached answer when a date of the image passes", async () => {
		const image = `<image id="ami-00003000" name="sunset-v20290101-x86_64" region="us-east-1" state="active" publishedon="20290101" deprecatedon="20300201" deletedon="20300301"/>`;
		const content = `<?xml version="1.0"?><images>${image}</images>`;
		const imported = bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/imports",
				body: { files: [{ path: "amazon.xml", content }], format: "suse-pint" },
			}),
		);
		const question = ask(imported.reports[0].lines[0].name);
		const warnings = async () =>
			bodyOf(await api.ask(question)).warnings.map((warning: { code: string }) => warning.code);
		expect([await warnings(), await warnings()]).toEqual([[], []]);
		now = "2030-02-01T00:00:00.000Z";
		expect([await warnings(), await warnings()]).toEqual([["image-deprecated"], ["image-deprecated"]]);
		now = "2030-03-01T00:00:00.000Z";
		for (let i = 0; i < 2; i++) {
			expect(problemIn(await api.ask(question), 409, "resolve-refused").details).toMatchObject({
				reasons: [{ code: "image-deleted" }],
			});
		}
		now = "2030-01-01T00:00:00.000Z";
	});

	it("answers several questions independently and in order", async () => {
		const questions = [
			{ ref: "web", cloud: "gcp" },
			{ ref: "nothing", cloud: "gcp" },
			{ ref: "web", cloud: "azure-westeurope" },
			{ ref: "web@head", cloud: "aws-us-east-1", instanceType: "m5.large" },
			{ ref: "a/b/c", cloud: "gcp" },
			{ ref: "web", cloud: "artifact-metal-iso" },
			{ ref: "web", cloud: "gcp" },
		];
		const { items } = bodyOf(await api.ask({ method: "POST", url: "/v1/resolve", body: { questions } }));
		expect(items.map((item: Body) => [item.ref, item.cloud])).toEqual(questions.map(({ ref, cloud }) => [ref, cloud]));
		expect(items.map((item: Body) => item.resolved?.image.uid ?? item.problem.code)).toEqual([
			"projects/p/global/images/web-1",
			"mci-not-found",
			"not-resolved",
			"ami-00000001",
			"reference-invalid",
			"https://x.example/web.iso",
			"projects/p/global/images/web-1",
		]);
		for (const { resolved, problem } of items)
			expect([resolved, problem].filter((one) => one === null)).toHaveLength(1);
	});

	it.each([
		[[]],
		[undefined],
		["web"],
		[[{ ref: "web" }]],
		[Array.from({ length: 1001 }, () => ({ ref: "web", cloud: "gcp" }))],
	])("refuses invalid questions (case %#)", async (questions) => {
		problemIn(await api.ask({ method: "POST", url: "/v1/resolve", body: { questions } }), 400, "input-invalid");
	});

	it("answers by the clock of the application", async () => {
		const { secret } = bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/tokens",
				body: { name: "a day", roles: ["observer"], expiresAt: "2030-01-02T01:00:00+01:00" },
			}),
			201,
		);
		bodyOf(await api.ask({ ...ask("web"), as: secret }));
		now = "2030-01-02T00:00:00.000Z";
		problemIn(await api.ask({ ...ask("web"), as: secret }), 401, "token-invalid");
	});
});
