import { nearestText } from "../../base/nearest-text.ts";
import type { Pin } from "../component/pin.ts";
import { fault } from "../errors.ts";
import type { LineageNames } from "./edit-template-mcis.ts";
import { type ScriptSequence, type TemplateContent, templateContent } from "./template-content.ts";

/** The place of a script in a template. A script can be in a sequence twice: the position, from 1, then selects one. */
export interface ScriptPlace {
	readonly sequence: ScriptSequence;
	readonly lineage: string;
	readonly position?: number | undefined;
}

/**
 * Adds a script to a sequence: at a position from 1, or at the end. Throws `component-invalid` for a position after the
 * end.
 */
export function addScript(
	content: TemplateContent,
	added: { readonly sequence: ScriptSequence; readonly pin: Pin; readonly position?: number | undefined },
): TemplateContent {
	const { sequence, pin } = added;
	const list = content.scripts[sequence];
	const at = (added.position ?? list.length + 1) - 1;
	assertPosition(content, sequence, { at, last: list.length });
	return withList(content, sequence, list.toSpliced(at, 0, pin));
}

/** Removes a script from a sequence: at the place given, or at every place. Throws `template-script-absent`. */
export function removeScript(content: TemplateContent, place: ScriptPlace, names: LineageNames): TemplateContent {
	const places = placesOf(content, place, names);
	return withList(
		content,
		place.sequence,
		content.scripts[place.sequence].filter((_, i) => !places.has(i)),
	);
}

/**
 * Replaces a script by another revision or another script: at the place given, or at every place. Throws
 * `template-script-absent`.
 */
export function swapScript(
	content: TemplateContent,
	swap: ScriptPlace & { readonly pin: Pin },
	names: LineageNames,
): TemplateContent {
	const places = placesOf(content, swap, names);
	return withList(
		content,
		swap.sequence,
		content.scripts[swap.sequence].map((pin, i) => (places.has(i) ? swap.pin : pin)),
	);
}

/**
 * Moves a script to another position of its sequence, both from 1; if it is there twice, the first one unless a
 * position is given. Throws `template-script-absent`, and `component-invalid` for a position after the end.
 */
export function moveScript(
	content: TemplateContent,
	move: ScriptPlace & { readonly to: number },
	names: LineageNames,
): TemplateContent {
	const { sequence, to } = move;
	const list = content.scripts[sequence];
	const [from = 0] = placesOf(content, move, names);
	assertPosition(content, sequence, { at: to - 1, last: list.length - 1 });
	const moved = list.slice(from, from + 1);
	return withList(content, sequence, list.toSpliced(from, 1).toSpliced(to - 1, 0, ...moved));
}

/** Replaces all scripts of a sequence, in this order. */
export function setScripts(content: TemplateContent, sequence: ScriptSequence, pins: readonly Pin[]): TemplateContent {
	return withList(content, sequence, pins);
}

/** The fault that a script is not in a sequence; lists the sequence's scripts. */
export function scriptAbsent(
	content: TemplateContent,
	asked: { readonly sequence: ScriptSequence; readonly script: string },
	names: LineageNames,
): Error {
	const { sequence, script } = asked;
	const there = content.scripts[sequence].map((pin) => names.get(pin.lineage) ?? pin.lineage);
	return fault("template-script-absent", {
		name: content.name,
		sequence,
		script,
		scripts: there,
		near: nearestText(script, new Set(there), 3),
	});
}

function withList(content: TemplateContent, sequence: ScriptSequence, pins: readonly Pin[]): TemplateContent {
	return templateContent({ ...content, scripts: { ...content.scripts, [sequence]: pins } });
}

/** The indexes of a place, in order; never empty. */
function placesOf(content: TemplateContent, place: ScriptPlace, names: LineageNames): ReadonlySet<number> {
	const { sequence, lineage, position } = place;
	const all = content.scripts[sequence].flatMap((pin, i) => (pin.lineage === lineage ? [i] : []));
	const meant = position === undefined ? all : all.filter((i) => i === position - 1);
	if (meant.length > 0) return new Set(meant);
	const name = names.get(lineage) ?? lineage;
	throw scriptAbsent(
		content,
		{ sequence, script: position === undefined || all.length === 0 ? name : `${name} at position ${position}` },
		names,
	);
}

function assertPosition(
	content: TemplateContent,
	sequence: ScriptSequence,
	{ at, last }: { readonly at: number; readonly last: number },
): void {
	if (Number.isInteger(at) && at >= 0 && at <= last) return;
	const problem =
		last < 0
			? `it has no ${sequence} script`
			: `${at + 1} is not a position of its ${sequence} scripts, which are 1 to ${last + 1}`;
	throw fault("component-invalid", { name: content.name, problem });
}
