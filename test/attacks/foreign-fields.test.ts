import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf, problemIn, useApi } from "../api/start-api.ts";
import { apiOperations, requestFor, takesAnyField } from "./api-operations.ts";
import { contentsOf, fillRegistry, usualText } from "./attacked-registry.ts";

/** Fields that an attacker would like to set, under names that no operation has. */
const requested: Readonly<Record<string, unknown>> = {
	accountId: 2,
	account_id: 2,
	userId: 1,
	isAdmin: true,
	is_operator: 1,
	passwordHash: "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$c29tZXNhbHRzb21lc29tZXNhbHQ",
	lineage: "00000000-0000-4000-8000-000000000000",
	headVersion: 99,
	createdAt: "2001-01-01T00:00:00.000Z",
	actor: "somebody else",
	hash: "0",
	tenant: "acme",
};

const withBody = apiOperations.filter(({ body }) => body !== null);

// One hook checks before anything is read or written, so one engine is enough.
describe("unknown fields", () => {
	const api = useApi("sqlite");
	beforeAll(async () => {
		await fillRegistry(api);
	});

	it("are ignored by one operation, because a standard requires it", () => {
		expect(withBody.filter(takesAnyField).map(({ id }) => id)).toEqual(["exchangeWorkloadToken"]);
	});

	describe.each(withBody.map((operation) => [operation.id, operation] as const))("%s", (_id, operation) => {
		const question = requestFor(operation, { usual: usualText });
		const body = question.body as Readonly<Record<string, unknown>>;
		const known = new Set(Object.keys(body));
		const asked = async (raw: string) =>
			api.ask({
				...question,
				body: undefined,
				raw,
				headers: { ...question.headers, "content-type": "application/json" },
			});
		const contents = async () =>
			JSON.stringify([await contentsOf(api, "admin"), bodyOf(await api.ask({ url: "/v1/audit?limit=1" })).items]);

		it(
			takesAnyField(operation) ? "ignores them, and they have no effect" : "refuses each of them, and does nothing",
			async () => {
				const before = await contents();
				for (const [field, value] of Object.entries(requested)) {
					if (known.has(field)) continue;
					if (takesAnyField(operation)) {
						const [without, withIt] = [
							await asked(JSON.stringify(body)),
							await asked(JSON.stringify({ ...body, [field]: value })),
						];
						expect([withIt.statusCode, withIt.body]).toEqual([without.statusCode, without.body]);
						continue;
					}
					const { detail } = problemIn(await asked(JSON.stringify({ ...body, [field]: value })), 400, "input-invalid");
					expect(detail).toContain(`body/${field} is not a field of this request`);
				}
				expect(await contents()).toBe(before);
			},
		);

		it("accepts no prototype, and pollutes none", async () => {
			const text = JSON.stringify(body).slice(1);
			const rest = text === "}" ? text : `,${text}`;
			for (const hostile of [
				'"__proto__":{"isOperator":true,"polluted":true}',
				'"constructor":{"prototype":{"isOperator":true,"polluted":true}}',
				'"\\u005f_proto__":{"polluted":true}',
			]) {
				problemIn(await asked(`{${hostile}${rest}`), 400, "input-invalid");
			}
			const clean: Record<string, unknown> = {};
			expect([clean["polluted"], clean["isOperator"]]).toEqual([undefined, undefined]);
		});
	});
});
