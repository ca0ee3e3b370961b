import type { InputDeclaration } from "../../client/generated/registry.ts";
import { readYamlText } from "../yaml-text.ts";

/** The declarations in the comment at a script's top. */
export interface ScriptHeader {
	readonly inputs: readonly InputDeclaration[];
	/** The parts that are not kept, in words. */
	readonly notes: readonly string[];
}

const marker = /^\s*(#|\/\/|--)\s*---\s*$/;
const endMarker = /^\s*(#|\/\/|--)\s*\.\.\.\s*$/;
const comment = /^\s*(#|\/\/|--)/;

/**
 * Reads the metadata comment of RightScripts: YAML between a commented `---` and a commented `...`, with `Inputs` by
 * name (https://github.com/rightscale/right_st, README). Keeps `Description`, `Required` and `Default` of an input; a
 * default is `text:…`, or `blank` for an empty one. Undefined for a script without one. Throws `document-invalid` at
 * the script's own line and column.
 */
export function readScriptHeader(file: string, source: string): ScriptHeader | undefined {
	const lines = source.split(/\r?\n/);
	const first = lines.findIndex((line) => marker.test(line));
	const last =
		first < 0 ? -1 : lines.findIndex((line, i) => i > first && (endMarker.test(line) || !comment.test(line)));
	const end = lines[last];
	if (end === undefined || !endMarker.test(end)) return undefined;
	const body = lines.slice(first + 1, last);
	// A line of dashes can start any comment.
	if (!body.some((line) => /^\s*(#|\/\/|--)\s*(RightScript Name|Inputs)\s*:/.test(line))) return undefined;
	// Spaces instead of the comment's mark, so that a place in the YAML is the same place in the script.
	const yaml = readYamlText(file, [...lines.slice(0, first + 1).map(() => ""), ...body.map(uncommented)].join("\n"));
	const [root] = yaml.roots;
	if (!root) return undefined;
	const inputs = yaml.members(root, "the metadata").get("Inputs");
	const notes: string[] = [];
	const declared = [...(inputs ? yaml.members(inputs.value, "Inputs") : [])].map(
		([name, { value }]): InputDeclaration => {
			const members = yaml.members(value, `input ${name}`);
			const text = (key: string) => {
				const member = members.get(key);
				return member && yaml.text(member.value, key);
			};
			const given = text("Default");
			if (given !== undefined && /^(cred|env|key|array):/.test(given))
				notes.push(`The default of ${name}, ${given}, is not text and is ignored.`);
			return {
				name,
				description: (text("Description") ?? "").trim(),
				default: defaultFrom(given),
				required: /^(true|yes)$/i.test(text("Required") ?? ""),
			};
		},
	);
	return { inputs: declared, notes };
}

function uncommented(line: string): string {
	return line.replace(comment, (mark) => " ".repeat(mark.length));
}

function defaultFrom(given: string | undefined): string | null {
	if (given === undefined || /^(ignore|none)$/.test(given) || /^(cred|env|key|array):/.test(given)) return null;
	return given === "blank" ? "" : given.replace(/^text:/, "");
}
