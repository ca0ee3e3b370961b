import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { groupMapping, rolesFromGroups } from "./group-mapping.ts";
import { type AccountRole, accountRoles } from "./role.ts";

describe("a group mapping", () => {
	it("has its roles in canonical order, each once", () => {
		expect(groupMapping({ group: "/ops", account: "acme", roles: ["admin", "actor", "admin"] }).roles).toEqual([
			"actor",
			"admin",
		]);
	});

	it.each([
		[{ group: "", account: "acme", roles: ["actor"] }, "1 to 500 characters"],
		[{ group: "x".repeat(501), account: "acme", roles: ["actor"] }, "1 to 500 characters"],
		[{ group: "ops", account: "acme", roles: [] }, "no role"],
		[{ group: "ops", account: "acme", roles: ["operator"] }, "not an account role"],
	])("of %j is refused", ({ group, account, roles }, problem) => {
		const act = () => groupMapping({ group, account, roles: roles as unknown as AccountRole[] });
		expect(act).toThrow(problem);
		expect(act).toThrow(expect.toSatisfy((error) => isFault(error) && error.code === "group-mapping-invalid"));
	});
});

describe("the roles of groups", () => {
	const mappings = [
		groupMapping({ group: "ops", account: "acme", roles: ["actor"] }),
		groupMapping({ group: "leads", account: "acme", roles: ["admin", "actor"] }),
		groupMapping({ group: "leads", account: "lab", roles: ["designer"] }),
	];

	it.each<[readonly string[], Record<string, readonly AccountRole[]>]>([
		[[], {}],
		[["Ops", "op", "ops "], {}],
		[["ops"], { acme: ["actor"] }],
		[["ops", "leads"], { acme: ["actor", "admin"], lab: ["designer"] }],
		[["leads", "leads", "others"], { acme: ["actor", "admin"], lab: ["designer"] }],
	])("%j grant %j", (groups, given) => expect(Object.fromEntries(rolesFromGroups(groups, mappings))).toEqual(given));

	const groupNames = fc.constantFrom("a", "b", "c");
	const anyMapping = fc
		.record({
			group: groupNames,
			account: fc.constantFrom("x", "y"),
			roles: fc.uniqueArray(fc.constantFrom(...accountRoles), { minLength: 1 }),
		})
		.map(groupMapping);

	it("are the union of the roles that each group grants, and none without a group", () => {
		fc.assert(
			fc.property(fc.uniqueArray(groupNames), fc.array(anyMapping), (groups, some) => {
				const together = rolesFromGroups(groups, some);
				const pairs = (given: Map<string, AccountRole[]>) =>
					[...given].flatMap(([account, roles]) => roles.map((role) => `${account} ${role}`));
				const separately = new Set(groups.flatMap((group) => pairs(rolesFromGroups([group], some))));
				expect(new Set(pairs(together))).toEqual(separately);
				expect(rolesFromGroups([], some).size).toBe(0);
			}),
		);
	});
});
