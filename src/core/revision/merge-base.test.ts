import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMergeBase, type LineageHistory, type RevisionPoint } from "./merge-base.ts";

const none: LineageHistory = { parent: null, merges: [] };

function point(text: string): RevisionPoint {
	const [lineage = "", number] = text.split("@");
	return { lineage, number: Number(number) };
}

function histories(text: Readonly<Record<string, string>>): (lineage: string) => LineageHistory | undefined {
	const table = new Map(
		Object.entries(text).map(([lineage, line]) => {
			const words = line.split(" ").filter((word) => word !== "");
			const parent = words.find((word) => word.startsWith("from:"));
			const merges = words
				.filter((word) => word.includes("<-"))
				.map((word) => {
					const [at, from = ""] = word.split("<-");
					return { at: Number(at), from: point(from) };
				});
			return [lineage, { parent: parent ? point(parent.slice(5)) : null, merges }] as const;
		}),
	);
	return (lineage) => table.get(lineage);
}

describe("the common ancestor", () => {
	it.each<
		readonly [
			what: string,
			history: Readonly<Record<string, string>>,
			ours: string,
			theirs: string,
			base: string | null,
		]
	>([
		["of two revisions of one lineage is the older", { a: "" }, "a@5", "a@3", "a@3"],
		["of a clone and its origin is where it was cloned", { a: "", b: "from:a@2" }, "b@3", "a@7", "a@2"],
		["of an origin and its clone is the same", { a: "", b: "from:a@2" }, "a@7", "b@3", "a@2"],
		["of two clones of one origin is the older place", { a: "", b: "from:a@2", c: "from:a@4" }, "b@3", "c@1", "a@2"],
		["of a clone of a clone goes all the way back", { a: "", b: "from:a@2", c: "from:b@1" }, "c@2", "a@5", "a@2"],
		["moves on with a merge", { a: "", b: "from:a@2 2<-a@5" }, "b@3", "a@7", "a@5"],
		["moves on with a merge into HEAD that is not committed", { a: "", b: "from:a@2 2<-a@5" }, "b@2", "a@7", "a@5"],
		["knows nothing of a merge that came later", { a: "", b: "from:a@2 3<-a@5" }, "b@2", "a@7", "a@2"],
		["after merges to and fro is the last", { a: "6<-b@2", b: "from:a@2" }, "b@3", "a@7", "b@2"],
		["through a third lineage", { a: "", b: "from:a@1", c: "from:a@3 2<-b@4" }, "b@5", "c@2", "b@4"],
		["of strangers is none", { a: "", b: "" }, "a@3", "b@3", null],
		["of a clone whose origin had no commit is none", { a: "", b: "from:a@0" }, "b@1", "a@1", null],
		[
			"of clones of a lineage that is not here is still where they were cloned",
			{ b: "from:x@2", c: "from:x@3" },
			"b@1",
			"c@1",
			"x@2",
		],
	])("%s", (_what, history, ours, theirs, base) => {
		expect(findMergeBase(point(ours), point(theirs), histories(history))).toEqual(base === null ? null : point(base));
	});

	it("is an ancestor of both when every edge is walked, and no other common ancestor descends from it", () => {
		const lineages = ["a", "b", "c", "d"];
		const anyPoint = fc.record({ lineage: fc.constantFrom(...lineages), number: fc.integer({ min: 1, max: 4 }) });
		// Edges go back in time: each lineage starts after those before it in the list, and merges only those.
		const world = fc.tuple(
			...lineages.map((_, i) => {
				const earlier = lineages.slice(0, i);
				if (earlier.length === 0) return fc.constant(none);
				const from = fc.record({ lineage: fc.constantFrom(...earlier), number: fc.integer({ min: 1, max: 4 }) });
				return fc.record({
					parent: fc.option(from, { nil: null }),
					merges: fc.array(fc.record({ at: fc.integer({ min: 1, max: 4 }), from }), { maxLength: 2 }),
				});
			}),
		);
		fc.assert(
			fc.property(world, anyPoint, anyPoint, (table, ours, theirs) => {
				const historyOf = (lineage: string) => table[lineages.indexOf(lineage)];
				const walk = (from: RevisionPoint, seen = new Set<string>()): Set<string> => {
					const key = `${from.lineage}@${from.number}`;
					if (from.number < 1 || seen.has(key)) return seen;
					seen.add(key);
					const history = historyOf(from.lineage) ?? none;
					walk({ lineage: from.lineage, number: from.number - 1 }, seen);
					if (history.parent) walk(history.parent, seen);
					for (const merge of history.merges) if (merge.at === from.number) walk(merge.from, seen);
					return seen;
				};
				const [mine, other] = [walk(ours), walk(theirs)];
				const common = [...mine].filter((key) => other.has(key));
				const base = findMergeBase(ours, theirs, historyOf);
				if (!base) {
					expect(common).toEqual([]);
					return;
				}
				const key = `${base.lineage}@${base.number}`;
				expect(common).toContain(key);
				for (const another of common) if (another !== key) expect(walk(point(another)).has(key)).toBe(false);
			}),
			{ numRuns: 2000 },
		);
	});
});
