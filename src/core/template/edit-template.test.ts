import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pin } from "../component/pin.ts";
import { type Fault, isFault } from "../errors.ts";
import { changeInputs, setInputs } from "./edit-template-inputs.ts";
import { addMci, removeMci, setDefaultMci, setMcis, swapMci } from "./edit-template-mcis.ts";
import { addScript, moveScript, removeScript, setScripts, swapScript } from "./edit-template-scripts.ts";
import { scriptSequences, type TemplateContent, templateContent } from "./template-content.ts";

/** `A@1` is revision 1 of the MCI or script whose lineage is `lineage-A` and whose name is A. */
function pin(text: string): Pin {
	const [name = "", revision = ""] = text.split("@");
	const number = revision === "head" ? 0 : Number(revision);
	return { lineage: `lineage-${name}`, revision: number, digest: number === 0 ? null : `sha256:${name}${number}` };
}

function pins(text: string): Pin[] {
	return text.split(" ").filter(Boolean).map(pin);
}

const names = new Map(["A", "B", "C", "D"].map((name) => [`lineage-${name}`, name]));

/** `A@1 B@2*`: MCIs in order, the default marked. */
function web(mcis: string, boot = ""): TemplateContent {
	const marked = mcis.split(" ").find((one) => one.endsWith("*"));
	return templateContent({
		name: "web",
		mcis: pins(mcis.replace("*", "")),
		defaultMci: marked ? pin(marked.slice(0, -1)).lineage : null,
		scripts: { boot: pins(boot) },
		inputs: { PORT: "80" },
	});
}

function textOf(list: readonly Pin[], defaultMci: string | null = null): string {
	return list
		.map(
			({ lineage, revision }) =>
				`${names.get(lineage)}@${revision === 0 ? "head" : revision}${lineage === defaultMci ? "*" : ""}`,
		)
		.join(" ");
}

const mcisOf = ({ mcis, defaultMci }: TemplateContent) => textOf(mcis, defaultMci);

function refusalOf(act: () => unknown): Fault {
	try {
		act();
	} catch (error) {
		if (isFault(error)) return error;
		throw error;
	}
	throw new Error("nothing was refused");
}

