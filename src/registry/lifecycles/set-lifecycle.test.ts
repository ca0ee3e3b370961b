import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { getImpact } from "./list-impact.ts";
import { listLifecycles } from "./list-lifecycles.ts";
import { type LifecycleInput, setLifecycle } from "./set-lifecycle.ts";

const start = "2026-01-01T00:00:00.000Z";
const later = "2026-06-01T00:00:00.000Z";

describe.each(engines)("the lifecycle of a commit on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		registry.setClock(start);
		actor = await registry.newActor("writer");
		make = componentsOf(needs, actor);
		await make.history("web", "i1", "i2", "i3");
	});

	const say = async (state: LifecycleInput["state"], ref: string, more: Partial<LifecycleInput> = {}) => {
		const words = { kind: "mci", ref, state, ...(state === "active" ? {} : { reason: "CVE-1" }), ...more } as const;
		const outcome = await setLifecycle(needs, actor, words);
		return {
			...outcome,
			changed: outcome.changed.map(({ kind, name, number }) => `${kind === "mci" ? "" : `${kind} `}${name}@${number}`),
		};
	};
	const resolve = (ref: string) => resolveImage(needs, actor, { ref, cloud: "gcp", requestedValues: {} });
	const states = async (name = "web", kind: LifecycleInput["kind"] = "mci") =>
		(await listLifecycles(needs, actor, { kind, name })).lifecycles.map(({ number, state }) => `${number} ${state}`);
	const cascade = async (state: LifecycleInput["state"], ref: string, more: Partial<LifecycleInput> = {}) => {
		const { impact } = await say(state, ref, { ...more, cascade: true, dryRun: true });
		return say(state, ref, { ...more, cascade: true, seen: impact.digest });
	};

	it("deprecated still resolves, and warns with the reason and the replacement", async () => {
		const outcome = await say("deprecated", "web@2", { reason: " too old ", replacement: "web" });
		expect(outcome).toMatchObject({ name: "web", number: 2, state: "deprecated", changed: ["web@2"] });
		expect(outcome.lifecycle).toEqual({
			deprecatedAt: start,
			revokedAt: null,
			reason: "too old",
			replacement: "web@3",
		});
		const answer = await resolve("web@2");
		expect(answer).toMatchObject({
			kind: "resolved",
			image: { uid: "i2" },
			warnings: [{ code: "revision-deprecated" }],
		});
		expect(answer.kind === "resolved" && answer.warnings[0]?.text).toMatch(/too old.*web@3/);
		expect(await resolve("web@1")).toMatchObject({ kind: "resolved", warnings: [] });
	});

	it("revoked fails to resolve, with the alternatives", async () => {
		await say("revoked", "web@2", { replacement: "web@3" });
		await say("revoked", "web@1");
		const answer = await resolve("web@2");
		expect(answer).toMatchObject({
			kind: "unresolved",
			verdict: "refused",
			because: [{ code: "revision-revoked" }],
			instead: { replacement: "web@3", revisions: [3], clouds: [] },
		});
	});

	it("revoked for the newest commit refuses @latest, and never falls back automatically", async () => {
		await say("revoked", "web");
		for (const ref of ["web", "web@latest", "web@3"]) {
			expect(await resolve(ref)).toMatchObject({
				kind: "unresolved",
				because: [{ code: "revision-revoked" }],
				instead: { revisions: [2, 1] },
			});
		}
		expect(await resolve("web@head")).toMatchObject({ kind: "resolved", image: { uid: "i3" } });
	});

	it("offers no revoked revision for a missing cloud", async () => {
		await make.put("web", "ami-1", "azure-eastus");
		await make.commit("mci", "web");
		await make.put("web", "ami-2", "azure-eastus");
		await make.commit("mci", "web");
		await say("revoked", "web@5");
		const answer = await resolveImage(needs, actor, { ref: "web@1", cloud: "azure-eastus", requestedValues: {} });
		expect(answer).toMatchObject({
			kind: "unresolved",
			because: [{ code: "no-setting" }],
			instead: { revisions: [4] },
		});
	});

	it("stays revoked when it is revoked again for a later date", async () => {
		await say("revoked", "web@2");
		const again = await say("revoked", "web@2", { at: later, reason: "CVE-2" });
		expect(again).toMatchObject({ state: "revoked", lifecycle: { revokedAt: start, reason: "CVE-2" } });
		expect(await resolve("web@2")).toMatchObject({ kind: "unresolved", because: [{ code: "revision-revoked" }] });
		await say("revoked", "web@1", { at: later });
		expect(await say("revoked", "web@1", { at: "2026-09-01T00:00:00Z" })).toMatchObject({
			lifecycle: { revokedAt: "2026-09-01T00:00:00.000Z" },
		});
	});

	it("changes at its dates: active, deprecated, revoked; the answer says how long it is valid", async () => {
		await say("deprecated", "web@3", { at: "2026-03-01T00:00:00Z" });
		await say("revoked", "web@3", { at: "2026-06-01T02:00:00+02:00" });
		expect((await listLifecycles(needs, actor, { kind: "mci", name: "web" })).lifecycles).toMatchObject([
			{ number: 3, state: "active", changesAt: "2026-03-01T00:00:00.000Z", revokedAt: later },
		]);
		expect(await resolve("web")).toMatchObject({
			kind: "resolved",
			warnings: [],
			holdsUntil: "2026-03-01T00:00:00.000Z",
		});
		registry.setClock("2026-03-01T00:00:00.000Z");
		expect(await resolve("web")).toMatchObject({
			kind: "resolved",
			warnings: [{ code: "revision-deprecated" }],
			holdsUntil: later,
		});
		registry.setClock("2026-05-31T23:59:59.999Z");
		expect(await resolve("web")).toMatchObject({ kind: "resolved" });
		registry.setClock(later);
		expect(await resolve("web")).toMatchObject({ kind: "unresolved", because: [{ code: "revision-revoked" }] });
		expect(await states()).toEqual(["3 revoked"]);
	});

	it("is active again after reactivation, without a trace of the old state", async () => {
		await say("deprecated", "web@3", { replacement: "web@2" });
		await say("revoked", "web@3");
		expect(await say("active", "web@3")).toMatchObject({
			state: "active",
			lifecycle: { deprecatedAt: null, revokedAt: null, reason: null, replacement: null },
			changed: ["web@3"],
		});
		expect(await resolve("web")).toMatchObject({ kind: "resolved", warnings: [] });
		expect(await states()).toEqual([]);
		expect(await say("active", "web@3"), "again").toMatchObject({ changed: [] });
	});

	it("keeps the named replacement until another or none is named", async () => {
		await say("deprecated", "web@1", { replacement: "web@2" });
		expect((await say("revoked", "web@1")).lifecycle.replacement).toBe("web@2");
		expect((await say("revoked", "web@1", { replacement: "web@3" })).lifecycle.replacement).toBe("web@3");
		expect((await say("revoked", "web@1", { replacement: null })).lifecycle.replacement).toBeNull();
	});

	it.each<readonly [string, Partial<LifecycleInput>, RegExp]>([
		["web@head", {}, /HEAD/],
		["web@1", { reason: " " }, /reason is missing/],
		["web@1", { reason: "x".repeat(2001) }, /longer than 2000/],
		["web@1", { at: "tomorrow" }, /not a time/],
		["web@1", { at: "2026-02-31T00:00:00" }, /not a time/],
		["web@1", { at: "2026-13-01T00:00:00Z" }, /not a time/],
		["web@1", { replacement: "web@head" }, /can still change/],
		["web@1", { replacement: "web@1" }, /replace itself/],
	])("of %s is not changed with %j", async (ref, more, problem) => {
		for (const state of ["deprecated", "revoked"] as const) {
			const { code, details } = await faultOf(() => say(state, ref, more));
			expect(code).toBe("lifecycle-invalid");
			expect(details.problem).toMatch(problem);
			expect(details.cure).not.toBe("");
		}
		expect(await states()).toEqual([]);
	});

	it("that is revoked can't be deprecated, nor be a replacement", async () => {
		await say("revoked", "web@2");
		expect(await faultOf(() => say("deprecated", "web@2"))).toMatchObject({ code: "lifecycle-invalid" });
		expect(await faultOf(() => say("deprecated", "web@1", { replacement: "web@2" }))).toMatchObject({
			code: "lifecycle-invalid",
		});
	});

	it.each([
		["web@9", "revision-not-found"],
		["wep@1", "mci-not-found"],
		["web@production", "channel-not-found"],
		["other/web@1", "account-not-found"],
		["a b/c@1", "reference-invalid"],
	])("of %s does not exist: %s", async (ref, code) => {
		expect(await faultOf(() => say("revoked", ref))).toMatchObject({ code });
		expect(await faultOf(() => say("revoked", "web@1", { replacement: ref }))).toMatchObject({ code });
	});

	it("is not changed by a reader", async () => {
		const reader = withRoles(actor, "reader");
		expect(
			await faultOf(() => setLifecycle(needs, reader, { kind: "mci", ref: "web@1", state: "revoked", reason: "r" })),
		).toMatchObject({
			code: "permission-denied",
		});
	});

	it("is not changed by a dry run, which reports the same", async () => {
		expect(await say("revoked", "web@1", { dryRun: true })).toMatchObject({ state: "revoked", changed: ["web@1"] });
		expect(await states()).toEqual([]);
		expect((await needs.store.read.audit.list(actor.accountId, { limit: 1 }))[0]).toMatchObject({ act: "mci.commit" });
	});

	it("leaves an audit entry: before, after, and the cause in a cascade", async () => {
		await make.clone("mci", "web@1", "copy");
		await make.put("copy", "j1");
		await make.commit("mci", "copy");
		await cascade("revoked", "web@1");
		const [second, first] = await needs.store.read.audit.list(actor.accountId, { limit: 2 });
		expect(first).toMatchObject({
			act: "mci.revoke",
			subjectName: "web",
			before: { revision: 1, revokedAt: null },
			after: { revokedAt: start, reason: "CVE-1" },
		});
		expect(first?.after).not.toHaveProperty("because");
		expect(second).toMatchObject({ act: "mci.revoke", subjectName: "copy", after: { revision: 1, because: "web@1" } });
	});

	it("works the same for scripts and templates", async () => {
		await make.script("setup");
		await make.commit("script", "setup");
		await make.template("app", { mcis: ["web"], boot: ["setup"] });
		await make.commit("template", "app");
		expect(await say("revoked", "setup", { kind: "script" })).toMatchObject({
			impact: {
				commits: [
					{ kind: "script", name: "setup" },
					{ kind: "template", name: "app", number: 1, through: "script setup@1" },
				],
			},
		});
		expect(await say("deprecated", "app@1", { kind: "template" })).toMatchObject({ changed: ["template app@1"] });
		expect(await states("setup", "script")).toEqual(["1 revoked"]);
		expect(await states("app", "template")).toEqual(["1 deprecated"]);
	});

	describe("with cascade", () => {
		beforeEach(async () => {
			await make.clone("mci", "web@2", "copy");
			await make.put("copy", "j1");
			await make.commit("mci", "copy");
			await make.template("app", { mcis: ["web@2"] });
			await make.commit("template", "app");
		});

		it("includes copies and templates only after their impact was reviewed", async () => {
			const { code, details } = await faultOf(() => say("revoked", "web@2", { cascade: true }));
			expect(code).toBe("impact-unseen");
			expect(details).toMatchObject({ ref: "web@2", count: "2 other revisions", impact: { commits: [{}, {}, {}] } });
			expect(await states()).toEqual([]);
			const { impact } = await getImpact(needs, actor, { kind: "mci", ref: "web@2" });
			await make.template("late", { mcis: ["web@2"] });
			await make.commit("template", "late");
			expect(
				await faultOf(() => say("revoked", "web@2", { cascade: true, seen: impact.digest })),
				"it has grown since",
			).toMatchObject({
				code: "impact-unseen",
				details: { count: "3 other revisions" },
			});
			expect(await cascade("revoked", "web@2")).toMatchObject({
				changed: ["web@2", "copy@1", "template app@1", "template late@1"],
			});
			expect([await states("copy"), await states("app", "template")]).toEqual([["1 revoked"], ["1 revoked"]]);
			expect(await resolve("copy")).toMatchObject({ kind: "unresolved", because: [{ code: "revision-revoked" }] });
		});

		it("needs no review without an impact", async () => {
			expect(await say("revoked", "web@1", { cascade: true })).toMatchObject({ changed: ["web@1"] });
		});

		it("keeps commits that were revoked for another reason, even when it is reverted", async () => {
			await say("revoked", "copy@1", { reason: "own reason" });
			expect(await cascade("revoked", "web@2")).toMatchObject({ changed: ["web@2", "template app@1"] });
			expect(await cascade("active", "web@2")).toMatchObject({ changed: ["web@2", "template app@1"] });
			expect((await listLifecycles(needs, actor, { kind: "mci", name: "copy" })).lifecycles).toMatchObject([
				{ state: "revoked", reason: "own reason" },
			]);
			expect(await states("app", "template")).toEqual([]);
		});

		it("deprecates only active commits", async () => {
			await say("revoked", "copy@1", { reason: "own reason" });
			expect(await cascade("deprecated", "web@2", { replacement: "web@3" })).toMatchObject({
				changed: ["web@2", "template app@1"],
			});
			expect((await listLifecycles(needs, actor, { kind: "template", name: "app" })).lifecycles).toMatchObject([
				{ state: "deprecated", reason: "CVE-1", replacement: null },
			]);
			expect(await cascade("active", "web@2")).toMatchObject({ changed: ["web@2", "template app@1"] });
		});

		it("at a future date waits for it everywhere", async () => {
			await cascade("revoked", "web@2", { at: later });
			expect(await states("copy")).toEqual(["1 active"]);
			registry.setClock(later);
			expect(await states("copy")).toEqual(["1 revoked"]);
		});
	});

	it("by two at once runs in sequence: each audit entry starts from the state of the one before", async () => {
		const processes = [needs, await registry.second()];
		await Promise.all(
			Array.from({ length: 8 }, (_, i) =>
				setLifecycle(processes[i % 2] ?? needs, actor, {
					kind: "mci",
					ref: "web@1",
					state: "revoked",
					reason: `reason ${i}`,
				}),
			),
		);
		const entries = (await needs.store.read.audit.list(actor.accountId, { limit: 8 })).toReversed();
		const reasons = entries.map((entry) => [
			(entry.before as { reason: string | null }).reason,
			(entry.after as { reason: string | null }).reason,
		]);
		for (const [i, [before]] of reasons.entries()) expect(before).toBe(i === 0 ? null : reasons[i - 1]?.[1]);
	});
});
