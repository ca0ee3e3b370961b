import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, bodyOf, problemIn, startApi } from "../api/start-api.ts";

/** Addresses that only this machine, its network or its cloud answers, in every notation. */
const inside = [
	"127.0.0.1",
	"127.1",
	"2130706433",
	"0x7f000001",
	"0177.0.0.1",
	"017700000001",
	"0",
	"0.0.0.0",
	"localhost",
	"LOCALHOST",
	"[::1]",
	"[::]",
	"[::ffff:127.0.0.1]",
	"[::ffff:7f00:1]",
	"[0:0:0:0:0:ffff:127.0.0.1]",
	"[64:ff9b::7f00:1]",
	"[2002:7f00:1::]",
	"10.0.0.1",
	"172.16.0.1",
	"192.168.1.1",
	"100.64.0.1",
	"[fc00::1]",
	"[fe80::1]",
	"１２７.0.0.1",
	"127。0。0。1",
];
const metadata = [
	"169.254.169.254",
	"2852039166",
	"0xa9fea9fe",
	"[::ffff:169.254.169.254]",
	"[fd00:ec2::254]",
	"100.100.100.200",
	"168.63.129.16",
];

// The guard is one function of `net`, which has no engine.
describe("an upstream's address", () => {
	let api: Api;
	let open: Api;
	let target: Server;
	let port: number;
	let asked = 0;
	let redirectTo = "";
	beforeAll(async () => {
		target = createServer((_request, response) => {
			asked++;
			if (redirectTo === "") response.end("name,region,ami\nx,us-east-1,ami-00000001\n");
			else response.writeHead(302, { location: redirectTo }).end();
		});
		await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
		const address = target.address();
		port = typeof address === "object" && address ? address.port : 0;
		api = await startApi("sqlite");
		open = await startApi("sqlite", { allowPrivateUpstreams: true });
	});
	afterAll(async () => {
		await api.close();
		await open.close();
		target.close();
	});

	let made = 0;
	/** The answers to adding an upstream and then fetching it. */
	async function fetched(at: Api, url: string) {
		const name = `upstream-${++made}`;
		const added = await at.ask({ method: "POST", url: "/v1/upstreams", body: { name, url } });
		return added.statusCode === 201 ? at.ask({ method: "POST", url: `/v1/upstreams/${name}/sync` }) : added;
	}

	it.each(inside)("on an internal network is not fetched: %s", async (host) => {
		asked = 0;
		problemIn(await fetched(api, `http://${host}:${port}/list.csv`), 422, "fetch-refused");
		expect(asked).toBe(0);
	});

	it.each(metadata)("that hands out a cloud's credentials is never fetched, whatever is allowed: %s", async (host) => {
		for (const one of [api, open])
			problemIn(await fetched(one, `http://${host}/latest/meta-data/`), 422, "fetch-refused");
	});

	it.each([
		"file:///etc/passwd",
		"ftp://example.com/a",
		"gopher://127.0.0.1:6379/_x",
		"data:text/csv,a",
		"javascript:1",
		"http://user:pass@example.com/",
		"//example.com/a",
		"http://",
	])("of another kind is refused: %s", async (url) => {
		const answer = await fetched(open, url);
		expect([400, 422]).toContain(answer.statusCode);
		expect(["upstream-invalid", "fetch-refused", "input-invalid"]).toContain(answer.json().code);
	});

	it.each(metadata.slice(0, 4))("that redirects to a cloud's credentials is not followed: %s", async (host) => {
		redirectTo = `http://${host}/latest/meta-data/iam/`;
		problemIn(await fetched(open, `http://127.0.0.1:${port}/list.csv`), 422, "fetch-refused");
		redirectTo = "";
	});

	it.each(["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"])(
		"that redirects to another kind of address is not followed: %s",
		async (location) => {
			redirectTo = location;
			problemIn(await fetched(open, `http://127.0.0.1:${port}/list.csv`), 422, "fetch-refused");
			redirectTo = "";
		},
	);

	it.each([...inside, ...metadata])(
		"on an internal network is refused for an OpenID provider too: %s",
		async (host) => {
			asked = 0;
			for (const scheme of ["http", "https"]) {
				const body = { name: `provider-${++made}`, issuer: `${scheme}://${host}:${port}`, clientId: "registry" };
				const answer = await api.ask({ method: "POST", url: "/v1/sign-in-providers", body });
				expect([201, 400, 422, 502], answer.body).toContain(answer.statusCode);
				const begun = await api.ask({ url: `/sign-in/openid/${body.name}`, as: null });
				expect(String(begun.headers["location"] ?? "/")).not.toContain(host);
				const conditions = { sub: ["repo:acme/web:ref:x"] };
				const rule = {
					name: `rule-${made}-${scheme}`,
					issuer: body.issuer,
					audience: "registry",
					conditions,
					roles: ["observer"],
				};
				const added = await api.ask({ method: "POST", url: "/v1/workload-rules", body: rule });
				expect([201, 400, 422], added.body).toContain(added.statusCode);
				const exchanged = await api.ask({
					method: "POST",
					url: "/v1/workload-tokens",
					as: null,
					body: {
						grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
						subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
						subject_token: unsignedToken({ iss: body.issuer, aud: "registry", sub: "repo:acme/web:ref:x" }),
					},
				});
				expect([400, 401, 403, 404, 422, 502, 503], exchanged.body).toContain(exchanged.statusCode);
			}
			expect(asked).toBe(0);
		},
	);

	it.each([...inside, ...metadata])("on an internal network is refused for a feed too: %s", async (host) => {
		asked = 0;
		for (const one of metadata.includes(host) ? [api, open] : [api]) {
			const body = { name: `feed-${++made}`, url: `http://${host}:${port}/`, key: `sha256:${"0f".repeat(32)}` };
			problemIn(await one.ask({ method: "POST", url: "/v1/feeds", body }), 422, "fetch-refused");
		}
		expect(asked).toBe(0);
	});

	it("is fetched where private ones are allowed, which shows that the guard is what stops the others", async () => {
		asked = 0;
		bodyOf(await fetched(open, `http://127.0.0.1:${port}/list.csv`));
		expect(asked).toBe(1);
	});

	it("reveals nothing of the network: open and closed ports are refused alike", async () => {
		const answers = [];
		for (const at of [port, 9]) {
			const { detail } = problemIn(await fetched(api, `http://127.0.0.1:${at}/`), 422, "fetch-refused");
			answers.push(detail.replace(String(at), "<port>"));
		}
		expect(answers[0]).toBe(answers[1]);
	});
});

/** A forged workload token without a signature. */
function unsignedToken(claims: Readonly<Record<string, string>>): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	return [part({ alg: "RS256", kid: "x" }), part({ ...claims, exp: 4_000_000_000, iat: 1_700_000_000 }), "AAAA"].join(
		".",
	);
}