describe("the MCIs of a template", () => {
	it.each<{ what: string; before: string; edit: (content: TemplateContent) => TemplateContent; after: string }>([
		{
			what: "take the first as the default",
			before: "",
			edit: (c) => addMci(c, { pin: pin("A@1") }, names),
			after: "A@1*",
		},
		{
			what: "take another at the end",
			before: "A@1*",
			edit: (c) => addMci(c, { pin: pin("B@head") }, names),
			after: "A@1* B@head",
		},
		{
			what: "take a new default",
			before: "A@1*",
			edit: (c) => addMci(c, { pin: pin("B@1"), asDefault: true }, names),
			after: "A@1 B@1*",
		},
		{ what: "lose one", before: "A@1 B@1* C@1", edit: (c) => removeMci(c, "lineage-A", names), after: "B@1* C@1" },
		{
			what: "swap a revision",
			before: "A@1 B@1*",
			edit: (c) => swapMci(c, { lineage: "lineage-A", pin: pin("A@4") }, names),
			after: "A@4 B@1*",
		},
		{
			what: "swap the default for another MCI, which is the default then",
			before: "A@1* B@1",
			edit: (c) => swapMci(c, { lineage: "lineage-A", pin: pin("C@2") }, names),
			after: "C@2* B@1",
		},
		{
			what: "swap the only one",
			before: "A@1*",
			edit: (c) => swapMci(c, { lineage: "lineage-A", pin: pin("B@1") }, names),
			after: "B@1*",
		},
		{
			what: "change the default",
			before: "A@1* B@1",
			edit: (c) => setDefaultMci(c, "lineage-B", names),
			after: "A@1 B@1*",
		},
		{
			what: "keep the default that is made it again",
			before: "A@1*",
			edit: (c) => setDefaultMci(c, "lineage-A", names),
			after: "A@1*",
		},
		{
			what: "become a list whole",
			before: "A@1* B@1",
			edit: (c) => setMcis(c, { mcis: pins("C@1 A@2 D@head"), defaultMci: "lineage-D" }, names),
			after: "C@1 A@2 D@head*",
		},
		{
			what: "keep the default in a new list that has it",
			before: "A@1* B@1",
			edit: (c) => setMcis(c, { mcis: pins("C@1 A@2") }, names),
			after: "C@1 A@2*",
		},
		{
			what: "have a single one as the default",
			before: "A@1*",
			edit: (c) => setMcis(c, { mcis: pins("B@1") }, names),
			after: "B@1*",
		},
		{ what: "stay empty", before: "", edit: (c) => setMcis(c, { mcis: [] }, names), after: "" },
	])("$what", ({ before, edit, after }) => {
		expect(mcisOf(edit(web(before)))).toBe(after);
	});

	it.each<{
		what: string;
		before: string;
		edit: (content: TemplateContent) => TemplateContent;
		code: string;
		says: string;
	}>([
		{
			what: "a second revision of one",
			before: "A@3*",
			edit: (c) => addMci(c, { pin: pin("A@4") }, names),
			code: "template-mci-duplicate",
			says: "Template “web” can't have two revisions of “A”: A@3 and A@4.",
		},
		{
			what: "one twice in a list",
			before: "A@1*",
			edit: (c) => setMcis(c, { mcis: pins("B@head B@1") }, names),
			code: "template-mci-duplicate",
			says: "two revisions of “B”: B@head and B@1",
		},
		{
			what: "an existing one instead of another",
			before: "A@1* B@2",
			edit: (c) => swapMci(c, { lineage: "lineage-A", pin: pin("B@3") }, names),
			code: "template-mci-duplicate",
			says: "B@2 and B@3",
		},
		{
			what: "the default to go",
			before: "A@1* B@1",
			edit: (c) => removeMci(c, "lineage-A", names),
			code: "template-default-removed",
			says: "“A” is the default MCI of template “web”",
		},
		{
			what: "the last to go",
			before: "A@1*",
			edit: (c) => removeMci(c, "lineage-A", names),
			code: "template-mci-last",
			says: "“A” is the last MCI of template “web”",
		},
		{
			what: "all to go",
			before: "A@1* B@1",
			edit: (c) => setMcis(c, { mcis: [] }, names),
			code: "template-mci-last",
			says: "“A”",
		},
		{
			what: "one to go that is not there",
			before: "A@1*",
			edit: (c) => removeMci(c, "lineage-B", names),
			code: "template-mci-absent",
			says: "MCI “B” is not on template “web”",
		},
		{
			what: "one as the default that is not there",
			before: "A@1*",
			edit: (c) => setDefaultMci(c, "lineage-B", names),
			code: "template-mci-absent",
			says: "“B”",
		},
		{
			what: "one to be swapped that is not there",
			before: "A@1*",
			edit: (c) => swapMci(c, { lineage: "lineage-B", pin: pin("B@1") }, names),
			code: "template-mci-absent",
			says: "“B”",
		},
		{
			what: "a list whose default nobody names",
			before: "A@1*",
			edit: (c) => setMcis(c, { mcis: pins("B@1 C@1") }, names),
			code: "template-default-missing",
			says: "no MCI is marked as the default",
		},
		{
			what: "a list whose default is not in it",
			before: "A@1*",
			edit: (c) => setMcis(c, { mcis: pins("B@1 C@1"), defaultMci: "lineage-A" }, names),
			code: "template-default-missing",
			says: "“A” is not one of its MCIs",
		},
	])("refuse $what, by name", ({ before, edit, code, says }) => {
		const refusal = refusalOf(() => edit(web(before)));
		expect(refusal.code).toBe(code);
		expect(refusal.message).toContain(says);
		expect(`${refusal.message} ${refusal.help}`).not.toMatch(/lineage-|\{\w+\}/);
	});
});

