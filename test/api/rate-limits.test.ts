import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultRateLimits, type RateLimits } from "../../src/api/rate-limits.ts";
import { createServer } from "../../src/api/server.ts";
import { type Api, bodyOf, problemIn, startApi } from "./start-api.ts";

const few: RateLimits = { ...defaultRateLimits, perActor: 5, perAddress: 3, failures: 4 };
const from = (address: string) => ({ "x-forwarded-for": address });

describe("rate limits", () => {
	let api: Api;
	const start = async (limits: Partial<RateLimits> = {}) => {
		api = await startApi("sqlite", { publicRead: true, trustProxy: ["127.0.0.1"], rateLimits: { ...few, ...limits } });
	};
	beforeEach(() => start());
	afterEach(() => api.close());
	const times = (count: number, act: () => Promise<unknown>) =>
		Array.from({ length: count }).reduce<Promise<unknown>>((before) => before.then(act), Promise.resolve());

	it("count per token: a request over the limit is refused with the time to wait", async () => {
		await times(5, async () => bodyOf(await api.ask({ url: "/v1/mcis" })));
		const refused = await api.ask({ url: "/v1/mcis" });
		const { details, detail, help } = problemIn(refused, 429, "rate-limited");
		expect(detail).toBe("Too many requests of admin of the tests.");
		expect(Number(refused.headers["retry-after"])).toBe(details["seconds"]);
		expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
		expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
		expect(help).toBe(`Try again in ${details["seconds"]} s.`);
		bodyOf(await api.ask({ url: "/v1/mcis", as: "reader" }));
	});

	it("count a token from every address and in every spelling as one", async () => {
		const secret = await api.newToken("reader", "acme");
		for (let i = 0; i < 5; i++) {
			const headers = {
				...from(`198.51.100.${i}`),
				authorization: `${i % 2 ? "bearer" : "BEARER"} ${" ".repeat(i)}${secret}`,
			};
			bodyOf(await api.ask({ url: "/v1/mcis", headers }));
		}
		problemIn(await api.ask({ url: "/v1/mcis", headers: from("198.51.100.9"), as: secret }), 429, "rate-limited");
	});

	it("count per address without a token, and an IPv6 network as one address", async () => {
		await times(3, async () => bodyOf(await api.ask({ url: "/v1/mcis", as: null, headers: from("192.0.2.1") })));
		problemIn(await api.ask({ url: "/v1/mcis", as: null, headers: from("192.0.2.1") }), 429, "rate-limited");
		bodyOf(await api.ask({ url: "/v1/mcis", as: null, headers: from("192.0.2.2") }));
		for (const tail of ["1", "2", "ffff:1"])
			bodyOf(await api.ask({ url: "/v1/mcis", as: null, headers: from(`2001:db8::${tail}`) }));
		problemIn(await api.ask({ url: "/v1/mcis", as: null, headers: from("2001:db8::4") }), 429, "rate-limited");
	});

	it("do not apply to resolving, which servers do when they start", async () => {
		await times(20, async () =>
			problemIn(await api.ask({ url: "/v1/resolve?ref=web&cloud=gcp" }), 404, "mci-not-found"),
		);
	});

	it("are off when they are set to zero", async () => {
		await api.close();
		await start({ perActor: 0, perAddress: 0 });
		for (const as of ["admin", null]) await times(20, async () => bodyOf(await api.ask({ url: "/v1/mcis", as })));
	});

	it("stop an address that sends unknown tokens before any lookup, but not its neighbors with valid ones", async () => {
		const guess = (i: number) => api.ask({ url: "/v1/mcis", as: `mci_guess${i}`, headers: from("192.0.2.1") });
		for (let i = 0; i < 3; i++) problemIn(await guess(i), 401, "token-invalid");
		bodyOf(await api.ask({ url: "/v1/mcis", as: "reader", headers: from("192.0.2.1") }));
		problemIn(await guess(3), 401, "token-invalid");
		const asked = queriesOf(api);
		const { detail } = problemIn(await guess(4), 429, "rate-limited");
		expect(detail).toBe("Too many unknown tokens from this address.");
		expect(asked()).toBe(0);
		bodyOf(await api.ask({ url: "/v1/mcis", as: "reader", headers: from("192.0.2.1") }));
		problemIn(await api.ask({ url: "/v1/mcis", as: "mci_guess", headers: from("192.0.2.2") }), 401, "token-invalid");
	});

	it("ignore an address that a client merely claims", async () => {
		await api.close();
		api = await startApi("sqlite", { publicRead: true, rateLimits: few });
		for (let i = 0; i < 3; i++) bodyOf(await api.ask({ url: "/v1/mcis", as: null, headers: from(`192.0.2.${i}`) }));
		problemIn(await api.ask({ url: "/v1/mcis", as: null, headers: from("192.0.2.9") }), 429, "rate-limited");
	});
});

describe("a route with its own limit", () => {
	it.each(["sign-in", "code", "exchange"] as const)(
		"allows the requests that %s sets for each address, whoever sends them",
		async (name) => {
			const api = await startApi("sqlite");
			const { what } = defaultRateLimits.named[name];
			const limits = {
				...defaultRateLimits,
				named: { ...defaultRateLimits.named, [name]: { limit: 2, seconds: 30, what } },
			};
			const app = await createServer({
				needs: api.registry.needs,
				version: "1",
				anonymous: null,
				logger: false,
				description: "none",
				rateLimits: limits,
				trustProxy: ["127.0.0.1"],
			});
			app.post("/v1/guess", { config: { permission: "everyone", rateLimit: name } }, () => ({ right: false }));
			const guess = (address: string) => app.inject({ method: "POST", url: "/v1/guess", headers: from(address) });
			try {
				for (let i = 0; i < 2; i++) bodyOf(await guess("192.0.2.1"));
				const refused = await guess("192.0.2.1");
				expect(problemIn(refused, 429, "rate-limited").detail).toBe(`Too many ${what}.`);
				expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(30);
				bodyOf(await guess("192.0.2.2"));
			} finally {
				await app.close();
				await api.close();
			}
		},
	);
});

/** Counts the token lookups from now on. */
function queriesOf({ registry }: Api): () => number {
	const { tokens } = registry.needs.store.read;
	const find = tokens.findByHash.bind(tokens);
	let count = 0;
	Object.assign(tokens, {
		findByHash: (hash: string) => {
			count++;
			return find(hash);
		},
	});
	return () => count;
}
