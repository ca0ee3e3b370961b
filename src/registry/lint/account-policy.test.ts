import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { LintPolicy } from "../../core/lint/index.ts";
import type { Actor } from "../actor.ts";
import { setImageLifecycle } from "../images/set-image-lifecycle.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { getPolicy, setPolicy } from "./account-policy.ts";
import { lintReference } from "./lint-revision.ts";

describe.each(engines)("lint and the account's policy on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		actor = await registry.newActor("admin");
		make = componentsOf(needs, actor);
		await make.history("web", "i1", "i2");
	});

	const rules = async (ref: string, kind: "mci" | "template" | "script" = "mci") =>
		(await lintReference(needs, actor, { kind, ref })).findings.map(({ rule, severity }) => `${severity} ${rule}`);

	it("requires nothing until it is set; then each part, with an audit entry", async () => {
		expect(await getPolicy(needs, actor)).toEqual({ requiredClouds: [], trustedOwners: [], ownNames: [] });
		await setPolicy(needs, actor, { requiredClouds: ["gcp", "aws-us-east-1", "gcp"] });
		const policy = { requiredClouds: ["aws-us-east-1", "gcp"], trustedOwners: ["acme"], ownNames: [] };
		expect(await setPolicy(needs, actor, { trustedOwners: ["acme"] })).toEqual(policy);
		expect(await getPolicy(needs, actor)).toEqual(policy);
		expect((await needs.store.read.audit.list(actor.accountId, { limit: 1 }))[0]).toMatchObject({
			act: "account.set-policy",
			before: { trustedOwners: [] },
			after: policy,
		});
		expect(await getPolicy(needs, await registry.newActor())).toMatchObject({ requiredClouds: [] });
	});

	it("is applied by lint", async () => {
		const before = await rules("web");
		await setPolicy(needs, actor, { requiredClouds: ["aws-us-east-1"] });
		expect((await rules("web")).filter((one) => !before.includes(one))).toEqual([
			expect.stringContaining("cloud-missing"),
		]);
	});

	it.each<readonly [Partial<LintPolicy>, string]>([
		[{ requiredClouds: ["Not a cloud"] }, "cloud-slug-invalid"],
		[{ trustedOwners: [" acme"] }, "policy-invalid"],
		[{ ownNames: [""] }, "policy-invalid"],
		[{ ownNames: Array.from({ length: 501 }, (_, i) => `n${i}`) }, "policy-invalid"],
	])("is not %j: %s", async (parts, code) => {
		expect(await faultOf(() => setPolicy(needs, actor, parts))).toMatchObject({ code });
		expect(await getPolicy(needs, actor)).toMatchObject({ requiredClouds: [], trustedOwners: [], ownNames: [] });
	});

	it.each(["reader", "writer"] as const)("can be read by a %s, and not set", async (role) => {
		const who = withRoles(actor, role);
		expect(await getPolicy(needs, who)).toMatchObject({ requiredClouds: [] });
		expect(await faultOf(() => setPolicy(needs, who, {}))).toMatchObject({ code: "permission-denied" });
	});

	it("keeps both of two concurrent changes", async () => {
		const processes = [needs, await registry.second()];
		await Promise.all(
			(["requiredClouds", "trustedOwners", "ownNames"] as const).map((field, i) =>
				setPolicy(processes[i % 2] ?? needs, actor, { [field]: ["a"] }),
			),
		);
		expect(await getPolicy(needs, actor)).toEqual({ requiredClouds: ["a"], trustedOwners: ["a"], ownNames: ["a"] });
	});

	it("finds withdrawn revisions, and suggests no revoked commit", async () => {
		await make.script("setup", "echo\n");
		await make.commit("script", "setup");
		await make.template("app", { mcis: ["web@1"], boot: ["setup@1"] });
		expect(await rules("app@head", "template")).toContain("info newer-commit-available");
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@2", state: "revoked", reason: "r" });
		expect(await rules("app@head", "template")).not.toContain("info newer-commit-available");
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@1", state: "revoked", reason: "r" });
		expect((await rules("app@head", "template"))[0]).toBe("error pinned-revision-revoked");
		await setImageLifecycle(needs, actor, { uid: "i2", state: "revoked", reason: "r" });
		expect((await rules("web@2"))[0]).toBe("error image-revoked");
		expect(await rules("setup", "script")).toEqual([expect.stringContaining("script-without-interpreter")]);
	});

	it("of a missing component fails without a finding", async () => {
		expect(await faultOf(() => rules("web@9"))).toMatchObject({ code: "revision-not-found" });
		expect(await faultOf(() => rules("web", "script"))).toMatchObject({ code: "script-not-found" });
	});
});
