import { compareText } from "../../base/compare-text.ts";
import { readMci } from "./read-mci.ts";
import { readTemplate } from "./read-template.ts";
import { type Finding, type LintRule, type Problem, severities } from "./rule.ts";
import { lintRules } from "./rules.gen.ts";
import type { LintFacts, MciSubject, ScriptSubject, TemplateSubject } from "./subjects.ts";

/** The findings for an MCI revision: errors first, then by place. */
export function lintMci(subject: MciSubject, facts: LintFacts): Finding[] {
	const mci = readMci(subject, facts);
	return inOrder(lintRules.flatMap((rule) => (rule.on === "mci" ? findingsOf(rule, rule.check(mci, facts)) : [])));
}

/** The findings for a ServerTemplate revision and the scripts that it pins; places of scripts are below `scripts`. */
export function lintTemplate(subject: TemplateSubject, facts: LintFacts): Finding[] {
	const template = readTemplate(subject);
	return inOrder([
		...lintRules.flatMap((rule) => (rule.on === "template" ? findingsOf(rule, rule.check(template, facts)) : [])),
		...template.scripts.flatMap(({ pinned, place }) =>
			lintScript({ content: pinned.content, revision: pinned.pin.revision }, facts).map((finding) => ({
				...finding,
				place: `${place}.${finding.place}`,
			})),
		),
	]);
}

/** The findings for a script's revision. */
export function lintScript(subject: ScriptSubject, facts: LintFacts): Finding[] {
	return inOrder(
		lintRules.flatMap((rule) => (rule.on === "script" ? findingsOf(rule, rule.check(subject, facts)) : [])),
	);
}

/** Orders findings: errors first, then warnings; then by place, rule and text. */
export function compareFindings(a: Finding, b: Finding): number {
	return (
		severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
		compareText(a.place, b.place) ||
		compareText(a.rule, b.rule) ||
		compareText(a.text, b.text)
	);
}

function findingsOf(rule: LintRule, problems: readonly Problem[]): Finding[] {
	return problems.map(({ place, text, severity }) => ({
		rule: rule.id,
		severity: severity ?? rule.severity,
		place,
		text,
		cure: rule.cure,
	}));
}

function inOrder(findings: readonly Finding[]): Finding[] {
	return [...findings].sort(compareFindings);
}
