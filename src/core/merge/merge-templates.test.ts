import { describe, expect, it } from "vitest";
import type { Pin } from "../component/pin.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import { answerTemplates } from "./answer-templates.ts";
import { mergeTemplates } from "./merge-templates.ts";

/** `A1 B2`: lineage and revision. */
function pins(text: string): Pin[] {
	return text
		.split(" ")
		.filter(Boolean)
		.map((word) => ({ lineage: word.slice(0, 1), revision: Number(word.slice(1)), digest: null }));
}

/** `A1* B2`: the star marks the default. */
function web(mcis: string, more: Partial<TemplateContent> = {}): TemplateContent {
	return templateContent({
		name: "web",
		mcis: pins(mcis.replaceAll("*", "")),
		defaultMci: mcis.match(/(\w)\d\*/)?.[1] ?? null,
		...more,
	});
}

function shown({ mcis, defaultMci }: TemplateContent): string {
	return mcis.map(({ lineage, revision }) => `${lineage}${revision}${lineage === defaultMci ? "*" : ""}`).join(" ");
}

const runs = (boot: string) => web("", { scripts: { boot: pins(boot), operational: [], decommission: [] } });

describe("a merge of templates", () => {
	it.each<{ what: string; base: string; ours: string; theirs: string; merged: string; conflicts?: string[] }>([
		{ what: "each added an MCI", base: "A1*", ours: "A1* C1", theirs: "A1* B1", merged: "A1* B1 C1" },
		{
			what: "one swapped a revision, the other made another the default",
			base: "A1* B1",
			ours: "A2* B1",
			theirs: "A1 B1*",
			merged: "A2 B1*",
		},
		{ what: "both swapped to the same revision", base: "A1*", ours: "A2*", theirs: "A2*", merged: "A2*" },
		{
			what: "both swapped, each to another",
			base: "A1*",
			ours: "A2*",
			theirs: "A3*",
			merged: "A2*",
			conflicts: ["mcis.A"],
		},
		{ what: "one removed what the other left", base: "A1* B1", ours: "A1*", theirs: "A1* B1 C1", merged: "A1* C1" },
		{
			what: "we removed what they swapped",
			base: "A1* B1",
			ours: "A1*",
			theirs: "A1* B2",
			merged: "A1*",
			conflicts: ["mcis.B"],
		},
		{
			what: "they removed what we swapped",
			base: "A1* B1",
			ours: "A1* B2",
			theirs: "A1*",
			merged: "A1* B2",
			conflicts: ["mcis.B"],
		},
		{
			what: "each chose another default",
			base: "A1* B1 C1",
			ours: "A1 B1* C1",
			theirs: "A1 B1 C1*",
			merged: "A1 B1* C1",
			conflicts: ["default"],
		},
		{
			what: "we removed what they made the default",
			base: "A1* B1",
			ours: "A1*",
			theirs: "A1 B1*",
			merged: "A1*",
			conflicts: ["default", "mcis.B"],
		},
		{
			what: "they removed what we made the default",
			base: "A1* B1",
			ours: "A1 B1*",
			theirs: "A1*",
			merged: "A1 B1*",
			conflicts: ["default", "mcis.B"],
		},
		{
			what: "each removed the other's default",
			base: "A1* B1",
			ours: "A1*",
			theirs: "B1*",
			merged: "A1*",
			conflicts: ["default", "mcis.A", "mcis.B"],
		},
		{
			what: "we made the default what we swapped and they removed",
			base: "A1* B1",
			ours: "A1 B2*",
			theirs: "A1*",
			merged: "A1 B2*",
			conflicts: ["default", "mcis.B"],
		},
		{
			what: "we removed all and they added one",
			base: "A1*",
			ours: "",
			theirs: "A1* B1",
			merged: "",
			conflicts: ["default", "mcis.A", "mcis.B"],
		},
		{
			what: "they removed all and we swapped the last",
			base: "A1*",
			ours: "A2*",
			theirs: "",
			merged: "A2*",
			conflicts: ["default", "mcis.A"],
		},
		{ what: "one side removed all", base: "A1* B1", ours: "A1* B1", theirs: "", merged: "" },
		{
			what: "one reordered and the other swapped",
			base: "A1* B1 C1",
			ours: "C1 A1* B1",
			theirs: "A1* B2 C1",
			merged: "C1 A1* B2",
		},
		{
			what: "one was moved forth and back",
			base: "A1* B1 C1",
			ours: "B1 A1* C1",
			theirs: "A1* C1 B1",
			merged: "B1 A1* C1",
			conflicts: ["mcis"],
		},
	])("when $what", ({ base, ours, theirs, merged, conflicts = [] }) => {
		const result = mergeTemplates(web(base), web(ours), web(theirs));
		expect(shown(result.content)).toBe(merged);
		expect(result.conflicts.map(({ path }) => path)).toEqual(conflicts);
	});

	it.each<{ what: string; base: string; ours: string; theirs: string; merged: string; isConflict?: boolean }>([
		{ what: "the changed one's", base: "s1 t1", ours: "s1 t1", theirs: "t1 s1 s1", merged: "t1 s1 s1" },
		{
			what: "a swap by one and an addition by the other",
			base: "s1 t1",
			ours: "s2 t1",
			theirs: "s1 t1 u1",
			merged: "s2 t1 u1",
		},
		{
			what: "additions at different places",
			base: "s1 t1",
			ours: "r1 s1 t1",
			theirs: "s1 t1 u1",
			merged: "r1 s1 t1 u1",
		},
		{
			what: "a removal by one and a move by the other",
			base: "s1 t1 u1",
			ours: "s1 u1",
			theirs: "u1 s1 t1",
			merged: "u1 s1",
		},
		{
			what: "ours when both added at one place",
			base: "s1",
			ours: "s1 t1",
			theirs: "s1 u1",
			merged: "s1 t1",
			isConflict: true,
		},
		{
			what: "ours when both swapped one, each to another",
			base: "s1",
			ours: "s2",
			theirs: "s3",
			merged: "s2",
			isConflict: true,
		},
		{
			what: "ours when both moved one differently",
			base: "s1 t1 u1",
			ours: "t1 s1 u1",
			theirs: "s1 u1 t1",
			merged: "t1 s1 u1",
			isConflict: true,
		},
		{
			what: "ours when both changed a list in which one runs twice",
			base: "s1 s1",
			ours: "s1 s1 t1",
			theirs: "s1",
			merged: "s1 s1 t1",
			isConflict: true,
		},
	])("of scripts is $what", ({ base, ours, theirs, merged, isConflict = false }) => {
		const { content, conflicts } = mergeTemplates(runs(base), runs(ours), runs(theirs));
		expect(content.scripts).toEqual(runs(merged).scripts);
		expect(conflicts).toEqual(
			isConflict
				? [
						{
							place: "scripts",
							path: "scripts.boot",
							sequence: "boot",
							base: pins(base),
							ours: pins(ours),
							theirs: pins(theirs),
						},
					]
				: [],
		);
	});

	it("merges inputs by name", () => {
		const inputs = (values: Record<string, string>) => web("", { inputs: values });
		const { content, conflicts } = mergeTemplates(
			inputs({ PORT: "80", HOST: "a", OLD: "x" }),
			inputs({ PORT: "81", HOST: "a", NEW: "1" }),
			inputs({ PORT: "82", HOST: "b", OLD: "y" }),
		);
		expect(content.inputs).toEqual({ HOST: "b", NEW: "1", PORT: "81" });
		expect(conflicts).toEqual([
			{ place: "input", path: "inputs.OLD", name: "OLD", base: "x", ours: null, theirs: "y" },
			{ place: "input", path: "inputs.PORT", name: "PORT", base: "80", ours: "81", theirs: "82" },
		]);
	});

	it("without a common ancestor keeps values of one side and asks about differences", () => {
		const { content, conflicts } = mergeTemplates(
			null,
			web("A1* B1", { tags: ["a"] }),
			web("C1 A2*", { description: "theirs" }),
		);
		expect(shown(content)).toBe("C1 A1* B1");
		expect([content.tags, content.description]).toEqual([["a"], "theirs"]);
		expect(conflicts.map(({ path, base }) => [path, base])).toEqual([["mcis.A", null]]);
	});
});

