import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { type Claims, findMismatch, workloadLifetime, workloadRule } from "./workload-rule.ts";

const github = "https://token.actions.githubusercontent.com";
const gitlab = "https://gitlab.com";

type Parts = Parameters<typeof workloadRule>[0];
const parts: Parts = {
	name: "ci",
	issuer: github,
	audience: "https://mci.acme.example",
	conditions: { repository: ["acme/web"] },
	roles: ["designer"],
};

function problemOf(given: Partial<Parts>): string | null {
	try {
		workloadRule({ ...parts, ...given });
		return null;
	} catch (error) {
		if (isFault(error) && error.code === "workload-rule-invalid") return String(error.details.problem);
		throw error;
	}
}

describe("a workload rule", () => {
	it("has a canonical form", () => {
		const rule = workloadRule({
			...parts,
			roles: ["designer", "actor", "actor"],
			conditions: { ref: ["b", "a", "b"], environment: ["x"], repository: ["acme/web"] },
		});
		expect(rule).toEqual({
			...parts,
			conditions: { environment: ["x"], ref: ["a", "b"], repository: ["acme/web"] },
			roles: ["actor", "designer"],
			component: null,
			lifetimeSeconds: 900,
		});
		expect(Object.keys(rule.conditions)).toEqual(["environment", "ref", "repository"]);
	});

	it.each<[Partial<Parts>, string]>([
		[{ name: "" }, "name"],
		[{ name: "My rule" }, "name"],
		[{ issuer: "gitlab.com" }, "its issuer is not an https URL"],
		[{ audience: "" }, "audience"],
		[{ audience: " a" }, "audience"],
		[{ audience: "a".repeat(501) }, "audience"],
		[{ conditions: {} }, "any workload of"],
		[{ conditions: { repository: [] } }, "must have 1 to 50 values"],
		[{ conditions: { repository: [""] } }, "a value for “repository”"],
		[{ conditions: { repository: Array.from({ length: 51 }, (_, i) => `acme/${i}`) } }, "must have 1 to 50 values"],
		[
			{ conditions: { ...Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, ["x"]])) } },
			"more than 20 conditions",
		],
		[{ conditions: { repository: ["acme/web"], "": ["x"] } }, "a claim's name"],
		[{ conditions: { repository: ["acme/web"], aud: ["x"] } }, "“aud” can't be a condition"],
		[{ conditions: { repository: ["acme/web"], jti: ["x"] } }, "“jti” can't be a condition"],
		[{ roles: [] }, "no role"],
		[{ roles: ["operator"] as unknown as Parts["roles"] }, "a role that is not an account role"],
		[{ lifetimeSeconds: workloadLifetime.least - 1 }, "the lifetime of its tokens is 59 s"],
		[{ lifetimeSeconds: workloadLifetime.most + 1 }, "the lifetime of its tokens is 3601 s"],
		[{ lifetimeSeconds: 60.5 }, "the lifetime of its tokens is 60.5 s"],
	])("with %j is refused: %s", (given, problem) => expect(problemOf(given)).toMatch(new RegExp(problem)));
});