describe("the scripts of a template", () => {
	const boot = (content: TemplateContent) => textOf(content.scripts.boot);
	const of = (lineage: string, position?: number) => ({
		sequence: "boot" as const,
		lineage: `lineage-${lineage}`,
		position,
	});

	it.each<{ what: string; before: string; edit: (content: TemplateContent) => TemplateContent; after: string }>([
		{
			what: "take one at the end",
			before: "A@1",
			edit: (c) => addScript(c, { sequence: "boot", pin: pin("B@1") }),
			after: "A@1 B@1",
		},
		{
			what: "take one at the front",
			before: "A@1",
			edit: (c) => addScript(c, { sequence: "boot", pin: pin("B@1"), position: 1 }),
			after: "B@1 A@1",
		},
		{
			what: "take one twice",
			before: "A@1",
			edit: (c) => addScript(c, { sequence: "boot", pin: pin("A@2"), position: 2 }),
			after: "A@1 A@2",
		},
		{
			what: "lose every place of one",
			before: "A@1 B@1 A@2",
			edit: (c) => removeScript(c, of("A"), names),
			after: "B@1",
		},
		{
			what: "lose one place of one",
			before: "A@1 B@1 A@2",
			edit: (c) => removeScript(c, of("A", 3), names),
			after: "A@1 B@1",
		},
		{
			what: "swap every place",
			before: "A@1 B@1 A@2",
			edit: (c) => swapScript(c, { ...of("A"), pin: pin("A@5") }, names),
			after: "A@5 B@1 A@5",
		},
		{
			what: "swap one place",
			before: "A@1 A@1",
			edit: (c) => swapScript(c, { ...of("A", 1), pin: pin("C@1") }, names),
			after: "C@1 A@1",
		},
		{
			what: "move to the front",
			before: "A@1 B@1 C@1",
			edit: (c) => moveScript(c, { ...of("C"), to: 1 }, names),
			after: "C@1 A@1 B@1",
		},
		{
			what: "move to the end",
			before: "A@1 B@1 C@1",
			edit: (c) => moveScript(c, { ...of("A"), to: 3 }, names),
			after: "B@1 C@1 A@1",
		},
		{
			what: "move the second of two",
			before: "A@1 B@1 A@2",
			edit: (c) => moveScript(c, { ...of("A", 3), to: 1 }, names),
			after: "A@2 A@1 B@1",
		},
		{
			what: "become a list whole",
			before: "A@1",
			edit: (c) => setScripts(c, "boot", pins("B@1 C@head")),
			after: "B@1 C@head",
		},
		{ what: "all go", before: "A@1", edit: (c) => setScripts(c, "boot", []), after: "" },
	])("$what", ({ before, edit, after }) => {
		const content = edit(web("A@1*", before));
		expect(boot(content)).toBe(after);
		expect({ ...content, scripts: { ...content.scripts, boot: [] } }, "nothing else changes").toEqual(web("A@1*"));
	});

	it.each<{ what: string; edit: (content: TemplateContent) => TemplateContent; code: string; says: string }>([
		{
			what: "to lose one that is not there",
			edit: (c) => removeScript(c, of("C"), names),
			code: "template-script-absent",
			says: "has no boot script “C”",
		},
		{
			what: "to lose one at a place where another is",
			edit: (c) => removeScript(c, of("A", 2), names),
			code: "template-script-absent",
			says: "“A at position 2”",
		},
		{
			what: "to swap one of another sequence",
			edit: (c) => swapScript(c, { ...of("A"), sequence: "operational", pin: pin("A@2") }, names),
			code: "template-script-absent",
			says: "no operational script",
		},
		{
			what: "a place beyond the end",
			edit: (c) => addScript(c, { sequence: "boot", pin: pin("C@1"), position: 4 }),
			code: "component-invalid",
			says: "4 is not a position of its boot scripts, which are 1 to 3",
		},
		{
			what: "a place before the first",
			edit: (c) => addScript(c, { sequence: "boot", pin: pin("C@1"), position: 0 }),
			code: "component-invalid",
			says: "0 is not a position",
		},
		{
			what: "half a place",
			edit: (c) => moveScript(c, { ...of("A"), to: 1.5 }, names),
			code: "component-invalid",
			says: "1.5 is not a position",
		},
		{
			what: "to move beyond the end",
			edit: (c) => moveScript(c, { ...of("A"), to: 3 }, names),
			code: "component-invalid",
			says: "1 to 2",
		},
	])("refuse $what", ({ edit, code, says }) => {
		const refusal = refusalOf(() => edit(web("A@1*", "A@1 B@1")));
		expect(refusal.code).toBe(code);
		expect(refusal.message).toContain(says);
	});
});

describe("the inputs of a template", () => {
	it("take values, lose values, and keep the others", () => {
		expect(changeInputs(web("A@1*"), { HOST: "h", PORT: "443" }).inputs).toEqual({ HOST: "h", PORT: "443" });
		expect(changeInputs(web("A@1*"), { HOST: "", PORT: null }).inputs).toEqual({ HOST: "" });
		expect(setInputs(web("A@1*"), { HOST: "h" }).inputs).toEqual({ HOST: "h" });
	});

	it("refuse to remove values that are not set, and list the set ones", () => {
		const refusal = refusalOf(() => changeInputs(web("A@1*"), { PORTS: null }));
		expect(refusal).toMatchObject({
			code: "template-input-absent",
			details: { input: "PORTS", inputs: ["PORT"], near: ["PORT"] },
		});
	});

	it.each(["", "1A", "A-B", "__proto__"])("refuse %j as a name", (name) => {
		expect(refusalOf(() => changeInputs(web("A@1*"), JSON.parse(`{${JSON.stringify(name)}: "x"}`))).code).toBe(
			"component-invalid",
		);
	});
});

