import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	headParents,
	type ModelCommit,
	type ModelContent,
	type ModelSide,
	mergeBases,
	mergeModels,
	modelText,
	reach,
	type Take,
} from "../../../test/merge-model.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { type MciContent, mciContent, parseCloudSlug, plainSetting } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { cloneComponent } from "../components/clone-component.ts";
import { createComponent } from "../components/create-component.ts";
import { editHead } from "../components/edit-head.ts";
import { getHead } from "../components/get-component.ts";
import { commitRevision } from "./commit-revision.ts";
import { mergeRevision } from "./merge-revision.ts";
import { restoreHead } from "./restore-head.ts";
import { undoEdit } from "./undo-edit.ts";

const clouds = ["azure-eastus", "gcp"] as const;
const images = ["i1", "i2", "i3"] as const;

/** Two users, each with a lineage; the second is a clone of a commit of the first. */
type Act =
	| {
			readonly act: "put";
			readonly side: 0 | 1;
			readonly cloud: (typeof clouds)[number];
			readonly image: string;
			readonly type: string | undefined;
	  }
	| { readonly act: "remove"; readonly side: 0 | 1; readonly cloud: (typeof clouds)[number] }
	| { readonly act: "commit" | "undo"; readonly side: 0 | 1 }
	| { readonly act: "restore"; readonly side: 0 | 1; readonly which: number }
	| { readonly act: "merge"; readonly side: 0 | 1; readonly which: number; readonly takes: readonly Take[] };

const side = fc.constantFrom<0 | 1>(0, 1);
const cloud = fc.constantFrom(...clouds);
const acts: fc.Arbitrary<Act> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			act: fc.constant("put" as const),
			side,
			cloud,
			image: fc.constantFrom(...images),
			type: fc.constantFrom(undefined, "small", "large"),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ act: fc.constant("remove" as const), side, cloud }) },
	{ weight: 5, arbitrary: fc.record({ act: fc.constant("commit" as const), side }) },
	{ weight: 2, arbitrary: fc.record({ act: fc.constant("undo" as const), side }) },
	{ weight: 1, arbitrary: fc.record({ act: fc.constant("restore" as const), side, which: fc.nat(20) }) },
	{
		weight: 5,
		arbitrary: fc.record({
			act: fc.constant("merge" as const),
			side,
			which: fc.nat(20),
			takes: fc.array(fc.constantFrom<Take>("ours", "theirs"), { minLength: 1, maxLength: 4 }),
		}),
	},
);

/** A history that certainly has a conflict, and merges the same revision again. */
const odds: Act[] = [
	{ act: "put", side: 0, cloud: "gcp", image: "i2", type: "small" },
	{ act: "commit", side: 0 },
	{ act: "put", side: 1, cloud: "gcp", image: "i3", type: undefined },
	{ act: "merge", side: 1, which: 1, takes: ["theirs"] },
	{ act: "undo", side: 1 },
	{ act: "merge", side: 1, which: 1, takes: ["ours"] },
	{ act: "commit", side: 1 },
	{ act: "put", side: 0, cloud: "azure-eastus", image: "i1", type: "large" },
	{ act: "commit", side: 0 },
	{ act: "merge", side: 1, which: 2, takes: ["ours"] },
	{ act: "merge", side: 0, which: 0, takes: ["ours"] },
];

