import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentsOf } from "../../../test/arbitraries.ts";
import { mciContent } from "../image/mci.ts";
import type { ConflictAnswer } from "../merge/answer.ts";
import type { Conflict } from "../merge/conflict.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import { type ComponentKind, componentKinds } from "./component-kind.ts";
import type { ContentOf } from "./content.ts";
import { versioned } from "./versioned.ts";

const rebuilt: { readonly [K in ComponentKind]: (content: ContentOf<K>) => ContentOf<K> } = {
	mci: mciContent,
	template: templateContent,
	script: scriptContent,
};

describe.each(componentKinds)("version control of the kind %s", (kind) => laws(kind));

function laws<K extends ComponentKind>(kind: K): void {
	const of = versioned[kind];
	const { one, three } = contentsOf[kind];
	const isValid = (content: ContentOf<K>) => expect(rebuilt[kind](content)).toEqual(content);
	const answerAll = (take: "ours" | "theirs", conflicts: readonly Conflict[]) =>
		new Map(conflicts.map(({ path }) => [path, { take }]));
	const check = (property: fc.IProperty<unknown>) => fc.assert(property as fc.IProperty<[unknown]>, { numRuns: 200 });

	it("finds no difference between equal contents, and one between any others", () => {
		check(
			fc.property(one, one, (a, b) => {
				expect(of.diff(a, structuredClone(a))).toEqual([]);
				expect(of.diff(a, b).length === 0).toBe(of.canonicalForm(a) === of.canonicalForm(b));
			}),
		);
	});

	it("applies a diff and its patch to the old content, and leaves the new one unchanged", () => {
		check(
			fc.property(one, one, (a, b) => {
				const changes = of.diff(a, b);
				expect(of.apply(a, changes)).toEqual(b);
				expect(of.patch(a, changes)).toEqual({ content: b, rejected: [] });
				expect(of.patch(b, changes)).toEqual({ content: b, rejected: [] });
				expect(of.apply(b, changes)).toEqual(b);
			}),
		);
	});

	it("patches any content to a valid one, and to the same one a second time", () => {
		check(
			fc.property(three, one, ([base, a, b], c) => {
				for (const [from, to, content] of [
					[base ?? c, a, b],
					[a, b, c],
				] as const) {
					const patched = of.patch(content, of.diff(from, to));
					isValid(patched.content);
					isValid(of.apply(content, of.diff(from, to)));
					expect(of.patch(patched.content, of.diff(from, to))).toEqual(patched);
				}
			}),
		);
	});

	it("merges an unchanged side to the other, and equal sides to themselves", () => {
		check(
			fc.property(three, ([base, a, b]) => {
				const ancestor = base ?? b;
				expect(of.merge(ancestor, a, ancestor)).toEqual({ content: a, conflicts: [] });
				expect(of.merge(ancestor, ancestor, a)).toEqual({ content: a, conflicts: [] });
				expect(of.merge(base, a, structuredClone(a))).toEqual({ content: a, conflicts: [] });
			}),
		);
	});

	it("merges the same from both sides, except for the value kept in a conflict", () => {
		check(
			fc.property(three, ([base, a, b]) => {
				const [here, there] = [of.merge(base, a, b), of.merge(base, b, a)];
				expect(there.conflicts.map(turned)).toEqual(here.conflicts.map(unplaced));
				if (here.conflicts.length === 0) expect(there.content).toEqual(here.content);
				const taken = of.answer(here, answerAll("theirs", here.conflicts));
				expect(taken).toEqual({ content: there.content, open: [], problems: [] });
				expect(of.answer(here, answerAll("ours", here.conflicts))).toEqual({
					content: here.content,
					open: [],
					problems: [],
				});
			}),
		);
	});

	it("merges to a valid content, each conflict at a path of its own", () => {
		check(
			fc.property(three, ([base, a, b]) => {
				const { content, conflicts } = of.merge(base, a, b);
				isValid(content);
				expect(new Set(conflicts.map(({ path }) => path)).size).toBe(conflicts.length);
			}),
		);
	});

	it("changes nothing when a merge without conflicts is repeated with either side", () => {
		check(
			fc.property(three, ([base, a, b]) => {
				const { content, conflicts } = of.merge(base, a, b);
				fc.pre(conflicts.length === 0);
				expect(of.merge(base, content, b)).toEqual({ content, conflicts: [] });
				expect(of.merge(base, a, content)).toEqual({ content, conflicts: [] });
				expect(of.merge(a, content, a).content).toEqual(content);
			}),
		);
	});

	it("keeps values of one side and asks for the rest when there is no common ancestor", () => {
		check(
			fc.property(one, one, (a, b) => {
				const nothing = of.empty(a.name);
				const { content, conflicts } = of.merge(null, a, { ...nothing, name: a.name });
				expect({ content, conflicts }).toEqual({ content: a, conflicts: [] });
				const both = of.merge(null, a, b);
				expect(both.conflicts.some(({ path }) => path === "name")).toBe(a.name !== b.name);
			}),
		);
	});

	it("turns any answers into a valid content, keeps other conflicts open, and gets the same result one by one", () => {
		check(
			fc.property(three, fc.infiniteStream(fc.constantFrom("ours", "theirs", "open")), ([base, a, b], picks) => {
				const merged = of.merge(base, a, b);
				const answers = new Map<string, ConflictAnswer>();
				for (const { path } of merged.conflicts) {
					const take = picks.next().value;
					if (take === "ours" || take === "theirs") answers.set(path, { take });
				}
				const at = of.answer(merged, answers);
				isValid(at.content);
				if (at.problems.length > 0) {
					expect(at.problems.map(({ path }) => path)).toEqual(["default"]);
					expect(at.open.map(({ path }) => path)).toContain("default");
					return;
				}
				const unanswered = merged.conflicts.filter(({ path }) => !answers.has(path));
				expect(at.open.map(({ path }) => path)).toEqual(unanswered.map(({ path }) => path));
				const rest = of.answer({ content: at.content, conflicts: at.open }, answerAll("theirs", at.open));
				const whole = of.answer(merged, new Map([...answers, ...answerAll("theirs", unanswered)]));
				if (whole.problems.length === 0) expect(rest).toEqual(whole);
			}),
		);
	});

	it("refuses an answer for a place without a conflict", () => {
		check(
			fc.property(three, ([base, a, b]) => {
				const merged = of.merge(base, a, b);
				const { content, open, problems } = of.answer(merged, new Map([["no such place", { take: "theirs" }]]));
				expect({ content, open }).toEqual({ content: merged.content, open: merged.conflicts });
				expect(problems.map(({ path }) => path)).toEqual(["no such place"]);
			}),
		);
	});
}

/** The place of a conflicting MCI can differ by side when the order is in conflict too. */
function unplaced<X extends Conflict>(conflict: X): X {
	return conflict.place === "mci" ? { ...conflict, position: 0 } : conflict;
}

function turned<X extends Conflict>(conflict: X): X {
	return unplaced({ ...conflict, ours: conflict.theirs, theirs: conflict.ours });
}