describe("the owner that a rule pins", () => {
	it.each<[string, Parts["conditions"]]>([
		[github, { repository: ["acme/web"] }],
		[github, { repository: ["acme/*"] }],
		[github, { repository: ["acme/web", "acme/db"] }],
		[github, { repository_owner: ["acme"] }],
		[github, { repository_owner_id: ["12345"] }],
		[github, { sub: ["repo:acme/web:ref:refs/heads/main"] }],
		[github, { sub: ["repo:acme/*"] }],
		[github, { sub: ["repo:acme@12345/web@678:ref:refs/heads/*"] }],
		[github, { sub: ["repository_owner:acme:*"] }],
		[github, { sub: ["repository_owner:acme"] }],
		[github, { workflow_ref: ["acme/web/.github/workflows/release.yml@*"] }],
		[gitlab, { project_path: ["acme/web"] }],
		[gitlab, { project_path: ["acme/*"] }],
		[gitlab, { namespace_path: ["acme"] }],
		[gitlab, { sub: ["project_path:acme/web:ref_type:branch:ref:*"] }],
		["https://kubernetes.acme.example", { sub: ["system:serviceaccount:ci:builder"] }],
	])("is certain at %s with %j", (issuer, conditions) => expect(problemOf({ issuer, conditions })).toBeNull());

	it.each<[string, Parts["conditions"]]>([
		[github, { repository: ["*"] }],
		[github, { repository: ["*/web"] }],
		[github, { repository: ["acme*"] }],
		[github, { repository: ["acme/web", "*"] }],
		[github, { repository_owner: ["acme*"] }],
		[github, { repository_id: ["12*"] }],
		[github, { ref: ["refs/heads/main"], environment: ["production"] }],
		[github, { job_workflow_ref: ["acme/shared/.github/workflows/release.yml@refs/heads/main"] }],
		[github, { actor: ["alice"] }],
		[github, { sub: ["*"] }],
		[github, { sub: ["repo:*"] }],
		[github, { sub: ["repo:acme*"] }],
		[github, { sub: ["environment:production"] }],
		[github, { sub: ["repository_owner:acme*"] }],
		[gitlab, { project_path: ["*"] }],
		[gitlab, { ref_protected: ["true"] }],
		[gitlab, { sub: ["project_path:*"] }],
		["https://kubernetes.acme.example", { sub: ["system:serviceaccount:*"] }],
		[github, JSON.parse('{ "__proto__": ["acme/web"], "constructor": ["acme/web"] }')],
	])("is not certain at %s with %j, so the rule is refused", (issuer, conditions) => {
		expect(problemOf({ issuer, conditions })).toMatch(/^any workload of https:/);
	});

	const owners = ["acme", "acme2", "acme-evil", "evil"] as const;
	const names = fc.constantFrom("web", "acme", "acme/web");
	const refs = fc.constantFrom("refs/heads/main", "refs/heads/acme/x", "refs/tags/v1");
	const workload = (owner: string) =>
		fc
			.record({ name: names, ref: refs, environment: fc.constantFrom("production", "repo:acme/web") })
			.map(({ name, ref, environment }) => ({
				repository: `${owner}/${name}`,
				repository_owner: owner,
				repository_owner_id: String(owners.indexOf(owner as (typeof owners)[number]) + 1),
				sub: `repo:${owner}/${name}:ref:${ref}`,
				job_workflow_ref: `acme/shared/.github/workflows/x.yml@${ref}`,
				ref,
				environment,
			}));
	const pattern = fc.oneof(
		fc.constantFrom(
			"acme",
			"acme/web",
			"acme/*",
			"acme*",
			"*",
			"*acme/web",
			"repo:acme/*",
			"repo:acme*",
			"repo:*acme/web*",
			"1",
			"1*",
			"production",
		),
		fc.string({ unit: fc.constantFrom("a", "c", "m", "e", "/", "*", "repo:", "acme"), minLength: 1, maxLength: 6 }),
	);
	const conditions = fc.dictionary(
		fc.constantFrom(
			"repository",
			"repository_owner",
			"repository_owner_id",
			"sub",
			"job_workflow_ref",
			"ref",
			"environment",
		),
		fc.array(pattern, { minLength: 1, maxLength: 2 }),
		{ minKeys: 1, maxKeys: 3 },
	);

	it("is a single one when each value pins it: a rule never admits workloads of two owners that way", () => {
		const single = fc.dictionary(
			fc.constantFrom("repository", "repository_owner", "sub", "ref"),
			pattern.map((one) => [one]),
			{ minKeys: 1, maxKeys: 2 },
		);
		fc.assert(
			fc.property(
				single,
				fc.constantFrom(...owners).chain(workload),
				fc.constantFrom(...owners).chain(workload),
				(given, a, b) => {
					fc.pre(a.repository_owner !== b.repository_owner && problemOf({ conditions: given }) === null);
					const rule = workloadRule({ ...parts, conditions: given });
					expect(findMismatch(rule, a) === null && findMismatch(rule, b) === null).toBe(false);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it("is always among those that the rule names", () => {
		fc.assert(
			fc.property(conditions, fc.constantFrom(...owners).chain(workload), (given, claims) => {
				fc.pre(problemOf({ conditions: given }) === null);
				if (findMismatch(workloadRule({ ...parts, conditions: given }), claims) !== null) return;
				const named = Object.values(given).flat().join(" ");
				expect(named.includes(claims.repository_owner) || named.includes(claims.repository_owner_id)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("claims", () => {
	const rule = (conditions: Parts["conditions"]) => ({ conditions });

	it.each<[Parts["conditions"], Claims]>([
		[{ repository: ["acme/web"] }, { repository: "acme/web", other: {} }],
		[{ ref_protected: ["true"] }, { ref_protected: true }],
		[{ ref_protected: ["true"] }, { ref_protected: "true" }],
		[{ runner_id: ["42"] }, { runner_id: 42 }],
		[{ groups_direct: ["acme/ops"] }, { groups_direct: ["acme", "acme/ops"] }],
		[{ groups_direct: ["7", "acme/*"] }, { groups_direct: [null, {}, 7] }],
		[{ ref: ["refs/tags/*", "refs/heads/main"] }, { ref: "refs/heads/main" }],
	])("that meet %j: %j", (conditions, claims) => expect(findMismatch(rule(conditions), claims)).toBeNull());

	it.each<[Parts["conditions"], Claims, readonly string[] | null]>([
		[{ repository: ["acme/web"] }, {}, null],
		[{ repository: ["*"] }, {}, null],
		[{ repository: ["*"] }, { repository: null }, null],
		[{ repository: ["*"] }, { repository: { name: "acme/web" } }, null],
		[{ repository: ["*"] }, { repository: [] }, null],
		[{ repository: ["*"] }, { repository: [["acme/web"]] }, null],
		[{ runner_id: ["*"] }, { runner_id: 2 ** 60 }, null],
		[{ runner_id: ["*"] }, { runner_id: 1.5 }, null],
		[{ repository: ["acme/web"] }, { repository: "ACME/web" }, ["ACME/web"]],
		[{ ref_protected: ["true"] }, { ref_protected: false }, ["false"]],
		[{ toString: ["*"] }, {}, null],
	])("that don't meet %j: %j", (conditions, claims, is) => {
		const [[claim, wanted] = ["", []]] = Object.entries(conditions);
		expect(findMismatch(rule(conditions), claims)).toEqual({ claim, wanted, is });
	});

	const scalars = fc.oneof(fc.string(), fc.boolean(), fc.maxSafeInteger());
	const claimSets = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), scalars, { minKeys: 1, maxKeys: 5 });

	it("meet conditions built from them, and fail when any of those claims is missing", () => {
		fc.assert(
			fc.property(claimSets, (claims) => {
				const conditions = Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, [String(value)]]));
				expect(findMismatch(rule(conditions), claims)).toBeNull();
				for (const claim of Object.keys(claims)) {
					const less = Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim));
					expect(findMismatch(rule(conditions), less)).toMatchObject({ claim, is: null });
				}
			}),
		);
	});

	it("without a condition in the rule change nothing", () => {
		fc.assert(
			fc.property(claimSets, claimSets, (asked, others) => {
				const conditions = Object.fromEntries(Object.entries(asked).map(([claim, value]) => [claim, [String(value)]]));
				const unasked = Object.fromEntries(Object.entries(others).filter(([claim]) => !Object.hasOwn(asked, claim)));
				expect(findMismatch(rule(conditions), { ...unasked, ...asked })).toBeNull();
				expect(findMismatch(rule(conditions), unasked)).not.toBeNull();
			}),
		);
	});
});
