import type { Node } from "yaml";
import { type ScriptContent, type ScriptInput, scriptContent } from "../../core/script/index.ts";
import type { YamlText } from "../yaml-text.ts";
import { atNode, documentText, textNode } from "./document-text.ts";

/** The YAML of one script, below a comment that names its origin. `readScriptFile` reads the same back. */
export function renderScriptFile(
	content: ScriptContent,
	from: { readonly ref: string; readonly digest: string },
): string {
	return documentText(
		{
			script: textNode(content.name),
			description: textNode(content.description),
			tags: content.tags.map(textNode),
			...(content.inputs.length === 0
				? {}
				: { inputs: new Map(content.inputs.map((input) => [textNode(input.name), inputNode(input)])) }),
			source: textNode(content.source),
		},
		from,
	);
}

function inputNode({ description, default: value, required }: ScriptInput): Record<string, unknown> {
	return {
		...(description === "" ? {} : { description: textNode(description) }),
		...(value === null ? {} : { default: textNode(value) }),
		...(required ? { required: true } : {}),
	};
}

/** Reads the output of `renderScriptFile`. Throws `document-invalid` with line and column. */
export function readScriptFile(yaml: YamlText, root: Node): ScriptContent {
	const members = yaml.members(root, "a script", ["script", "description", "tags", "inputs", "source"]);
	const [name, description, tags] = [members.get("script"), members.get("description"), members.get("tags")];
	const [inputs, source] = [members.get("inputs"), members.get("source")];
	if (!name) throw yaml.refusal(root, "“script”, its name, is missing");
	if (!source) throw yaml.refusal(root, "“source” is missing");
	return atNode(yaml, root, () =>
		scriptContent({
			name: yaml.text(name.value, "script"),
			description: description ? yaml.text(description.value, "description") : "",
			tags: tags ? yaml.items(tags.value, "tags").map((tag) => yaml.text(tag, "a tag")) : [],
			inputs: [...(inputs ? yaml.members(inputs.value, "inputs") : [])].map(([input, { value }]) =>
				readInput(yaml, input, value),
			),
			source: yaml.text(source.value, "source"),
		}),
	);
}

function readInput(yaml: YamlText, name: string, node: Node): ScriptInput {
	const members = yaml.members(node, `input ${name}`, ["description", "default", "required"]);
	const [description, value, mark] = [members.get("description"), members.get("default"), members.get("required")];
	const required = mark ? yaml.text(mark.value, "required") : "false";
	if (mark && required !== "true" && required !== "false")
		throw yaml.refusal(mark.value, "required must be true or false");
	return {
		name,
		description: description ? yaml.text(description.value, "description") : "",
		default: value ? yaml.text(value.value, "default") : null,
		required: required === "true",
	};
}
