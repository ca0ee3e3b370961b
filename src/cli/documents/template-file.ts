import type { Node } from "yaml";
import { parseComponentName } from "../../core/component/index.ts";
import { parseReference } from "../../core/revision/index.ts";
import { type ScriptSequence, scriptSequences } from "../../core/template/index.ts";
import type { YamlText } from "../yaml-text.ts";
import { atNode, documentText, textNode } from "./document-text.ts";

/** One template of a file, with references for its pins. */
export interface TemplateFile {
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	readonly mcis: readonly { readonly ref: string; readonly isDefault: boolean }[];
	readonly scripts: Readonly<Record<ScriptSequence, readonly string[]>>;
	readonly inputs: ReadonlyMap<string, string>;
}

/** The YAML of one template, below a comment that names its origin. `readTemplateFile` reads the same back. */
export function renderTemplateFile(
	file: TemplateFile,
	from: { readonly ref: string; readonly digest: string },
): string {
	const sequences = scriptSequences.filter((sequence) => file.scripts[sequence].length > 0);
	return documentText(
		{
			template: textNode(file.name),
			description: textNode(file.description),
			tags: file.tags.map(textNode),
			mcis: file.mcis.map(({ ref, isDefault }) => ({ ref: textNode(ref), ...(isDefault ? { default: true } : {}) })),
			...(sequences.length === 0
				? {}
				: {
						scripts: Object.fromEntries(sequences.map((sequence) => [sequence, file.scripts[sequence].map(textNode)])),
					}),
			...(file.inputs.size === 0
				? {}
				: { inputs: new Map([...file.inputs].map(([name, value]) => [textNode(name), textNode(value)])) }),
		},
		from,
	);
}

/**
 * Reads the output of `renderTemplateFile`; an MCI may also be just a reference. Throws `document-invalid` with line
 * and column.
 */
export function readTemplateFile(yaml: YamlText, root: Node): TemplateFile {
	const members = yaml.members(root, "a ServerTemplate", [
		"template",
		"description",
		"tags",
		"mcis",
		"scripts",
		"inputs",
	]);
	const [name, description, tags] = [members.get("template"), members.get("description"), members.get("tags")];
	const [mcis, scripts, inputs] = [members.get("mcis"), members.get("scripts"), members.get("inputs")];
	if (!name) throw yaml.refusal(root, "“template”, its name, is missing");
	if (!mcis) throw yaml.refusal(root, "“mcis” is missing; write [] for none");
	const lists = scripts ? yaml.members(scripts.value, "scripts", scriptSequences) : new Map();
	const listOf = (sequence: ScriptSequence): string[] => {
		const list = lists.get(sequence);
		return list ? yaml.items(list.value, `the ${sequence} scripts`).map((one) => readRef(yaml, one, "a script")) : [];
	};
	return {
		name: atNode(yaml, name.value, () => parseComponentName(yaml.text(name.value, "template"))),
		description: description ? yaml.text(description.value, "description") : "",
		tags: tags ? yaml.items(tags.value, "tags").map((tag) => yaml.text(tag, "a tag")) : [],
		mcis: yaml.items(mcis.value, "mcis").map((one) => readMci(yaml, one)),
		scripts: { boot: listOf("boot"), operational: listOf("operational"), decommission: listOf("decommission") },
		inputs: new Map(
			[...(inputs ? yaml.members(inputs.value, "inputs") : [])].map(([input, { value }]) => [
				input,
				yaml.text(value, `input ${input}`),
			]),
		),
	};
}

function readMci(yaml: YamlText, node: Node): TemplateFile["mcis"][number] {
	if (!yaml.isMap(node)) return { ref: readRef(yaml, node, "an MCI"), isDefault: false };
	const members = yaml.members(node, "an MCI", ["ref", "default"]);
	const [ref, mark] = [members.get("ref"), members.get("default")];
	if (!ref) throw yaml.refusal(node, "the MCI has no ref");
	const isDefault = mark ? yaml.text(mark.value, "default") : "false";
	if (mark && isDefault !== "true" && isDefault !== "false")
		throw yaml.refusal(mark.value, "default must be true or false");
	return { ref: readRef(yaml, ref.value, "ref"), isDefault: isDefault === "true" };
}

function readRef(yaml: YamlText, node: Node, what: string): string {
	const ref = yaml.text(node, what);
	return atNode(yaml, node, () => {
		parseReference(ref);
		return ref;
	});
}
