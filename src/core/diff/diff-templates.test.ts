import { describe, expect, it } from "vitest";
import type { Pin } from "../component/pin.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import type { TemplateChange } from "./change.ts";
import { diffTemplates } from "./diff-templates.ts";

const pin = (text: string, digest: string | null = null): Pin => ({
	lineage: text.slice(0, 1),
	revision: Number(text.slice(1)),
	digest,
});
const pins = (text: string) =>
	text
		.split(" ")
		.filter(Boolean)
		.map((word) => pin(word));
const web = (mcis: string, more: Partial<TemplateContent> = {}) =>
	templateContent({ name: "web", mcis: pins(mcis), defaultMci: mcis.slice(0, 1) || null, ...more });
const boot = (scripts: string) => web("", { scripts: { boot: pins(scripts), operational: [], decommission: [] } });

describe("a diff of templates shows", () => {
	it.each<{ what: string; before: TemplateContent; after: TemplateContent; changes: TemplateChange[] }>([
		{
			what: "nothing of a digest that is known now",
			before: web("", { mcis: [pin("A1")], defaultMci: "A" }),
			after: web("", { mcis: [pin("A1", "sha256:a")], defaultMci: "A" }),
			changes: [],
		},
		{
			what: "words and tags",
			before: web("", { tags: ["a"] }),
			after: web("", { description: "d", tags: ["b"] }),
			changes: [
				{ kind: "text-changed", field: "description", before: "", after: "d" },
				{ kind: "tag-removed", tag: "a" },
				{ kind: "tag-added", tag: "b" },
			],
		},
		{
			what: "another revision, what went and what came at the end",
			before: web("A1 B1 C1"),
			after: web("A2 C1 D0"),
			changes: [
				{ kind: "mci-changed", lineage: "A", before: pin("A1"), after: pin("A2") },
				{ kind: "mci-removed", lineage: "B", before: pin("B1") },
				{ kind: "mci-added", lineage: "D", after: pin("D0") },
				// The old position of B: without it the diff could not be reverted.
				{ kind: "mcis-reordered", before: ["A", "B", "C"], after: ["A", "C", "D"] },
			],
		},
		{
			what: "what went from the end, and nothing of an order",
			before: web("A1 B1 C1"),
			after: web("A1"),
			changes: [
				{ kind: "mci-removed", lineage: "B", before: pin("B1") },
				{ kind: "mci-removed", lineage: "C", before: pin("C1") },
			],
		},
		{
			what: "an order that only the members tell",
			before: web("A1 B1"),
			after: web("B1 A1", { defaultMci: "A" }),
			changes: [{ kind: "mcis-reordered", before: ["A", "B"], after: ["B", "A"] }],
		},
		{
			what: "what came elsewhere than at the end",
			before: web("A1"),
			after: web("B1 A1", { defaultMci: "A" }),
			changes: [
				{ kind: "mci-added", lineage: "B", after: pin("B1") },
				{ kind: "mcis-reordered", before: ["A"], after: ["B", "A"] },
			],
		},
		{
			what: "the first MCI and the default that it is",
			before: web(""),
			after: web("A1"),
			changes: [
				{ kind: "mci-added", lineage: "A", after: pin("A1") },
				{ kind: "default-changed", before: null, after: "A" },
			],
		},
		{
			what: "scripts as a list",
			before: boot("s1 t1"),
			after: boot("t1 s1 s1"),
			changes: [{ kind: "scripts-changed", sequence: "boot", before: pins("s1 t1"), after: pins("t1 s1 s1") }],
		},
		{
			what: "inputs, an empty one apart from none",
			before: web("", { inputs: { B: "1", A: "", toString: "x" } }),
			after: web("", { inputs: { C: "", A: "1" } }),
			changes: [
				{ kind: "input-changed", name: "A", before: "", after: "1" },
				{ kind: "input-changed", name: "B", before: "1", after: null },
				{ kind: "input-changed", name: "C", before: null, after: "" },
				{ kind: "input-changed", name: "toString", before: "x", after: null },
			],
		},
	])("$what", ({ before, after, changes }) => {
		expect(diffTemplates(before, after)).toEqual(changes);
	});
});
