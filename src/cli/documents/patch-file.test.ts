import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents } from "../../../test/arbitraries.ts";
import type { Change } from "../../client/generated/registry.ts";
import type { ComponentKind, Pin } from "../../core/component/index.ts";
import { type Change as CoreChange, diffContents, diffScripts, diffTemplates } from "../../core/diff/index.ts";
import { isFault } from "../../core/errors.ts";
import { scriptContent } from "../../core/script/index.ts";
import { templateContent } from "../../core/template/index.ts";
import { readYamlText } from "../yaml-text.ts";
import { isPatch, readPatch, renderPatchFile } from "./patch-file.ts";

/** Texts that YAML, or a careless reader of it, takes for something else. */
const texts = fc.constantFrom(
	"",
	"x",
	"18.04",
	"yes",
	"~",
	"null",
	"0x1F",
	"2026-01-01",
	"- a",
	"#c",
	": ",
	" lead",
	"two\nlines\n",
	"\ttab\n",
	"trail \n",
	"é\u2028\u0000",
);
const lineages = ["l-1", "l-2", "3"] as const;

const pins: fc.Arbitrary<readonly Pin[]> = fc.uniqueArray(
	fc
		.record({ lineage: fc.constantFrom(...lineages), revision: fc.nat(3) })
		.map((pin) => ({ ...pin, digest: pin.revision === 0 ? null : `sha256:${pin.revision}` })),
	{ selector: (pin) => pin.lineage },
);
const inputNames = fc.constantFrom("PORT", "NULL", "yes");
const storable = texts.filter((text) => !text.includes("\0"));

const templates = fc
	.record({
		description: texts,
		tags: fc.uniqueArray(fc.constantFrom("a", "007", "no")),
		mcis: pins,
		boot: pins,
		inputs: fc.dictionary(inputNames, storable),
	})
	.map(({ mcis, boot, ...words }) =>
		templateContent({ name: "web", ...words, mcis, defaultMci: mcis[0]?.lineage ?? null, scripts: { boot } }),
	);

const scripts = fc
	.record({
		description: texts,
		source: storable,
		inputs: fc.uniqueArray(
			fc.record({ name: inputNames, description: texts, default: fc.option(storable), required: fc.boolean() }),
			{
				selector: (input) => input.name,
			},
		),
	})
	.map((parts) => scriptContent({ name: "web", ...parts }));

const revision = { name: "web", number: 1, digest: "sha256:1" };

function roundTrip(kind: ComponentKind, changes: readonly CoreChange[]) {
	const text = renderPatchFile(kind, {
		from: revision,
		to: { ...revision, number: 2 },
		changes: changes as readonly unknown[] as Change[],
		names: {},
	});
	const yaml = readYamlText("patch.yaml", text);
	const [root] = yaml.roots;
	if (!root) throw new Error("the patch has no document");
	expect([yaml.roots.length, isPatch(yaml, root)]).toEqual([1, true]);
	return readPatch(yaml, root);
}

const withoutName = (changes: readonly CoreChange[]) =>
	changes.filter((change) => !(change.kind === "text-changed" && change.field === "name"));

describe("a patch file", () => {
	it("of MultiCloud Images reads back unchanged, except for the name", () => {
		fc.assert(
			fc.property(contents, contents, (before, after) => {
				const changes = diffContents(before, after);
				expect(roundTrip("mci", changes)).toEqual({ kind: "mci", name: "web", changes: withoutName(changes) });
			}),
		);
	});

	it("of ServerTemplates reads back unchanged", () => {
		fc.assert(
			fc.property(templates, templates, (before, after) => {
				const changes = diffTemplates(before, after);
				expect(roundTrip("template", changes)).toEqual({ kind: "template", name: "web", changes });
			}),
		);
	});

	it("of scripts reads back unchanged", () => {
		fc.assert(
			fc.property(scripts, scripts, (before, after) => {
				const changes = diffScripts(before, after);
				expect(roundTrip("script", changes)).toEqual({ kind: "script", name: "web", changes });
			}),
		);
	});

	it("names its source in a comment that no name can escape", () => {
		const text = renderPatchFile("mci", {
			from: null,
			to: { name: "web\nmci: other", number: 0, digest: "sha256:2" },
			changes: [],
			names: {},
		});
		expect(text).toMatch(/^# from nothing\n# to {3}web\\nmci: other@head sha256:2\n\npatch: mci\n/);
	});

	it.each([
		["patch: mci\nname: x\nchanges: x\n", "changes is a list"],
		["patch: mci\nname: [x]\nchanges: []\n", "name is text"],
		["patch: mci\nname: x\nchanges: [x]\n", "a change is a map of names to values"],
		["patch: mci\nname: x\nchanges: []\nmore: x\n", "“more” is unknown"],
		[
			"patch: script\nname: x\nchanges: [{ change: script-input-added, name: P, after: { required: maybe } }]\n",
			"required must be one of true, false",
		],
		[
			"patch: template\nname: x\nchanges: [{ change: scripts-changed, sequence: boot, before: [{ revision: 1 }], after: [] }]\n",
			"the pin has no lineage",
		],
	])("is refused with the reason: %j", (text, told) => {
		const yaml = readYamlText("patch.yaml", text);
		const read = () => yaml.roots.map((root) => readPatch(yaml, root));
		expect(read).toThrow(told);
		try {
			read();
		} catch (error) {
			expect(isFault(error) && error.code).toBe("document-invalid");
		}
	});
});
