import { beforeAll, describe, expect, it } from "vitest";
import { operationsByPermission, permissionOf } from "../../src/api/permission-table.ts";
import { permissions, type Role, roles } from "../../src/core/access/index.ts";
import { apiOperations, requestFor } from "../attacks/api-operations.ts";
import { fillRegistry, usualText } from "../attacks/attacked-registry.ts";
import { bodyOf, useApi } from "./start-api.ts";

/** Owners of the requested objects: the names are those of the default account. */
const places = [
	{ whose: "their own", account: undefined },
	{ whose: "another account's", account: "foreigners" },
	{ whose: "an account's that shares some with them", account: "partners" },
] as const;

/** A service's token needs another permission for tokens than users need for their own. */
const ofServices: Readonly<Record<string, keyof typeof permissions>> = { createToken: "tokens.manage" };

// The table is checked before anything is read, so one engine is enough; access.test.ts tries every role on both.
describe("every operation, called by every role, on objects", () => {
	const api = useApi("sqlite");
	const tokens = new Map<string, string>();
	beforeAll(async () => {
		await fillRegistry(api);
		bodyOf(await api.ask({ method: "POST", url: "/v1/account-groups", body: { name: "friends" } }), 201);
		const { code } = bodyOf(
			await api.ask({ method: "POST", url: "/v1/account-groups/friends/invitations", body: {} }),
			201,
		);
		const partner = await api.newToken("admin", "partners");
		bodyOf(await api.ask({ method: "POST", url: "/v1/invitations/accept", as: partner, body: { code } }));
		const offer = { kind: "mci", ref: "governed@2", to: { groups: ["friends"] } };
		bodyOf(await api.ask({ method: "POST", url: "/v1/publications", body: offer }), 201);
		for (const { whose, account } of places) {
			for (const role of roles) tokens.set(`${whose} ${role}`, await api.newToken([role], account));
		}
	});

	it.each(apiOperations.map((operation) => [operation.id, operation] as const))(
		"%s is allowed as the table says, whoever owns the object",
		async (id, operation) => {
			const permission = ofServices[id] ?? permissionOf(id);
			if (permission === undefined) throw new Error(`${id} stands nowhere in the table of permissions`);
			const question = requestFor(operation, { usual: usualText });
			// A state that never existed: an allowed request is tried, but changes nothing.
			const headers = { ...question.headers, "if-match": '"head-999999999"' };
			for (const role of roles) {
				const may =
					permission === "everyone" ||
					permission === "signed-in" ||
					(permissions[permission].roles as readonly Role[]).includes(role);
				const refusals = new Set<string>();
				for (const { whose } of places) {
					const answer = await api.ask({ ...question, headers, as: tokens.get(`${whose} ${role}`) ?? "" });
					const isDenied = answer.statusCode === 403 && answer.json().code === "permission-denied";
					expect(`${role} on ${whose}: ${isDenied ? "denied" : "not denied"}`, answer.body).toBe(
						`${role} on ${whose}: ${may ? "not denied" : "denied"}`,
					);
					expect(answer.body).not.toMatch(/"code":"token-(missing|invalid)"/);
					if (isDenied) refusals.add(answer.body);
				}
				expect(refusals.size, "a refusal tells nothing of the object").toBe(may ? 0 : 1);
			}
		},
	);

	it("have one permission each", () => {
		const listed = Object.values(operationsByPermission).flat();
		expect([...listed].sort()).toEqual(apiOperations.map(({ id }) => id).sort());
		expect(new Set(listed).size).toBe(listed.length);
	});
});
