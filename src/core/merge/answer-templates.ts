import { assertNever } from "../../base/assert-never.ts";
import type { Pin } from "../component/pin.ts";
import { defaultMciPath } from "../component/place-path.ts";
import { checkInputValue } from "../script/script-content.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import {
	type Answered,
	type AnswerProblem,
	type AnswerValue,
	type ConflictAnswers,
	problemOf,
	readAnswers,
	sidesOnly,
} from "./answer.ts";
import { orderAfter, renumber } from "./answer-template-order.ts";
import { checkDescription, checkName, withText } from "./answer-text.ts";
import type { Merged, TemplateConflict } from "./conflict.ts";
import { byLineage } from "./merge-pin-list.ts";

/**
 * Applies answers to a merge's conflicts. An answer to something that is not a conflict, or with a value that is
 * not valid there, is a problem; its conflict stays open. Answers that together would leave the template without a
 * default among its MCIs are a problem of `default`; then no answer that adds or removes an MCI, or chooses the
 * default, is applied.
 */
export function answerTemplates(
	merged: Merged<TemplateContent, TemplateConflict>,
	answers: ConflictAnswers,
): Answered<TemplateContent, TemplateConflict> {
	const { content, conflicts } = merged;
	const read = readAnswers(conflicts, answers, withValue);
	const before = byLineage(content.mcis);
	const wanted = membersAfter(content, read.settled);
	const problem = misfit(wanted);
	const settled =
		problem === undefined ? read.settled : read.settled.filter((conflict) => !decidesMembers(conflict, before));
	const problems: readonly AnswerProblem[] =
		problem === undefined ? read.problems : [...read.problems, { path: defaultMciPath, problem }];
	const { mcis, defaultMci } = problem === undefined ? wanted : membersAfter(content, settled);

	const texts = { name: content.name, description: content.description };
	const scripts = { ...content.scripts };
	const inputs = new Map(Object.entries(content.inputs));
	for (const conflict of settled) {
		switch (conflict.place) {
			case "name":
			case "description":
				texts[conflict.place] = conflict.ours;
				break;
			case "scripts":
				scripts[conflict.sequence] = conflict.ours;
				break;
			case "input":
				if (conflict.ours === null) inputs.delete(conflict.name);
				else inputs.set(conflict.name, conflict.ours);
				break;
			case "default":
			case "mci":
			case "mci-order":
				break;
			default:
				assertNever(conflict);
		}
	}
	const done = new Set(settled.map(({ path }) => path));
	const order = orderAfter(merged, settled);
	return {
		content: templateContent({
			...texts,
			tags: content.tags,
			mcis: order.flatMap((lineage) => mcis.get(lineage) ?? []),
			defaultMci,
			scripts,
			inputs: Object.fromEntries(inputs),
		}),
		open: renumber(
			conflicts.filter(({ path }) => !done.has(path)),
			order,
			mcis,
		),
		problems,
	};
}

interface Members {
	readonly mcis: ReadonlyMap<string, Pin>;
	readonly defaultMci: string | null;
}

function membersAfter(content: TemplateContent, settled: readonly TemplateConflict[]): Members {
	const mcis = byLineage(content.mcis);
	let { defaultMci } = content;
	for (const conflict of settled) {
		if (conflict.place === "default") defaultMci = conflict.ours;
		if (conflict.place !== "mci") continue;
		if (conflict.ours) mcis.set(conflict.lineage, conflict.ours);
		else mcis.delete(conflict.lineage);
	}
	return { mcis, defaultMci };
}

function misfit({ mcis, defaultMci }: Members): string | undefined {
	if (defaultMci === null)
		return mcis.size === 0 ? undefined : "a template with MCIs needs a default; answer “default” with one of them";
	if (mcis.has(defaultMci)) return undefined;
	return `the default would be ${defaultMci}, which would not be on the template; change this answer or that for the MCI`;
}

/** True if the answer chooses the default, or adds or removes an MCI; false if it only chooses a revision. */
function decidesMembers(conflict: TemplateConflict, before: ReadonlyMap<string, Pin>): boolean {
	return (
		conflict.place === "default" ||
		(conflict.place === "mci" && before.has(conflict.lineage) !== (conflict.ours !== null))
	);
}

function withValue(conflict: TemplateConflict, value: AnswerValue): TemplateConflict | string {
	switch (conflict.place) {
		case "name":
			return withText(conflict, value, checkName);
		case "description":
			return withText(conflict, value, checkDescription);
		case "default":
			return value === null || typeof value === "string"
				? { ...conflict, ours: value }
				: "it must be the lineage of one of the template's MCIs";
		case "mci":
			return value === null ? { ...conflict, ours: null } : sidesOnly("the MCI is removed");
		case "mci-order":
		case "scripts":
			return sidesOnly();
		case "input":
			if (value !== null && typeof value !== "string") return "it must be a text or null";
			return problemOf(() => checkInputValue("it", conflict.name, value)) ?? { ...conflict, ours: value };
		default:
			return assertNever(conflict);
	}
}