describe("answers to a merge of templates", () => {
	const answered = (
		sides: readonly [base: string, ours: string, theirs: string],
		answers: Record<string, "ours" | "theirs" | null>,
	) => {
		const [base, ours, theirs] = sides.map((side) => web(side));
		if (!base || !ours || !theirs) throw new Error("three sides");
		const takes = Object.entries(answers).map(
			([path, take]) => [path, take === null ? ({ take: "value", value: null } as const) : { take }] as const,
		);
		const { content, open, problems } = answerTemplates(mergeTemplates(base, ours, theirs), new Map(takes));
		return [shown(content), open.map(({ path }) => path), problems];
	};
	const gone = ["A1* B1 C1", "A1* C1", "A1 B1* C1"] as const;

	it("put an MCI back at its old position", () => {
		expect(answered(gone, { default: "theirs", "mcis.B": "theirs" })).toEqual(["A1 B1* C1", [], []]);
		expect(answered(gone, { "mcis.B": "theirs" })).toEqual(["A1* B1 C1", ["default"], []]);
		expect(answered(gone, { "mcis.B": null, default: "ours" })).toEqual(["A1* C1", [], []]);
	});

	it("that contradict each other are a problem of the default, and leave the members unchanged", () => {
		expect(answered(gone, { default: "theirs", "mcis.B": "ours" })).toEqual([
			"A1* C1",
			["default"],
			[{ path: "default", problem: expect.stringContaining("the default would be B") }],
		]);
		expect(answered(["A1*", "", "A1* B1"], { "mcis.B": "theirs" })).toEqual([
			"",
			["default", "mcis.A", "mcis.B"],
			[{ path: "default", problem: expect.stringContaining("needs a default") }],
		]);
		expect(answered(["A1* B1", "A1*", "B1*"], { "mcis.A": "theirs", "mcis.B": "theirs" })).toEqual([
			"A1*",
			["default", "mcis.A", "mcis.B"],
			[{ path: "default", problem: expect.stringContaining("the default would be A") }],
		]);
	});

	it("still choose revisions when the answer for the default does not fit", () => {
		expect(answered(["A1* B1 C1", "A1* C2", "A1 B1* C3"], { default: "theirs", "mcis.C": "theirs" })).toEqual([
			"A1* C3",
			["default", "mcis.B"],
			[{ path: "default", problem: expect.stringContaining("the default would be B") }],
		]);
	});

	it("can be sent one by one, and each MCI gets its position", () => {
		const merged = mergeTemplates(web("A1* B1 C1 D1"), web("A1* D1"), web("A1* B2 C2 D1"));
		const first = answerTemplates(merged, new Map([["mcis.B", { take: "ours" }]]));
		expect(first.open.map((conflict) => "position" in conflict && conflict.position)).toEqual([1]);
		const second = answerTemplates(
			{ content: first.content, conflicts: first.open },
			new Map([["mcis.C", { take: "theirs" }]]),
		);
		expect([shown(second.content), second.open]).toEqual(["A1* C2 D1", []]);
	});

	it("take the order of theirs, followed by MCIs that only ours has", () => {
		expect(answered(["A1* B1 C1", "B1 A1* C1 D1", "A1* C1 B1"], { mcis: "theirs" })).toEqual(["A1* C1 B1 D1", [], []]);
	});
});
