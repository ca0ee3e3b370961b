import { nearestText } from "../../base/nearest-text.ts";
import { isFault } from "../errors.ts";
import type { ImageIdentity } from "../image/image.ts";
import type { Conflict } from "./conflict.ts";

/**
 * A user's choice at a conflict's place: one side's value, or their own: a text, or an image; null = nothing there.
 * An image's id can be given as text; its form then implies the kind.
 */
export type ConflictAnswer =
	| { readonly take: "ours" | "theirs" }
	| { readonly take: "value"; readonly value: AnswerValue };
export type AnswerValue = string | null | ImageIdentity;

/** Answers by the paths of the conflicts. */
export type ConflictAnswers = ReadonlyMap<string, ConflictAnswer>;

/** An answer that is not valid. `problem` is the clause after “The answer for <path> is not valid:”. */
export interface AnswerProblem {
	readonly path: string;
	readonly problem: string;
}

/**
 * A merged content with the answers in it, always valid. Conflicts without an answer that could be taken are open and
 * still hold ours.
 */
export interface Answered<C, X extends Conflict = Conflict> {
	readonly content: C;
	readonly open: readonly X[];
	readonly problems: readonly AnswerProblem[];
}

/** Conflicts with their answers read. */
export interface ReadAnswers<X extends Conflict> {
	/** With the answers in place of ours. */
	readonly settled: readonly X[];
	readonly open: readonly X[];
	readonly problems: readonly AnswerProblem[];
}

/** Reads answers. `withValue` replaces ours with the user's own value, or returns why it is not valid there. */
export function readAnswers<X extends Conflict>(
	conflicts: readonly X[],
	answers: ConflictAnswers,
	withValue: (conflict: X, value: AnswerValue) => X | string,
): ReadAnswers<X> {
	const [settled, open, problems]: [X[], X[], AnswerProblem[]] = [[], [], []];
	const paths = new Set(conflicts.map(({ path }) => path));
	for (const path of answers.keys()) if (!paths.has(path)) problems.push({ path, problem: noConflict(path, paths) });
	for (const conflict of conflicts) {
		const answer = answers.get(conflict.path);
		const read = answer === undefined ? undefined : answered(conflict, answer, withValue);
		if (typeof read === "object") {
			settled.push(read);
			continue;
		}
		open.push(conflict);
		if (read !== undefined) problems.push({ path: conflict.path, problem: read });
	}
	return { settled, open, problems };
}

/** The problem with a value where only a side can be chosen; `orNull` describes the meaning of null there. */
export function sidesOnly(orNull?: string): string {
	return `it must be ours or theirs${orNull === undefined ? "" : `, or null (${orNull})`}`;
}

/** The problem that a throwing check finds, as text; undefined if it passes. Catches faults only. */
export function problemOf(check: () => unknown): string | undefined {
	try {
		check();
		return undefined;
	} catch (error) {
		if (!isFault(error)) throw error;
		return typeof error.details.problem === "string" ? error.details.problem : error.message;
	}
}

function answered<X extends Conflict>(
	conflict: X,
	answer: ConflictAnswer,
	withValue: (conflict: X, value: AnswerValue) => X | string,
): X | string {
	switch (answer.take) {
		case "ours":
			return conflict;
		case "theirs":
			return { ...conflict, ours: conflict.theirs };
		case "value":
			return withValue(conflict, answer.value);
	}
}

function noConflict(path: string, paths: ReadonlySet<string>): string {
	if (paths.size === 0) return "the merge has no conflicts";
	const near = nearestText(path, paths, 3);
	return `the merge has no conflict there${near.length === 0 ? "" : `; the nearest are ${near.join(", ")}`}`;
}