describe.each(engines)("random histories of two lineages on %s", (engine) => {
	const registry = useRegistry(engine);

	it("merge like a model of merging: the same ancestor, the same conflicts, the same map", async () => {
		let [merges, conflicts] = [0, 0];
		await fc.assert(
			fc.asyncProperty(fc.array(acts, { minLength: 12, maxLength: 30 }), async (history) => {
				const { needs } = registry;
				const actor = await registry.newActor("writer");
				const world = await begin(actor);
				for (const one of history) await play(world, one);

				async function play({ sides, undoable }: World, one: Act): Promise<void> {
					const mine = sides[one.side];
					const of = { kind: "mci", name: mine.name, expected: null } as const;
					const before = { content: mine.content, taken: mine.taken };
					switch (one.act) {
						case "put":
						case "remove": {
							const next = new Map(mine.content);
							if (one.act === "remove") next.delete(one.cloud);
							else
								next.set(
									one.cloud,
									new Map([
										["image", one.image],
										...(one.type === undefined ? [] : [["instanceType", one.type] as const]),
									]),
								);
							await editHead(needs, actor, { ...of, act: "patch", change: (head) => contentOf(head, next) });
							mine.content = next;
							break;
						}
						case "commit": {
							const newest = mine.commits.at(-1);
							const commit = () => commitRevision(needs, actor, { ...of, message: "m" });
							if (newest && modelText(newest.content) === modelText(mine.content)) {
								expect(await faultOf(commit)).toMatchObject({ code: "nothing-to-commit" });
								return;
							}
							await commit();
							mine.commits.push({
								side: mine.name,
								number: mine.commits.length + 1,
								content: mine.content,
								parents: headParents(mine),
							});
							mine.taken = [];
							undoable[one.side] = undefined;
							return;
						}
						case "undo": {
							const last = undoable[one.side];
							const undo = () => undoEdit(needs, actor, of);
							if (!last) {
								expect(await faultOf(undo)).toMatchObject({ code: "undo-nothing" });
								return;
							}
							await undo();
							Object.assign(mine, last);
							undoable[one.side] = before;
							expect(await readHead(actor, mine)).toBe(modelText(mine.content));
							return;
						}
						case "restore": {
							const commit = pick(mine.commits, one.which);
							if (!commit) return;
							await restoreHead(needs, actor, { ...of, to: String(commit.number) });
							if (modelText(commit.content) !== modelText(mine.content))
								Object.assign(mine, { content: commit.content, taken: [] });
							break;
						}
						case "merge": {
							const theirs = pick(sides[one.side === 0 ? 1 : 0].commits, one.which);
							if (!theirs) return;
							await merge(mine, theirs, one.takes);
							break;
						}
					}
					const isEdit =
						modelText(before.content) !== modelText(mine.content) || before.taken.length !== mine.taken.length;
					if (isEdit) undoable[one.side] = before;
					expect(await readHead(actor, mine)).toBe(modelText(mine.content));
				}

				async function merge(mine: ModelSide, theirs: ModelCommit, takes: readonly Take[]): Promise<void> {
					const input = {
						kind: "mci",
						name: mine.name,
						expected: null,
						from: `${theirs.side}@${theirs.number}`,
					} as const;
					const tried = await mergeRevision(needs, actor, { ...input, answers: new Map(), dryRun: true });
					const bases = mergeBases(mine, theirs);
					const base = bases.find((one) => one.side === tried.base?.name && one.number === tried.base.number);
					expect(base, "the ancestor is one of the best ones").toBeDefined();
					const preferred = bases.find((one) => one.side === theirs.side) ?? bases[0];
					expect(base).toBe(preferred);
					const taken = new Map<string, Take>();
					const expected = mergeModels(
						{ base: base?.content ?? new Map(), ours: mine.content, theirs: theirs.content },
						(path) => {
							const take = takes[taken.size % takes.length] ?? "ours";
							taken.set(path, take);
							return take;
						},
					);
					expect(tried.conflicts.map(({ path }) => path).sort()).toEqual([...expected.conflicts].sort());
					merges++;
					conflicts += expected.conflicts.length;
					if (expected.conflicts.length > 0) {
						expect(await faultOf(() => mergeRevision(needs, actor, { ...input, answers: new Map() }))).toMatchObject({
							code: "merge-conflicts",
						});
					}
					const answers = new Map([...taken].map(([path, take]) => [path, { take }] as const));
					await mergeRevision(needs, actor, { ...input, answers });
					mine.content = expected.content;
					if (!reach(headParents(mine)).has(theirs)) mine.taken = [...mine.taken, theirs];
				}
			}),
			{ numRuns: 25, examples: [[odds]] },
		);
		expect([merges > 0, conflicts > 0], "the histories were worth their time").toEqual([true, true]);
	}, 120_000);

	interface World {
		readonly sides: readonly [ModelSide, ModelSide];
		/** HEAD before its last edit, if that can be undone. */
		readonly undoable: [Before, Before];
	}
	type Before = Pick<ModelSide, "content" | "taken"> | undefined;

	async function begin(actor: Actor): Promise<World> {
		const { needs } = registry;
		const first = new Map([["gcp", new Map([["image", "i1"]])]]);
		await createComponent(needs, actor, { kind: "mci", name: "origin" });
		await editHead(needs, actor, {
			kind: "mci",
			name: "origin",
			expected: null,
			act: "patch",
			change: (head) => contentOf(head, first),
		});
		await commitRevision(needs, actor, { kind: "mci", name: "origin", expected: null, message: "m" });
		await cloneComponent(needs, actor, { kind: "mci", ref: "origin@1", name: "copy" });
		const commit: ModelCommit = { side: "origin", number: 1, content: first, parents: [] };
		return {
			sides: [
				{ name: "origin", commits: [commit], origin: undefined, content: first, taken: [] },
				{ name: "copy", commits: [], origin: commit, content: first, taken: [] },
			],
			undoable: [undefined, undefined],
		};
	}

	async function readHead(actor: Actor, mine: ModelSide): Promise<string> {
		const { content } = await getHead(registry.needs, actor, { kind: "mci", name: mine.name });
		const map: ModelContent = new Map(
			content.settings.map(({ cloud, image, instanceType }) => [
				cloud,
				new Map([["image", image.uid], ...(instanceType === null ? [] : [["instanceType", instanceType] as const])]),
			]),
		);
		return modelText(map);
	}
});

function contentOf(head: MciContent, map: ModelContent): MciContent {
	const settings = [...map].map(([slug, fields]) => ({
		...plainSetting(parseCloudSlug(slug), { kind: "id", uid: fields.get("image") ?? "", checksum: null }),
		instanceType: fields.get("instanceType") ?? null,
	}));
	return mciContent({ ...head, settings });
}

function pick<T>(list: readonly T[], which: number): T | undefined {
	return list.length === 0 ? undefined : list[which % list.length];
}
