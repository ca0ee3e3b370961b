import { versioned } from "../../core/component/index.ts";
import { type ScriptSequence, type TemplateContent, templateContent } from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import { type CreatedHead, createWithContent } from "../components/create-with-content.ts";
import type { ExpectedHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { editTemplate, readFields, type TemplateFields, withoutRaces } from "./edit-template.ts";
import { type ListedMci, withMcis } from "./edit-template-mcis.ts";
import { readScripts } from "./edit-template-scripts.ts";

/** The whole content of a template's HEAD, as in a file, with references for pins. */
export interface TemplateHeadInput {
	readonly description: string;
	readonly tags: readonly string[];
	readonly mcis: readonly ListedMci[];
	readonly scripts: Readonly<Partial<Record<ScriptSequence, readonly string[]>>>;
	readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Replaces the content of a template's HEAD, or creates the template if it is expected not to exist. Throws whatever
 * setting its MCIs, scripts and inputs throws, `head-stale`, and `template-exists`.
 */
export function replaceTemplate(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead | "absent";
		readonly head: TemplateHeadInput;
		readonly dryRun?: boolean | undefined;
	},
): Promise<CreatedHead<"template">> {
	const { name, expected, head, dryRun } = input;
	if (expected !== "absent") {
		return editTemplate(needs, actor, {
			name,
			expected,
			dryRun,
			act: "replace",
			change: (before, words) => contentFrom(before, words, head),
		});
	}
	const empty = versioned.template.empty(name);
	return withoutRaces(() =>
		createWithContent(needs, actor, {
			kind: "template",
			name,
			dryRun,
			content: async (tx) => contentFrom(empty, await readFields(needs, tx, actor, empty), head),
		}),
	);
}

async function contentFrom(
	before: TemplateContent,
	words: TemplateFields,
	head: TemplateHeadInput,
): Promise<TemplateContent> {
	const { description, tags, inputs } = head;
	const { mcis, defaultMci } = await withMcis(before, words, head.mcis);
	const [boot, operational, decommission] = [
		await readScripts(words, head.scripts.boot ?? []),
		await readScripts(words, head.scripts.operational ?? []),
		await readScripts(words, head.scripts.decommission ?? []),
	];
	return templateContent({
		name: before.name,
		description,
		tags,
		mcis,
		defaultMci,
		scripts: { boot, operational, decommission },
		inputs,
	});
}
