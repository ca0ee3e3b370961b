import type { ComponentKind } from "../../core/component/index.ts";
import type { ScriptContent } from "../../core/script/index.ts";
import { readYamlText } from "../yaml-text.ts";
import { type MciFile, readMci } from "./mci-file.ts";
import { isPatch, type PatchFile, readPatch } from "./patch-file.ts";
import { readScriptFile } from "./script-file.ts";
import { readTemplateFile, type TemplateFile } from "./template-file.ts";

/** One document of a file for `mci apply`. */
export type AppliedDocument =
	| { readonly kind: "mci"; readonly name: string; readonly content: MciFile }
	| { readonly kind: "template"; readonly name: string; readonly template: TemplateFile }
	| { readonly kind: "script"; readonly name: string; readonly script: ScriptContent }
	| { readonly kind: ComponentKind; readonly name: string; readonly patch: PatchFile };

/** Reads the documents of a file, each by its own type. Throws `document-invalid` with line and column. */
export function parseDocuments(file: string, text: string): AppliedDocument[] {
	const yaml = readYamlText(file, text);
	return yaml.roots.map((root) => {
		if (isPatch(yaml, root)) {
			const patch = readPatch(yaml, root);
			return { kind: patch.kind, name: patch.name, patch };
		}
		const says = yaml.isMap(root) ? yaml.members(root, "the document") : new Map();
		if (says.has("template")) {
			const template = readTemplateFile(yaml, root);
			return { kind: "template", name: template.name, template };
		}
		if (says.has("script")) {
			const script = readScriptFile(yaml, root);
			return { kind: "script", name: script.name, script };
		}
		const content = readMci(yaml, root);
		return { kind: "mci", name: content.content.name, content };
	});
}
