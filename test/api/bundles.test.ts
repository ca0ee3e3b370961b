import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { feedFiles } from "../../src/main/feed-files.ts";
import { actorWith } from "../../src/registry/actor.ts";
import { type FeedServer, startFeedServer } from "../feed-server.ts";
import { type Publications, publicationsOf } from "../publications.ts";
import { type Api, bodyOf, commit, engines, makeMci, problemIn, putImage, startApi } from "./start-api.ts";

describe.each(engines)("bundles and feeds on %s", (engine) => {
	let api: Api;
	let library: string;
	let server: FeedServer;
	let key: string;
	let rows: Publications;

	beforeAll(async () => {
		api = await startApi(engine, { needs: () => ({ feeds: feedFiles(true) }) });
		library = await api.newToken("writer", "elsewhere");
		server = await startFeedServer();
		const { needs, account } = api.registry;
		const actor = actorWith({
			accountId: account.id,
			account: account.name,
			name: "test",
			kind: "local",
			roles: ["publisher"],
		});
		rows = publicationsOf(needs, actor);
		await rows.name("Acme");
		await makeMci(api, "web", { "azure-eastus": "ami-1" });
		await commit(api, "web");
		await rows.publish("mci", "web@1");
		key = bodyOf(await api.ask({ method: "PUT", url: "/v1/signing-key" })).fingerprint;
	});
	afterAll(async () => {
		server.close();
		await api.close();
	});

	const exported = async () => bodyOf(await api.ask({ method: "POST", url: "/v1/bundles/export", body: {} }));
	const take = (body: object) => api.ask({ method: "POST", url: "/v1/bundles/import", body, as: library });

	it("carry a publication from one account to another, first as a dry run", async () => {
		const made = await exported();
		expect(made).toMatchObject({ key, publications: [{ kind: "mci", name: "web", number: 1, state: "active" }] });
		expect(made.size).toBe(Buffer.byteLength(made.bundle));
		const { details } = problemIn(await take({ bundle: made.bundle }), 403, "bundle-key-unknown");
		expect(details).toMatchObject({ key });
		const tried = bodyOf(await take({ bundle: made.bundle, key, dryRun: true }));
		expect(tried).toMatchObject({
			isNewKey: true,
			publisher: { name: "Acme", key },
			report: { imported: [{ name: "web", number: 1 }] },
		});
		expect(bodyOf(await api.ask({ url: "/v1/publisher-keys", as: library })).items).toEqual([]);
		expect(bodyOf(await take({ bundle: made.bundle, key, names: { web: "from-acme" } })).report.renamed).toMatchObject([
			{ name: "from-acme" },
		]);
		expect(bodyOf(await api.ask({ url: "/v1/publisher-keys", as: library })).items).toMatchObject([
			{ fingerprint: key, publisher: "Acme" },
		]);
		expect(bodyOf(await take({ bundle: made.bundle })).report).toMatchObject({
			imported: [],
			alreadyThere: [{ name: "from-acme" }],
		});
		const shown = bodyOf(await api.ask({ url: "/v1/resolve?ref=from-acme@1&cloud=azure-eastus", as: library }));
		expect(shown.image.uid).toBe("ami-1");
	});

	it("are refused after a change, with what changed and where", async () => {
		const { bundle } = await exported();
		const { details } = problemIn(
			await take({ bundle: bundle.replace('\\"ami-1\\"', '\\"ami-9\\"') }),
			400,
			"bundle-invalid",
		);
		expect(details).toMatchObject({
			place: expect.stringMatching(/^object [0-9a-f]{64}$/),
			problem: expect.stringContaining("SHA-256"),
		});
		problemIn(await take({ bundle: `${bundle} ` }), 400, "bundle-invalid");
		problemIn(await take({ bundle: "\u0000" }), 400, "input-invalid");
		problemIn(await take({ bundle, key: "nobody" }), 400, "publisher-key-invalid");
	});

	it("are followed as a feed, shown, synced, imported from and removed", async () => {
		const post = (url: string, body?: object) =>
			api.ask({ method: "POST", url, as: library, ...(body === undefined ? {} : { body }) });
		await putImage(api, "web", "azure-eastus", "ami-2");
		await commit(api, "web");
		await rows.publish("mci", "web@2");
		const feed = bodyOf(await api.ask({ method: "POST", url: "/v1/feed-exports", body: { days: 10 } }));
		expect(feed).toMatchObject({ missing: 0, index: { sequence: 1 } });
		expect(feed.digests).toEqual(feed.bundles.map(({ digest }: { digest: string }) => digest));
		for (const { digest, bundle } of feed.bundles) server.files.set(`${digest}.mcib`, bundle);
		server.files.set("index.json", feed.index.text);
		const again = bodyOf(await api.ask({ method: "POST", url: "/v1/feed-exports", body: { have: feed.digests } }));
		expect(again).toMatchObject({ bundles: [], missing: 0, index: { sequence: 2 } });

		const added = await post("/v1/feeds", { name: "acme", url: server.url, key });
		expect(bodyOf(added, 201)).toMatchObject({ name: "acme", key, mode: "offer", sequence: 0 });
		expect(added.headers.location).toBe("/v1/feeds/acme");
		problemIn(await post("/v1/feeds", { name: "acme", url: server.url, key }), 409, "feed-exists");
		expect(bodyOf(await post("/v1/feeds/acme/sync"))).toMatchObject({
			outcome: "read",
			waiting: 1,
			feed: { sequence: 1, publisher: "Acme" },
		});
		const { offers } = bodyOf(await api.ask({ url: "/v1/feeds/acme", as: library }));
		expect(offers).toMatchObject([
			{ number: 1, isImported: true },
			{ number: 2, isImported: false },
		]);
		expect(bodyOf(await post("/v1/feeds/acme/import", { kind: "mci", name: "web" }))).toMatchObject({
			imported: [{ name: "from-acme", number: 2 }],
		});
		problemIn(await post("/v1/feeds/acme/import", { kind: "mci", name: "wbe" }), 404, "feed-offer-absent");
		expect((await api.ask({ method: "DELETE", url: "/v1/feeds/acme", as: library })).statusCode).toBe(204);
		problemIn(await post("/v1/feeds/acme/sync"), 404, "feed-not-found");
	});
});
