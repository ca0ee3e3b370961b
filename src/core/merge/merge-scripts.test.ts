import { describe, expect, it } from "vitest";
import { type ScriptInput, scriptContent } from "../script/script-content.ts";
import { mergeScripts } from "./merge-scripts.ts";

const port: ScriptInput = { name: "PORT", description: "", default: null, required: false };
const boot = (input: Partial<ScriptInput> | null, source = "") =>
	scriptContent({ name: "boot", source, inputs: input ? [{ ...port, ...input }] : [] });

describe("a merge of scripts", () => {
	it.each<{
		what: string;
		sides: readonly [Partial<ScriptInput> | null, Partial<ScriptInput> | null, Partial<ScriptInput> | null];
		merged: Partial<ScriptInput> | null;
		conflicts?: string[];
	}>([
		{
			what: "each changed another field",
			sides: [{}, { description: "d" }, { required: true }],
			merged: { description: "d", required: true },
		},
		{
			what: "they took the default away",
			sides: [{ default: "80" }, { description: "d", default: "80" }, {}],
			merged: { description: "d" },
		},
		{
			what: "both changed one field",
			sides: [{ default: "80" }, { default: "81" }, {}],
			merged: { default: "81" },
			conflicts: ["inputs.PORT.default"],
		},
		{ what: "both added it, one with a default", sides: [null, { default: "80" }, {}], merged: { default: "80" } },
		{
			what: "both added it, the other with a default",
			sides: [null, {}, { default: "80" }],
			merged: { default: "80" },
		},
		{
			what: "both added it with other defaults",
			sides: [null, { default: "80" }, { default: "81" }],
			merged: { default: "80" },
			conflicts: ["inputs.PORT.default"],
		},
		{
			what: "we removed what they changed",
			sides: [{}, null, { required: true }],
			merged: null,
			conflicts: ["inputs.PORT"],
		},
		{
			what: "they removed what we changed",
			sides: [{}, { required: true }, null],
			merged: { required: true },
			conflicts: ["inputs.PORT"],
		},
		{ what: "one side removed it", sides: [{}, {}, null], merged: null },
	])("when $what", ({ sides: [base, ours, theirs], merged, conflicts = [] }) => {
		const result = mergeScripts(boot(base), boot(ours), boot(theirs));
		expect(result.content).toEqual(boot(merged));
		expect(result.conflicts.map(({ path }) => path)).toEqual(conflicts);
	});

	it("takes the source as a whole", () => {
		expect(mergeScripts(boot(null, "1"), boot(null, "1"), boot(null, "2")).content.source).toBe("2");
		expect(mergeScripts(boot(null, "1"), boot(null, "2"), boot(null, "3")).conflicts).toEqual([
			{ place: "source", path: "source", base: "1", ours: "2", theirs: "3" },
		]);
	});
});
