import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { getImpact } from "./list-impact.ts";

describe.each(engines)("the impact of a commit on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		make = componentsOf(needs, actor);
	});

	const impactOf = async (ref: string, kind: ComponentKind = "mci") =>
		(await getImpact(needs, actor, { kind, ref })).impact;
	const told = async (ref: string, kind: ComponentKind = "mci") =>
		(await impactOf(ref, kind)).commits.map(
			({ name, number, because, through }) => `${name}@${number} ${because}${through === null ? "" : ` ${through}`}`,
		);
	const edit = async (name: string, uid: string) => {
		await make.put(name, uid);
		await make.commit("mci", name);
	};

	it("of an unused commit is only itself", async () => {
		await make.history("web", "i1");
		expect(await impactOf("web")).toEqual({
			commits: [{ kind: "mci", name: "web", number: 1, because: "itself", through: null }],
			templateHeads: [],
			publications: [],
			channels: [],
			servers: [],
			accounts: [actor.account],
			digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
		});
	});

	it("includes copies until they merge a later revision, and the templates that pin them", async () => {
		await make.history("web", "i1", "i2", "i3");
		await make.clone("mci", "web@2", "copy");
		await edit("copy", "j1");
		await edit("copy", "j2");
		await make.merge("mci", "copy", "web@3");
		await edit("copy", "j3");
		await make.clone("mci", "copy@1", "copy of copy");
		await edit("copy of copy", "k1");
		await make.template("app", { mcis: ["copy@2"] });
		await make.commit("template", "app");
		await make.pin("app", { mcis: ["copy@3"] });
		await make.commit("template", "app");
		await make.pin("app", { mcis: ["copy@1"] });
		expect(await told("web@2")).toEqual([
			"web@2 itself",
			"copy@1 clone web@2",
			"copy@2 clone web@2",
			"copy of copy@1 clone copy@1",
			"app@1 template copy@2",
		]);
		expect(await impactOf("web@2")).toMatchObject({ templateHeads: [{ name: "app", through: "copy@1" }] });
		expect(await told("web@3")).toEqual(["web@3 itself", "copy@3 merge web@3", "app@2 template copy@3"]);
		expect(await told("web@1")).toEqual(["web@1 itself"]);
	});

	it("does not include a later revision of its own lineage", async () => {
		await make.history("web", "i1");
		await make.clone("mci", "web@1", "fix");
		await edit("fix", "j1");
		await make.merge("mci", "web", "fix@1");
		await edit("web", "i2");
		expect(await told("web@1")).toEqual(["web@1 itself", "fix@1 clone web@1"]);
		expect(await told("fix@1")).toEqual(["fix@1 itself", "web@2 merge fix@1"]);
	});

	it("includes the channels of all of them", async () => {
		await make.history("web", "i1", "i2");
		await make.template("app", { mcis: ["web@1"] });
		await make.commit("template", "app");
		await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "candidate", to: "1" });
		await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "2" });
		await moveChannel(needs, actor, { kind: "template", name: "app", channel: "live", to: "1" });
		expect((await impactOf("web@candidate")).channels).toEqual([
			{ kind: "mci", name: "web", channel: "candidate", number: 1 },
			{ kind: "template", name: "app", channel: "live", number: 1 },
		]);
	});

	it("stays within the account", async () => {
		await make.history("web", "i1");
		const other = await registry.newActor("writer");
		expect(await faultOf(() => getImpact(needs, other, { kind: "mci", ref: "web" }))).toMatchObject({
			code: "mci-not-found",
		});
	});

	it("exists only for commits", async () => {
		await make.mci("web");
		expect(await faultOf(() => impactOf("web@head"))).toMatchObject({
			code: "lifecycle-invalid",
			details: { ref: "web@head" },
		});
		expect(await faultOf(() => impactOf("web"))).toMatchObject({ code: "nothing-committed" });
	});

	it("equals a walk over the graph of all commits", { timeout: 120_000 }, async () => {
		const pick = fc.nat({ max: 1000 });
		const step = fc.oneof(
			{ weight: 3, arbitrary: fc.record({ act: fc.constant("commit" as const), a: pick, b: pick, n: pick }) },
			{ weight: 2, arbitrary: fc.record({ act: fc.constant("clone" as const), a: pick, b: pick, n: pick }) },
			{ weight: 3, arbitrary: fc.record({ act: fc.constant("merge" as const), a: pick, b: pick, n: pick }) },
			{ weight: 2, arbitrary: fc.record({ act: fc.constant("pin" as const), a: pick, b: pick, n: pick }) },
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
				actor = await registry.newActor("writer");
				make = componentsOf(needs, actor);
				// Commits by name, each with its direct ancestors.
				const graph = new Map<string, string[][]>();
				const pinned: string[] = [];
				let uid = 0;
				const commit = async (name: string, from: readonly string[]) => {
					await edit(name, `i${++uid}`);
					const commits = graph.get(name) ?? [];
					graph.set(name, [...commits, [...(commits.length > 0 ? [`${name}@${commits.length}`] : []), ...from]]);
				};
				await make.mci("m0");
				await commit("m0", []);
				const any = (i: number) => [...graph.keys()][i % graph.size] ?? "m0";
				const anyCommit = (i: number, n: number) => `${any(i)}@${(n % (graph.get(any(i))?.length ?? 1)) + 1}`;
				for (const { act, a, b, n } of steps) {
					const from = anyCommit(a, n);
					if (act === "commit") await commit(any(a), []);
					else if (act === "clone") {
						const name = `m${graph.size}`;
						await make.clone("mci", from, name);
						await commit(name, [from]);
					} else if (act === "merge") {
						await make.merge("mci", any(b), from);
						await commit(any(b), [from]);
					} else {
						const name = `t${pinned.length}`;
						await make.template(name, { mcis: [from] });
						await make.commit("template", name);
						pinned.push(from);
					}
				}
				const behind = (ref: string, seen = new Set<string>()): Set<string> => {
					if (seen.has(ref)) return seen;
					seen.add(ref);
					const [name = "", number] = ref.split("@");
					for (const one of graph.get(name)?.[Number(number) - 1] ?? []) behind(one, seen);
					return seen;
				};
				const all = [...graph].flatMap(([name, commits]) => commits.map((_, i) => `${name}@${i + 1}`));
				for (const ref of all) {
					const [name = ""] = ref.split("@");
					const newest = (one: string) =>
						Math.max(
							0,
							...[...behind(one)].filter((two) => two.startsWith(`${name}@`)).map((two) => Number(two.split("@")[1])),
						);
					const copies = all.filter(
						(one) => one === ref || (!one.startsWith(`${name}@`) && `${name}@${newest(one)}` === ref),
					);
					const templates = pinned.flatMap((pin, i) => (copies.includes(pin) ? [`t${i}@1`] : []));
					const found = (await impactOf(ref)).commits.map((one) => `${one.name}@${one.number}`);
					expect(found.toSorted(), ref).toEqual([...copies, ...templates].toSorted());
				}
			}),
			{ numRuns: engine === "sqlite" ? 12 : 6 },
		);
	});
});