const letter = fc.constantFrom("A", "B", "C", "D");
const anyPin = fc
	.tuple(letter, fc.nat(3))
	.map(([name, revision]) => pin(`${name}@${revision === 0 ? "head" : revision}`));
const lineage = letter.map((name) => `lineage-${name}`);
const sequence = fc.constantFrom(...scriptSequences);
const position = fc.option(fc.integer({ min: -1, max: 5 }), { nil: undefined });
type Edit = (content: TemplateContent) => TemplateContent;
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
	fc.record({ pin: anyPin, asDefault: fc.boolean() }).map(
		(added): Edit =>
			(c) =>
				addMci(c, added, names),
	),
	lineage.map(
		(one): Edit =>
			(c) =>
				removeMci(c, one, names),
	),
	fc.record({ lineage, pin: anyPin }).map(
		(swap): Edit =>
			(c) =>
				swapMci(c, swap, names),
	),
	lineage.map(
		(one): Edit =>
			(c) =>
				setDefaultMci(c, one, names),
	),
	fc.record({ mcis: fc.array(anyPin, { maxLength: 4 }), defaultMci: fc.option(lineage, { nil: undefined }) }).map(
		(list): Edit =>
			(c) =>
				setMcis(c, list, names),
	),
	fc.record({ sequence, pin: anyPin, position }).map(
		(added): Edit =>
			(c) =>
				addScript(c, added),
	),
	fc.record({ sequence, lineage, position }).map(
		(place): Edit =>
			(c) =>
				removeScript(c, place, names),
	),
	fc.record({ sequence, lineage, position, pin: anyPin }).map(
		(swap): Edit =>
			(c) =>
				swapScript(c, swap, names),
	),
	fc.record({ sequence, lineage, position, to: fc.integer({ min: -1, max: 5 }) }).map(
		(move): Edit =>
			(c) =>
				moveScript(c, move, names),
	),
	fc.tuple(sequence, fc.array(anyPin, { maxLength: 4 })).map(
		([one, list]): Edit =>
			(c) =>
				setScripts(c, one, list),
	),
	fc.dictionary(fc.constantFrom("A", "B"), fc.option(fc.string({ maxLength: 3 }))).map(
		(changes): Edit =>
			(c) =>
				changeInputs(c, changes),
	),
);

describe("any sequence of edits", () => {
	it("leaves a valid content with one default and each lineage once; a refusal changes nothing", () => {
		let refused = 0;
		let made = 0;
		fc.assert(
			fc.property(fc.array(anyEdit, { maxLength: 25 }), (edits) => {
				let content = web("");
				for (const edit of edits) {
					const frozen = JSON.stringify(content);
					const had = content.mcis.length;
					try {
						content = edit(content);
						made++;
					} catch (error) {
						if (!isFault(error)) throw error;
						refused++;
					}
					const { mcis, defaultMci } = content;
					expect(templateContent(content), "it is what its own constructor makes of it").toEqual(content);
					expect(mcis.filter((one) => one.lineage === defaultMci)).toHaveLength(mcis.length === 0 ? 0 : 1);
					expect(defaultMci === null).toBe(mcis.length === 0);
					expect(new Set(mcis.map((one) => one.lineage)).size).toBe(mcis.length);
					if (had > 0) expect(mcis.length, "a template that has MCIs goes on having some").toBeGreaterThan(0);
					if (JSON.stringify(content) === frozen) expect(content).toEqual(JSON.parse(frozen));
				}
			}),
			{ numRuns: 400 },
		);
		expect(Math.min(refused, made), "both happened often").toBeGreaterThan(200);
	});

	it("moving a script keeps the rest of the sequence, and puts it at the requested position", () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(anyPin, { minLength: 1, maxLength: 4, selector: (one) => one.lineage }),
				fc.nat(3),
				fc.nat(3),
				(list, from, to) => {
					const moved = list[from % list.length];
					if (!moved) return;
					const position = (to % list.length) + 1;
					const after = moveScript(
						setScripts(web(""), "boot", list),
						{ sequence: "boot", lineage: moved.lineage, to: position },
						names,
					).scripts.boot;
					expect(after[position - 1]).toEqual(moved);
					expect([...after].sort(byLineage)).toEqual([...list].sort(byLineage));
					const others = (all: readonly Pin[]) => all.filter((one) => one.lineage !== moved.lineage);
					expect(others(after)).toEqual(others(list));
				},
			),
		);
	});
});

function byLineage(a: Pin, b: Pin): number {
	return a.lineage < b.lineage ? -1 : 1;
}
