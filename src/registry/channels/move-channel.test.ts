import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { RoleSet } from "../../../test/role-sets.ts";
import { isFault } from "../../core/errors.ts";
import type { Actor } from "../actor.ts";
import { getRevision } from "../components/get-component.ts";
import { setImageLifecycle } from "../images/set-image-lifecycle.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { getChannel, listChannelMoves, listChannels } from "./list-channels.ts";
import { type ChannelMoveInput, moveChannel, rollBackChannel } from "./move-channel.ts";
import { removeChannel, restrictChannel } from "./restrict-channel.ts";

const of = { kind: "mci", name: "web", channel: "production" } as const;

describe.each(engines)("channels on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		actor = { ...(await registry.newActor("writer")), name: "ci" };
		make = componentsOf(needs, actor);
		await make.history("web", "i1", "i2", "i3");
	});

	const move = (to: string, more: Partial<ChannelMoveInput> = {}, as = actor) =>
		moveChannel(needs, as, { ...of, to, ...more });
	const back = (more: Partial<ChannelMoveInput> = {}) => rollBackChannel(needs, actor, { ...of, ...more });
	const restrict = (rules: { guards?: readonly string[]; movers?: readonly string[] }, as = actor) =>
		restrictChannel(needs, as, { ...of, ...rules });
	const where = async () => (await getChannel(needs, actor, of)).channel.number;
	const revoke = (ref: string) => setLifecycle(needs, actor, { kind: "mci", ref, state: "revoked", reason: "CVE-1" });

	it("is created by its first move, and reports what each move changes", async () => {
		const first = await move("1", { reason: " first " });
		expect(first).toMatchObject({
			name: "web",
			from: null,
			to: { number: 1 },
			moved: true,
			channel: { number: 1, guards: ["commits"], movers: null },
		});
		expect(first.changes.map((change) => change.kind)).toEqual(["setting-added"]);
		const second = await move("latest");
		expect(second).toMatchObject({ from: { number: 1 }, to: { number: 3 }, channel: { number: 3, movesCount: 2 } });
		expect(second.changes).toMatchObject([{ kind: "setting-changed", before: { uid: "i1" }, after: { uid: "i3" } }]);
		const { moves } = await listChannelMoves(needs, actor, { ...of, limit: 10 });
		expect(moves).toEqual([
			{ seq: 2, from: 1, to: 3, at: "2026-01-01T00:00:00.000Z", actor: "ci", act: "set", reason: null },
			{ seq: 1, from: null, to: 1, at: "2026-01-01T00:00:00.000Z", actor: "ci", act: "set", reason: "first" },
		]);
		expect((await listChannelMoves(needs, actor, { ...of, before: 2, limit: 10 })).moves.map(({ seq }) => seq)).toEqual(
			[1],
		);
	});

	it("is promoted to the revision of another channel", async () => {
		await move("2", { channel: "candidate" });
		await move("candidate");
		expect(await where()).toBe(2);
		const [last] = (await listChannelMoves(needs, actor, { ...of, limit: 1 })).moves;
		expect(last).toMatchObject({ act: "promote", to: 2 });
	});

	it("is promoted only if the other channel still has the expected revision", async () => {
		await move("2", { channel: "candidate" });
		const promote = (expectedTo: number) => moveChannel(needs, actor, { ...of, to: "candidate", expectedTo });
		expect(await faultOf(() => promote(1))).toMatchObject({
			code: "channel-moved",
			details: { channel: "candidate", now: 2 },
		});
		expect(await promote(2)).toMatchObject({ to: { number: 2 } });
	});

	it("moved to its current revision writes nothing, even if that has been revoked", async () => {
		await move("2");
		await revoke("web@2");
		expect(await move("2")).toMatchObject({ moved: false, changes: [], channel: { movesCount: 1 } });
		expect((await listChannelMoves(needs, actor, { ...of, limit: 10 })).moves).toHaveLength(1);
	});

	it("is not created or moved by a dry run, which reports what would change", async () => {
		expect(await move("1", { dryRun: true })).toMatchObject({ from: null, to: { number: 1 }, moved: true });
		expect(await faultOf(where)).toMatchObject({ code: "channel-not-found", details: { available: "none" } });
		await move("1");
		expect((await move("2", { dryRun: true })).changes).toHaveLength(1);
		expect(await where()).toBe(1);
		expect((await needs.store.read.audit.list(actor.accountId, { limit: 1 }))[0]).toMatchObject({
			act: "mci.channel-set",
			before: null,
			after: { channel: "production", revision: 1, reason: null },
		});
	});

	it("stands for its revision in references, and resolves to it", async () => {
		await move("2");
		expect(await getRevision(needs, actor, { kind: "mci", ref: "web@production" })).toMatchObject({
			number: 2,
			channel: { name: "production" },
		});
		expect(
			await resolveImage(needs, actor, { ref: "web@production", cloud: "gcp", requestedValues: {} }),
		).toMatchObject({
			image: { uid: "i2" },
			revision: 2,
		});
	});

	it.each(["head", "latest", "", "Production", "1st", "a b", `p${"x".repeat(63)}`])(
		"refuses the name %j",
		async (channel) => {
			expect(await faultOf(() => move("1", { channel }))).toMatchObject({ code: "channel-invalid" });
		},
	);

	it.each([
		["9", "revision-not-found"],
		["nowhere", "channel-not-found"],
		["A b", "reference-invalid"],
	])("is not moved to %s", async (to, code) => {
		expect(await faultOf(() => move(to))).toMatchObject({ code });
	});

	it("refuses a reason of more than 2000 characters", async () => {
		expect(await faultOf(() => move("1", { reason: "x".repeat(2001) }))).toMatchObject({ code: "channel-invalid" });
	});

	it("of a component that does not exist, or of another account, is not found", async () => {
		await move("1");
		expect(await faultOf(() => move("1", { name: "wep" }))).toMatchObject({
			code: "mci-not-found",
			details: { near: ["web"] },
		});
		expect(await faultOf(async () => move("1", {}, await registry.newActor()))).toMatchObject({
			code: "mci-not-found",
		});
	});

	describe("guards", () => {
		it("accept only commits, unless they are removed", async () => {
			expect(await faultOf(() => move("head"))).toMatchObject({
				code: "channel-guarded",
				details: { ref: "web@head" },
			});
			await move("1");
			await restrict({ guards: [] });
			await move("head");
			expect(await getChannel(needs, actor, of)).toMatchObject({ channel: { number: 0, state: "active" } });
			await make.put("web", "i4");
			expect(
				await resolveImage(needs, actor, { ref: "web@production", cloud: "gcp", requestedValues: {} }),
			).toMatchObject({
				image: { uid: "i4" },
			});
		});

		it("of lint accept nothing with an error", async () => {
			await move("1");
			await restrict({ guards: ["lint", "commits", "lint"] });
			await setImageLifecycle(needs, actor, { uid: "i2", state: "revoked", reason: "CVE-2" });
			const { code, details } = await faultOf(() => move("2"));
			expect(code).toBe("channel-guarded");
			expect(details).toMatchObject({ findings: [{ rule: "image-revoked", severity: "error" }] });
			await move("3");
			expect(await where()).toBe(3);
		});

		it("lint a template for production when the channel is for production", async () => {
			await make.template("app", { mcis: ["web@head"] });
			await make.commit("template", "app", { heads: "keep" });
			const app = { kind: "template", name: "app", to: "1" } as const;
			for (const channel of ["production", "canary"]) {
				await moveChannel(needs, actor, { ...app, channel });
				await restrictChannel(needs, actor, { kind: "template", name: "app", channel, guards: ["commits", "lint"] });
			}
			await make.pin("app", { mcis: ["web@head"], boot: [] });
			await make.script("setup");
			await make.commit("script", "setup");
			await make.pin("app", { mcis: ["web@head"], boot: ["setup"] });
			await make.commit("template", "app", { heads: "keep" });
			expect(await faultOf(() => moveChannel(needs, actor, { ...app, to: "2", channel: "production" }))).toMatchObject({
				code: "channel-guarded",
				details: { findings: [{ rule: "head-pinned" }] },
			});
			await moveChannel(needs, actor, { ...app, to: "2", channel: "canary" });
		});

		it("never accept a revoked revision, even without guards, and warn of a deprecated one", async () => {
			await revoke("web@2");
			await setLifecycle(needs, actor, {
				kind: "mci",
				ref: "web@3",
				state: "deprecated",
				reason: "old",
				replacement: "web@1",
			});
			const { code, details } = await faultOf(() => move("2"));
			expect(code).toBe("channel-guarded");
			expect(details.problem).toContain("revoked (CVE-1)");
			const { warnings } = await move("3");
			expect(warnings).toMatchObject([{ code: "revision-deprecated" }]);
			expect(warnings[0]?.text).toContain("web@1");
		});

		it("that don't exist are refused", async () => {
			await move("1");
			expect(await faultOf(() => restrict({ guards: ["tested"] }))).toMatchObject({ code: "channel-invalid" });
		});
	});

	describe("a channel on a revoked revision", () => {
		it("stays, is shown as revoked, and refuses with the usable revisions", async () => {
			await move("3");
			await revoke("web@3");
			await revoke("web@1");
			expect((await listChannels(needs, actor, { kind: "mci", name: "web" })).channels).toMatchObject([
				{ name: "production", number: 3, state: "revoked", lifecycle: { reason: "CVE-1" } },
			]);
			expect(
				await resolveImage(needs, actor, { ref: "web@production", cloud: "gcp", requestedValues: {} }),
			).toMatchObject({
				kind: "unresolved",
				verdict: "refused",
				because: [{ code: "revision-revoked" }],
				instead: { revisions: [2] },
			});
		});

		it("can be rolled back from, but not to", async () => {
			await move("1");
			await move("2");
			await move("3");
			await revoke("web@3");
			await back();
			expect(await where()).toBe(2);
			await revoke("web@1");
			expect(await faultOf(back)).toMatchObject({ code: "channel-guarded" });
		});
	});

	describe("rollback", () => {
		it("goes back to the previous revision, repeated goes further back, and ends at the first one", async () => {
			for (const to of ["1", "2", "3"]) await move(to);
			expect(await back({ reason: "broken" })).toMatchObject({ from: { number: 3 }, to: { number: 2 } });
			expect(await back()).toMatchObject({ from: { number: 2 }, to: { number: 1 } });
			expect(await faultOf(back)).toMatchObject({ code: "channel-no-way-back" });
			await move("3");
			expect(await back()).toMatchObject({ to: { number: 1 } });
		});

		it("of a channel that does not exist is refused", async () => {
			expect(await faultOf(back)).toMatchObject({ code: "channel-not-found" });
		});

		it("is a stack of the revisions that were set", async () => {
			let made = 0;
			const acts = fc.array(
				fc.oneof(
					{ weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
					{ weight: 1, arbitrary: fc.constant("back" as const) },
				),
				{
					minLength: 1,
					maxLength: 12,
				},
			);
			await fc.assert(
				fc.asyncProperty(acts, async (list) => {
					const channel = `c-${++made}`;
					const stack: number[] = [];
					for (const act of list) {
						if (act !== "back") {
							if (stack.at(-1) !== act) stack.push(act);
							await move(String(act), { channel });
						} else if (stack.length < 2) {
							const { code } = await faultOf(() => back({ channel }));
							expect(code).toBe(stack.length === 0 ? "channel-not-found" : "channel-no-way-back");
						} else {
							stack.pop();
							await back({ channel });
						}
						const { channels } = await listChannels(needs, actor, { kind: "mci", name: "web" });
						expect(channels.find((one) => one.name === channel)?.number).toBe(stack.at(-1));
					}
				}),
				{ numRuns: 15 },
			);
		});
	});

	describe("a restricted channel", () => {
		const as = (set: RoleSet, name = "someone"): Actor => ({ ...withRoles(actor, set), name });

		it.each<readonly [string, readonly string[], RoleSet, string, boolean]>([
			["nobody named", [], "writer", "x", true],
			["its token", ["token:deploy"], "writer", "deploy", true],
			["another token", ["token:deploy"], "writer", "x", false],
			["a token with a person's name", ["user:deploy"], "writer", "deploy", false],
			["an admin who is not named", ["token:deploy"], "admin", "x", false],
			["designers", ["role:designer"], "writer", "x", true],
			["who is both, where designers may", ["role:designer"], "admin", "x", true],
			["a designer, where admins may", ["role:admin"], "writer", "x", false],
			["an admin, where admins may", ["role:admin", "token:deploy"], "admin", "x", true],
		])("is moved by %s (%j): %s", async (_what, movers, role, name, may) => {
			await move("1");
			await restrict({ movers }, as("admin"));
			const who = as(role, name);
			const acts = [
				() => move("2", {}, who),
				() => rollBackChannel(needs, who, of),
				() => removeChannel(needs, who, of),
			];
			for (const act of acts) {
				if (may) await act();
				else
					expect(await faultOf(act)).toMatchObject({
						code: "channel-restricted",
						details: { movers: movers.join(", ") },
					});
			}
			if (!may) expect(await where()).toBe(1);
		});

		it("is changed only by its movers and admins", async () => {
			await move("1");
			await restrict({ movers: ["token:ci"] });
			expect(await faultOf(() => restrict({ movers: [] }, as("writer")))).toMatchObject({ code: "channel-restricted" });
			expect(await restrict({ movers: ["token:deploy", "role:admin", "token:deploy"] })).toMatchObject({
				movers: ["role:admin", "token:deploy"],
			});
			expect(await faultOf(() => restrict({ movers: [] }))).toMatchObject({ code: "channel-restricted" });
			expect(await restrict({ movers: [] }, as("admin"))).toMatchObject({ movers: null });
		});

		it("keeps its component from being deleted", async () => {
			await move("1");
			await restrict({ movers: ["role:admin"] }, as("admin"));
			expect(
				await faultOf(() => deleteComponent(needs, actor, { kind: "mci", name: "web", expected: null })),
			).toMatchObject({
				code: "component-used",
				details: { users: "channel web@production" },
			});
		});

		it.each([["role:reader"], ["ci"], ["token:"], Array.from({ length: 51 }, (_, i) => `token:t${i}`)])(
			"has no movers %j",
			async (...movers) => {
				await move("1");
				expect(await faultOf(() => restrict({ movers }))).toMatchObject({ code: "channel-invalid" });
			},
		);

		it("with unchanged settings leaves no audit entry", async () => {
			await move("1");
			await restrict({ guards: ["lint"], movers: ["token:ci"] });
			const before = await needs.store.read.audit.list(actor.accountId, { limit: 1000 });
			await restrict({ guards: ["lint"], movers: ["token:ci"] });
			expect(await needs.store.read.audit.list(actor.accountId, { limit: 1000 })).toEqual(before);
			expect(before[0]).toMatchObject({
				act: "mci.channel-restrict",
				before: { guards: ["commits"], movers: null },
				after: { guards: ["lint"] },
			});
		});

		it("is not changed by a reader", async () => {
			await move("1");
			const reader = as("reader");
			for (const act of [
				() => move("2", {}, reader),
				() => restrict({ movers: [] }, reader),
				() => removeChannel(needs, reader, of),
			]) {
				expect(await faultOf(act)).toMatchObject({ code: "permission-denied" });
			}
		});
	});

	it("is deleted with its history, which the audit keeps; created again it has a new history", async () => {
		await move("1");
		await move("2");
		await removeChannel(needs, actor, of);
		expect(await faultOf(where)).toMatchObject({ code: "channel-not-found" });
		expect(await faultOf(() => removeChannel(needs, actor, of))).toMatchObject({ code: "channel-not-found" });
		expect((await needs.store.read.audit.list(actor.accountId, { limit: 1 }))[0]).toMatchObject({
			act: "mci.channel-remove",
			before: { channel: "production", revision: 2, moves: [{ seq: 2 }, { seq: 1 }] },
		});
		await move("3");
		expect(await faultOf(back)).toMatchObject({ code: "channel-no-way-back" });
	});

	describe("two movers", () => {
		it("who start from the same revision: the second is refused, with the current revision", async () => {
			await move("1", { expectedMoves: 0 });
			expect(await faultOf(() => move("2", { expectedMoves: 0 }))).toMatchObject({
				code: "channel-moved",
				details: { moves: 1, now: 1 },
			});
			await move("2", { expectedMoves: 1 });
			expect(await faultOf(() => back({ expectedMoves: 1 }))).toMatchObject({
				code: "channel-moved",
				details: { now: 2 },
			});
			expect(await where()).toBe(2);
		});

		it("at once, of a channel that may exist: one of those who start from the same state wins", async () => {
			const processes = [needs, await registry.second()];
			for (const [expectedMoves, to] of ["1", "2", "3"].entries()) {
				const movers = Array.from({ length: 6 }, (_, i) =>
					moveChannel(processes[i % 2] ?? needs, actor, { ...of, to, expectedMoves }),
				);
				const results = await Promise.allSettled(movers);
				const lost = results.flatMap((result) =>
					result.status === "rejected" ? [isFault(result.reason) ? result.reason.code : result.reason] : [],
				);
				expect(lost).toEqual(Array.from({ length: 5 }, () => "channel-moved"));
				expect((await getChannel(needs, actor, of)).channel).toMatchObject({
					number: Number(to),
					movesCount: expectedMoves + 1,
				});
			}
		});

		it("never lose a restricted channel with its component, in any order", async () => {
			const other = await registry.second();
			const outcomes = new Set<string>();
			for (let i = 0; i < 12; i++) {
				const name = `kept-${i}`;
				await make.history(name, "i1");
				await moveChannel(needs, actor, { ...of, name, to: "1" });
				const [restricted, deleted] = await Promise.allSettled([
					restrictChannel(needs, actor, { ...of, name, movers: ["token:ci"] }),
					deleteComponent(other, actor, { kind: "mci", name, expected: null }),
				]);
				const code = (result: PromiseSettledResult<unknown>) =>
					result.status === "fulfilled" ? "done" : String(result.reason.code);
				outcomes.add(`${code(restricted)} ${code(deleted)}`);
			}
			expect(
				[...outcomes].filter((outcome) => !["done component-used", "mci-not-found done"].includes(outcome)),
			).toEqual([]);
		});

		it("at once, without an expected revision: each move is saved, and each knows its previous revision", async () => {
			const processes = [needs, await registry.second()];
			await move("3");
			await Promise.all(
				Array.from({ length: 8 }, (_, i) =>
					moveChannel(processes[i % 2] ?? needs, actor, { ...of, to: String((i % 2) + 1) }),
				),
			);
			const moves = (await listChannelMoves(needs, actor, { ...of, limit: 100 })).moves.toReversed();
			expect(moves.map(({ seq }) => seq)).toEqual(moves.map((_, i) => i + 1));
			for (const [i, { from }] of moves.entries()) expect(from).toBe(i === 0 ? null : moves[i - 1]?.to);
			expect(moves.every(({ from, to }) => from !== to)).toBe(true);
			expect(await where()).toBe(moves.at(-1)?.to);
		});
	});
});
