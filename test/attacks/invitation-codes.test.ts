import { beforeAll, describe, expect, it } from "vitest";
import { defaultRateLimits } from "../../src/api/rate-limits.ts";
import { type Api, bodyOf, engines, problemIn, useApi } from "../api/start-api.ts";

describe.each(engines)("an invitation's code on %s", (engine) => {
	const api = useApi(engine);
	let accounts = 0;
	beforeAll(async () => {
		bodyOf(await api.ask({ method: "POST", url: "/v1/account-groups", body: { name: "partners" } }), 201);
	});

	const newAccount = () => api.newToken("admin", `guest-${++accounts}`);
	const invite = async (): Promise<string> =>
		bodyOf(await api.ask({ method: "POST", url: "/v1/account-groups/partners/invitations", body: {} }), 201).code;
	const accept = (code: string, as: string, at: Api = api) =>
		at.ask({ method: "POST", url: "/v1/invitations/accept", as, body: { code } });
	const members = async () =>
		bodyOf(await api.ask({ url: "/v1/account-groups/partners/members" })).items.length as number;

	it("lets one account in, and is worthless when it is used again, by any account", async () => {
		const [code, first, second] = [await invite(), await newAccount(), await newAccount()];
		bodyOf(await accept(code, first));
		const replayed = await accept(code, second);
		expect(replayed.statusCode).toBeGreaterThanOrEqual(400);
		const unknown = await accept("7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK", second);
		expect(replayed.json()).toEqual(unknown.json());
		expect((await accept(code, first)).statusCode).toBeGreaterThanOrEqual(400);
	});

	it("lets in one of many accounts that use it at the same time, on two servers", async () => {
		const other = await api.second();
		try {
			const before = await members();
			const [code, guests] = [await invite(), await Promise.all(Array.from({ length: 6 }, newAccount))];
			const answers = await Promise.all(guests.map((guest, i) => accept(code, guest, i % 2 === 0 ? api : other)));
			expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
			expect(await members()).toBe(before + 1);
		} finally {
			await other.close();
		}
	});

	it("is worthless once it is revoked, and appears in no list, audit entry or message", async () => {
		const [code, guest] = [await invite(), await newAccount()];
		const open = bodyOf(await api.ask({ url: "/v1/account-groups/partners/invitations" })).items as readonly {
			readonly id: number;
			readonly state: string;
		}[];
		const last = open.filter(({ state }) => state === "open").reduce((a, b) => (a.id > b.id ? a : b));
		bodyOf(await api.ask({ method: "DELETE", url: `/v1/account-groups/partners/invitations/${last.id}` }));
		const refused = await accept(code, guest);
		expect(refused.statusCode).toBeGreaterThanOrEqual(400);
		const plain = code.replaceAll("-", "");
		for (const url of ["/v1/account-groups/partners/invitations", "/v1/audit?limit=500"]) {
			const { body } = await api.ask({ url });
			expect(body).not.toContain(code);
			expect(body).not.toContain(plain);
		}
		expect(refused.body).not.toContain(code);
	});

	it("can be guessed only a few times from one address", async () => {
		const limited = await api.second({ rateLimits: defaultRateLimits });
		try {
			const guest = await newAccount();
			for (let i = 0; i < defaultRateLimits.named.code.limit; i++) {
				expect(
					(await accept(`7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-${String(i).padStart(4, "0")}`, guest, limited)).statusCode,
				).not.toBe(429);
			}
			problemIn(await accept(await invite(), guest, limited), 429, "rate-limited");
		} finally {
			await limited.close();
		}
	});
});
