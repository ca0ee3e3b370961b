import type { Pin } from "../../core/component/index.ts";
import {
	addScript,
	moveScript,
	removeScript,
	type ScriptSequence,
	setScripts,
	swapScript,
} from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import type { EditedHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { editTemplate, type TemplateEdit, type TemplateFields } from "./edit-template.ts";

/** An edit of one of a template's script sequences. */
export interface SequenceEdit extends TemplateEdit {
	readonly sequence: ScriptSequence;
}

/** A script in a sequence, by name; `position`, counted from 1, is needed if it is listed twice. */
export interface ScriptEdit extends SequenceEdit {
	readonly script: string;
	readonly position?: number | undefined;
}

/** Adds a script to a sequence: at a position counted from 1, or at the end. */
export function addTemplateScript(
	needs: Needs,
	actor: Actor,
	input: SequenceEdit & { readonly ref: string; readonly position?: number | undefined },
): Promise<EditedHead<"template">> {
	const { sequence, ref, position } = input;
	return editTemplate(needs, actor, {
		...input,
		act: "add-script",
		change: async (head, words) => addScript(head, { sequence, pin: await words.pin("script", ref), position }),
	});
}

/** Removes a script from a sequence: at a position, or everywhere in it. Throws `template-script-absent`. */
export function removeTemplateScript(needs: Needs, actor: Actor, input: ScriptEdit): Promise<EditedHead<"template">> {
	const { sequence, script, position } = input;
	return editTemplate(needs, actor, {
		...input,
		act: "remove-script",
		change: async (head, words) =>
			removeScript(head, { sequence, lineage: await words.script(sequence, script), position }, words.names),
	});
}

/**
 * Replaces a script by the revision of a reference: at a position, or everywhere in the sequence; without `script`, the
 * script that the reference names. Throws `template-script-absent`.
 */
export function swapTemplateScript(
	needs: Needs,
	actor: Actor,
	input: SequenceEdit & {
		readonly script?: string | undefined;
		readonly ref: string;
		readonly position?: number | undefined;
	},
): Promise<EditedHead<"template">> {
	const { sequence, script, ref, position } = input;
	return editTemplate(needs, actor, {
		...input,
		act: "swap-script",
		change: async (head, words) => {
			const lineage = await words.script(sequence, script ?? ref);
			return swapScript(head, { sequence, lineage, position, pin: await words.pin("script", ref) }, words.names);
		},
	});
}

/** Moves a script to another position of its sequence, counted from 1. Throws `template-script-absent`. */
export function moveTemplateScript(
	needs: Needs,
	actor: Actor,
	input: ScriptEdit & { readonly to: number },
): Promise<EditedHead<"template">> {
	const { sequence, script, position, to } = input;
	return editTemplate(needs, actor, {
		...input,
		act: "move-script",
		change: async (head, words) =>
			moveScript(head, { sequence, lineage: await words.script(sequence, script), position, to }, words.names),
	});
}

/** Replaces all scripts of a sequence, in this order. */
export function setTemplateScripts(
	needs: Needs,
	actor: Actor,
	input: SequenceEdit & { readonly refs: readonly string[] },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "set-scripts",
		change: async (head, words) => setScripts(head, input.sequence, await readScripts(words, input.refs)),
	});
}

/** The pins for references to scripts, in order. */
export async function readScripts(words: TemplateFields, refs: readonly string[]): Promise<Pin[]> {
	const pins = [];
	for (const ref of refs) pins.push(await words.pin("script", ref));
	return pins;
}
