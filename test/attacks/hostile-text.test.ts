import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf, engines, useApi } from "../api/start-api.ts";
import { type ApiOperation, apiOperations, requestFor, textPlaces } from "./api-operations.ts";
import { contentsOf, fillRegistry, usualText } from "./attacked-registry.ts";

/** Each would do harm if it were interpreted; a `sleep` that runs makes the test time out. */
const payloads: readonly (readonly [what: string, text: string])[] = [
	["SQL behind a quote", "' OR '1'='1'; DROP TABLE tokens; SELECT pg_sleep(60) --"],
	["SQL behind other quotes, a pattern and an escape", '") OR 1=1; DELETE FROM audit_entries; -- %_\\'],
	[
		"a way out of a folder, and header lines",
		"..\\../..%2f..//etc/passwd\r\nset-cookie: evil=1\r\nlocation: //evil.example/\r\n\r\n<script>",
	],
	["a prototype's name", "__proto__"],
];

describe.each(engines)("hostile text in every place of every operation on %s", (engine) => {
	const api = useApi(engine);
	let stranger: string;
	let before: Readonly<Record<string, unknown>>;
	beforeAll(async () => {
		await fillRegistry(api);
		stranger = await api.newToken("admin", "strangers");
		for (const noun of ["mcis", "templates", "scripts", "deployments"]) {
			bodyOf(
				await api.ask({
					method: "POST",
					url: `/v1/${noun}`,
					as: stranger,
					body: { name: "theirs", description: "untouched" },
				}),
				201,
			);
		}
		before = await contentsOf(api, stranger);
	});

	it.each(apiOperations.map((operation) => [operation.id, operation] as const))(
		"is text to %s",
		async (_id, operation) => {
			for (const place of textPlaces(operation)) {
				for (const [what, text] of payloads) {
					const answer = await api.ask(requestFor(operation, { usual: usualText, place, text }));
					const where = `${what} in ${place}: ${answer.statusCode} ${answer.statusCode < 500 ? "" : answer.body}`;
					expect([where, isForeseen(operation, answer.statusCode)]).toEqual([where, true]);
					expect(JSON.stringify(answer.headers["set-cookie"] ?? ""), where).not.toContain("evil");
					for (const value of Object.values(answer.headers)) expect(String(value), where).not.toMatch(/[\r\n]/);
					if (place === "?text") expect([where, answer.json().items]).toEqual([where, []]);
				}
			}
			expect(({} as Record<string, unknown>)["evil"]).toBeUndefined();
		},
	);

	it("changed nothing in another account and no user's roles, and left the audit intact", async () => {
		expect(await contentsOf(api, stranger)).toEqual(before);
		expect(bodyOf(await api.ask({ url: "/v1/whoami", as: "reader" })).roles).toEqual(["observer"]);
		expect(bodyOf(await api.ask({ url: "/v1/audit/verify" }))).toMatchObject({ entries: expect.any(Number) });
	});
});

/** No cloud is connected, and nothing listens at the upstream's address. */
function isForeseen({ id }: ApiOperation, status: number): boolean {
	return status < 500 || (id === "launchServer" && status === 501) || (id === "syncUpstream" && status === 502);
}
