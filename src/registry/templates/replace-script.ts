import type { ComponentVerb } from "../../core/audit/index.ts";
import { versioned } from "../../core/component/index.ts";
import { type ScriptContent, type ScriptInput, scriptContent } from "../../core/script/index.ts";
import type { Actor } from "../actor.ts";
import { type CreatedHead, createWithContent } from "../components/create-with-content.ts";
import { type EditedHead, type ExpectedHead, editHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";

/** A declared input. Omitted fields: empty, none, not required. */
export interface InputDeclaration {
	readonly name: string;
	readonly description?: string | undefined;
	readonly default?: string | null | undefined;
	readonly required?: boolean | undefined;
}

/** The whole content of a script's HEAD, as in a file. */
export interface ScriptHeadInput {
	readonly description: string;
	readonly tags: readonly string[];
	readonly source: string;
	readonly inputs: readonly InputDeclaration[];
}

/**
 * Replaces the content of a script's HEAD, or creates the script if it is expected not to exist. Throws
 * `component-invalid`, `head-stale`, `script-exists`.
 */
export function replaceScript(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead | "absent";
		readonly head: ScriptHeadInput;
		readonly dryRun?: boolean | undefined;
	},
): Promise<CreatedHead<"script">> {
	const { name, expected, head, dryRun } = input;
	const content = (before: ScriptContent) =>
		scriptContent({ ...head, name: before.name, inputs: head.inputs.map(declared) });
	if (expected === "absent") {
		return createWithContent(needs, actor, {
			kind: "script",
			name,
			dryRun,
			content: async () => content(versioned.script.empty(name)),
		});
	}
	return edit(needs, actor, { name, expected, dryRun, act: "replace", change: content });
}

/** Sets a script's source or inputs. Omitted fields keep their value. Throws `component-invalid`, `head-stale`. */
export function setScript(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly source?: string | undefined;
		readonly inputs?: readonly InputDeclaration[] | undefined;
		readonly dryRun?: boolean | undefined;
	},
): Promise<EditedHead<"script">> {
	const { name, expected, dryRun, source, inputs } = input;
	return edit(needs, actor, {
		name,
		expected,
		dryRun,
		act: "set",
		change: (head) =>
			scriptContent({ ...head, source: source ?? head.source, inputs: inputs?.map(declared) ?? head.inputs }),
	});
}

function edit(
	needs: Needs,
	actor: Actor,
	{
		dryRun,
		...asked
	}: {
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly act: ComponentVerb;
		readonly dryRun: boolean | undefined;
		change(head: ScriptContent): ScriptContent;
	},
): Promise<EditedHead<"script">> {
	return editHead(needs, actor, { kind: "script", ...asked, dryRun });
}

function declared({ name, description = "", default: value = null, required = false }: InputDeclaration): ScriptInput {
	return { name, description, default: value, required };
}
